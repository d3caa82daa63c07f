import type { SessionLabel } from '../../src/domain/session.ts';
import type { AuthAnswer, IdentityAnswer, ProviderAnswer } from '../../src/flows/auth-answer.ts';
import { columns, json } from './columns.ts';
import { localTime, timeLeft } from './time-left.ts';

/** What `auth whoami` prints about an identity whose keys are at rest. */
export function identityWhoamiText(
  answer: AuthAnswer,
  identity: IdentityAnswer,
  label: SessionLabel,
  now: Date,
  format: 'table' | 'json',
): string {
  const end = new Date(label.expiresAt);
  if (format === 'json')
    return json({
      realm: answer.realm,
      provider: identity.provider,
      identity: identity.name,
      account: label.accountId,
      account_name: label.accountName || undefined,
      role: label.role,
      principal: label.principalArn,
      region: identity.region,
      expiration: label.expiresAt,
      seconds_left: Math.max(0, Math.floor((end.getTime() - now.getTime()) / 1000)),
    });
  return columns([
    ['Identity', identity.name],
    ['Account', label.accountName ? `${label.accountName} (${label.accountId})` : (label.accountId ?? '')],
    ['Role', label.role ?? ''],
    ['Principal', label.principalArn ?? ''],
    ['Region', identity.region ?? ''],
    ['Keys until', `${localTime(end)} (${timeLeft(end, now)})`],
  ]);
}

/** What `auth whoami` prints about sign-ins. `labels` holds one per provider that somebody is signed in at. */
export function signInWhoamiText(
  answer: AuthAnswer,
  signedIn: readonly { readonly provider: ProviderAnswer; readonly label: SessionLabel }[],
  now: Date,
  format: 'table' | 'json',
): string {
  if (format === 'json')
    return json({
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
    });
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
