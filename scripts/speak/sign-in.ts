import type { SignInTarget } from '../../src/domain/chain.ts';
import type { SessionLabel } from '../../src/domain/session.ts';
import type { ProvisionPlan } from '../../src/flows/provision.ts';
import type { SignInOutcome } from '../../src/flows/sign-in.ts';
import { localTime, timeLeft } from './time-left.ts';

/** That somebody is signed in, where, and until when. */
export function signedInText(target: SignInTarget, { signIn, fresh }: SignInOutcome, now: Date): string {
  const renewal =
    signIn.refreshToken === undefined ? '' : " and renews itself while the portal's session lasts";
  return (
    `${fresh ? 'Signed in' : 'You are already signed in'} at ${target.provider} (${target.startUrl}).\n` +
    `This lasts until ${localTime(signIn.expiresAt)} (${timeLeft(signIn.expiresAt, now)})${renewal}.`
  );
}

/**
 * What a sign-in would do: `label` is the one at rest, where it counts; `noBrowser` says why a code would be used.
 */
export function wouldSignInText(
  { provider, startUrl, kind }: SignInTarget,
  label: SessionLabel | undefined,
  noBrowser: string | undefined,
  now: Date,
): string {
  if (kind === 'mock/aws') return `Nothing to do at ${provider}: everybody is signed in there.`;
  const end = label && new Date(label.expiresAt);
  if (end !== undefined && end > now)
    return `Nothing to do at ${provider}: you are signed in there (${timeLeft(end, now)}).`;
  if (label?.renewable) return `Would renew the sign-in at ${provider} (${startUrl}).`;
  const way =
    noBrowser === undefined
      ? 'in your browser'
      : `with a code, because no browser is used here (${noBrowser})`;
  return `Would sign in at ${provider} (${startUrl}) ${way}.`;
}

/** What a login has made of what a portal offers. */
export function provisionedText({ count, added, changed, removed }: ProvisionPlan): string {
  const parts = [
    [added, 'new'],
    [changed, 'changed'],
    [removed, 'gone'],
  ] as const;
  const changes = parts.flatMap(([names, what]) => (names.length === 0 ? [] : [`${names.length} ${what}`]));
  const identities = `${count} ${count === 1 ? 'identity' : 'identities'}`;
  return `The portal offers you ${identities} (${changes.length === 0 ? 'as before' : changes.join(', ')}).`;
}
