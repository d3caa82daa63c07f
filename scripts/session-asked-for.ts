import type { AuthAnswer } from '../src/flows/auth-answer.ts';
import { namesNobody } from '../src/identity/pick-identity.ts';
import { type Call, textFlag } from './grammar/verb.ts';

/**
 * Whose session a call asks about: that of the flag, of ATMOS_IDENTITY, of the shell of ours that it is typed in, of the
 * default identity; undefined for the sign-in.
 */
export function sessionAskedFor(
  call: Call,
  answer: Pick<AuthAnswer, 'defaultIdentity'>,
  variables: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const named = textFlag(call, 'identity') ?? (variables['ATMOS_IDENTITY'] || undefined);
  if (named !== undefined && namesNobody(named)) return undefined;
  return named ?? (variables['ATMOS_KIT_IDENTITY'] || undefined) ?? answer.defaultIdentity;
}
