import type { SessionLabel } from '../../src/domain/session.ts';
import type { AuthAnswer } from '../../src/flows/auth-answer.ts';
import { columns, csv, json } from './columns.ts';
import { timeLeft } from './time-left.ts';

/** What rests in the keyring, by key. */
export type Labels = ReadonlyMap<string, SessionLabel>;

/** What `auth list` prints: every provider and identity with what is at rest for it. Never a secret. */
export function authListText(
  answer: AuthAnswer,
  labels: Labels,
  now: Date,
  format: 'table' | 'json' | 'csv',
): string {
  if (format === 'json') return json(listData(answer, labels, now));
  const identities = [
    ['IDENTITY', 'ACCOUNT', 'ROLE', 'VIA', 'KEYS'],
    ...answer.identities.map(({ name, account, role, via, fault, key }) => [
      name === answer.defaultIdentity ? `${name} (default)` : name,
      account ?? '',
      shortRole(role),
      via,
      fault ?? state(labels.get(key ?? ''), now),
    ]),
  ];
  if (format === 'csv') return csv(identities);
  const providers = [
    ['PROVIDER', 'SIGN-IN', 'AT'],
    ...answer.providers.map(({ name, key, fault, startUrl, endpointUrl }) => [
      name,
      fault ?? signInState(labels.get(key ?? ''), now),
      [startUrl ?? '', ...(endpointUrl ? [`(${endpointUrl})`] : [])].join(' '),
    ]),
  ];
  const chosen =
    answer.profiles.length === 0
      ? 'no profile chosen (ATMOS_PROFILE)'
      : `profiles ${answer.profiles.join(', ')}`;
  return `${columns(providers)}\n${answer.identities.length === 0 ? `No identities; ${chosen}.\n` : columns(identities)}`;
}

function listData(answer: AuthAnswer, labels: Labels, now: Date): object {
  const session = (key: string | undefined) => {
    const label = labels.get(key ?? '');
    if (label === undefined) return { active: false };
    return {
      active: Date.parse(label.expiresAt) > now.getTime() || label.renewable === true,
      expiration: label.expiresAt,
    };
  };
  return {
    realm: answer.realm,
    profiles: answer.profiles,
    providers: Object.fromEntries(
      answer.providers.map(({ key, name, startUrl, endpointUrl, ...rest }) => [
        name,
        { ...rest, start_url: startUrl, endpoint_url: endpointUrl, ...session(key) },
      ]),
    ),
    identities: Object.fromEntries(
      answer.identities.map(({ key, name, ...rest }) => [
        name,
        { ...rest, ...(name === answer.defaultIdentity && { default: true }), ...session(key) },
      ]),
    ),
  };
}

// The account stands in a column of its own.
function shortRole(role: string | undefined): string {
  return role?.replace(/^arn:.*:role\//, '') ?? '';
}

function state(label: SessionLabel | undefined, now: Date): string {
  return label === undefined ? '-' : timeLeft(new Date(label.expiresAt), now);
}

function signInState(label: SessionLabel | undefined, now: Date): string {
  if (label === undefined) return 'not signed in';
  return label.renewable ? 'signed in' : timeLeft(new Date(label.expiresAt), now);
}
