import { inert, inertLines } from '../../src/domain/inert.ts';
import { formatPlace, type Problem } from '../../src/domain/problem.ts';
import type { ValidatedAuth } from '../../src/flows/validate-auth.ts';

/** Something that is wrong or odd; `profiles` are those that it is so with, none where it is so with all. */
export interface AuthFinding {
  readonly problem: Problem;
  readonly profiles: readonly string[];
}

/** What `auth validate` says: everything that is wrong, then everything that is odd, and how many of each. */
export function authFindingsText(
  checked: readonly ValidatedAuth[],
  errors: readonly AuthFinding[],
  warnings: readonly AuthFinding[],
  root: string | undefined,
): string {
  const text = [
    ...errors.map((one) => told(one, root)),
    ...(warnings.length === 0 ? [] : [`${errors.length === 0 ? '' : '\n'}Odd, but it works:\n`]),
    ...warnings.map((one) => told(one, root)),
    ...(errors.length + warnings.length === 0
      ? checked.map(whole)
      : [`\n${counted(errors.length, 'error')}, ${counted(warnings.length, 'warning')}\n`]),
  ].join('');
  return inertLines(text);
}

function told({ problem: { at, message, hint }, profiles }: AuthFinding, root: string | undefined): string {
  const place = at === undefined ? '' : `${formatPlace(at, root)}: `;
  const only = profiles.length === 0 ? '' : ` (with ${profiles.join('; ')})`;
  return `${inert(`${place}${message}`)}${only}${hint === undefined ? '' : `\n  ${hint}`}\n`;
}

function whole({ providers, identities, profiles }: ValidatedAuth): string {
  const chosen = profiles.length === 0 ? 'no profile' : `profiles ${profiles.join(', ')}`;
  return `All is right: ${counted(providers, 'provider')}, ${identities === 1 ? '1 identity' : `${identities} identities`}; ${chosen}.\n`;
}

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
