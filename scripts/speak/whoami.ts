import type { SessionLabel } from '../../src/domain/session.ts';
import type { AuthAnswer, IdentityAnswer, ProviderAnswer } from '../../src/flows/auth-answer.ts';
import { columns } from './columns.ts';
import { localTime, timeLeft } from './time-left.ts';

/**
 * Whom `auth whoami` speaks of, and what decided that: the flag, ATMOS_IDENTITY, then the default of the
 * configuration. Without a name it speaks of the sign-in. An empty name means: ask.
 */
export function askedFor(
  answer: AuthAnswer,
  flag: string | undefined,
  environment: string | undefined,
): { readonly name: string | undefined; readonly because: string | undefined } {
  if (flag !== undefined) return { name: flag, because: 'named by --identity' };
  if (environment) return { name: environment, because: 'named by ATMOS_IDENTITY' };
  return { name: answer.defaultIdentity, because: answer.defaultReason };
}

/** What `auth whoami` knows of an identity whose keys are at rest. */
export interface IdentityWhoami {
  readonly answer: AuthAnswer;
  readonly identity: IdentityAnswer;
  readonly label: SessionLabel;
  /** What decided that it is this one, in words. */
  readonly because: string | undefined;
}

/** The same for programs. */
export function identityWhoamiData({ answer, identity, label, because }: IdentityWhoami, now: Date): object {
  const left = Date.parse(label.expiresAt) - now.getTime();
  return {
    realm: answer.realm,
    provider: identity.provider,
    identity: identity.name,
    because,
    account: label.accountId,
    account_name: label.accountName || undefined,
    role: label.role,
    principal: label.principalArn,
    region: identity.region,
    expiration: label.expiresAt,
    seconds_left: Math.max(0, Math.floor(left / 1000)),
  };
}

/** The same for people. */
export function identityWhoamiText({ identity, label, because }: IdentityWhoami, now: Date): string {
  const end = new Date(label.expiresAt);
  return columns([
    ['Identity', identity.name],
    ...(because === undefined ? [] : [['Because', because]]),
    ['Account', label.accountName ? `${label.accountName} (${label.accountId})` : (label.accountId ?? '')],
    ['Role', label.role ?? ''],
    ['Principal', label.principalArn ?? ''],
    ['Region', identity.region ?? ''],
    ['Keys until', `${localTime(end)} (${timeLeft(end, now)})`],
  ]);
}

/** A provider that somebody is signed in at, and the label of that sign-in. */
export interface SignedInAt {
  readonly provider: ProviderAnswer;
  readonly label: SessionLabel;
}

/** What `auth whoami` knows of sign-ins, for programs. */
export function signInWhoamiData(answer: AuthAnswer, signedIn: readonly SignedInAt[]): object {
  return {
    realm: answer.realm,
    profiles: answer.profiles,
    sign_ins: signedIn.map(({ provider, label }) => ({
      provider: provider.name,
      start_url: provider.startUrl,
      endpoint_url: provider.endpointUrl,
      signed_in_at: label.madeAt,
      expiration: label.expiresAt,
      renews_itself: label.renewable === true,
    })),
  };
}

/** The same for people. */
export function signInWhoamiText(answer: AuthAnswer, signedIn: readonly SignedInAt[], now: Date): string {
  return signedIn
    .map(({ provider, label }) =>
      columns([
        [
          'Signed in',
          `${provider.name} (${provider.startUrl}${provider.endpointUrl ? ` at ${provider.endpointUrl}` : ''})`,
        ],
        ['Since', localTime(new Date(label.madeAt))],
        ['Until', until(label, now)],
        ['Profiles', answer.profiles.join(', ') || 'none'],
      ]),
    )
    .join('\n');
}

function until(label: SessionLabel, now: Date): string {
  const end = new Date(label.expiresAt);
  if (!label.renewable) return `${localTime(end)} (${timeLeft(end, now)})`;
  return end > now
    ? `${localTime(end)} (${timeLeft(end, now)}), then it renews itself while the portal's session lasts`
    : "it renews itself when next needed, while the portal's session lasts";
}
