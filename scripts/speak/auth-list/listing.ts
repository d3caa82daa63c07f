import { isOfKind } from '../../../src/domain/auth-kinds.ts';
import type { SessionLabel } from '../../../src/domain/session.ts';
import type { AuthAnswer, IdentityAnswer, ProviderAnswer } from '../../../src/flows/auth-answer.ts';
import { timeLeft } from '../time-left.ts';

/** What rests in the keyring, by key. */
export type Labels = ReadonlyMap<string, SessionLabel>;

/** What of a project is shown. Names are compared without case. */
export interface ListFilter {
  /** Only providers; with names, only those. */
  readonly providers?: readonly string[];
  /** Only identities; with names or aliases, only those. */
  readonly identities?: readonly string[];
  /** `aws/permission-set`, or its last part. */
  readonly kind?: string;
  /** An account's id or name. */
  readonly account?: string;
  /** Only what somebody is signed in at, and identities whose keys are at rest. */
  readonly signedIn?: boolean;
}

/** What every format of `auth list` is made of. */
export interface Listing {
  readonly answer: AuthAnswer;
  readonly providers: readonly ProviderAnswer[];
  readonly identities: readonly IdentityAnswer[];
  /** Whether something was left out. */
  readonly filtered: boolean;
  readonly labels: Labels;
  readonly now: Date;
}

/** The part of an answer that a filter leaves. */
export function listingOf(answer: AuthAnswer, labels: Labels, now: Date, filter: ListFilter): Listing {
  const [providers, identities] = [shownProviders, shownIdentities].map((shown) =>
    shown(answer, labels, now, filter),
  ) as [readonly ProviderAnswer[], readonly IdentityAnswer[]];
  return { answer, providers, identities, filtered: Object.keys(filter).length > 0, labels, now };
}

function shownProviders(
  { providers, identities }: AuthAnswer,
  labels: Labels,
  now: Date,
  filter: ListFilter,
): readonly ProviderAnswer[] {
  if (filter.identities !== undefined) return [];
  const inAccount =
    filter.account === undefined
      ? undefined
      : new Set(
          identities.filter((one) => isIn(one, labels, filter.account)).map(({ provider }) => provider),
        );
  return providers.filter(
    ({ name, kind, key }) =>
      isNamed(filter.providers, name) &&
      (filter.kind === undefined || isOfKind(kind, filter.kind)) &&
      (inAccount === undefined || inAccount.has(name)) &&
      (filter.signedIn !== true || isAlive(labels.get(key ?? ''), now)),
  );
}

function shownIdentities(
  { identities }: AuthAnswer,
  labels: Labels,
  now: Date,
  filter: ListFilter,
): readonly IdentityAnswer[] {
  if (filter.providers !== undefined) return [];
  if (Object.keys(filter).length === 0) return identities;
  return identities.filter(
    (one) =>
      (isNamed(filter.identities, one.name) ||
        (one.alias !== undefined && isNamed(filter.identities, one.alias))) &&
      (filter.kind === undefined || isOfKind(one.kind, filter.kind)) &&
      isIn(one, labels, filter.account) &&
      (filter.signedIn !== true || isAlive(labels.get(one.key ?? ''), now)),
  );
}

const same = (one: string | undefined, other: string): boolean => one?.toLowerCase() === other.toLowerCase();

const isNamed = (names: readonly string[] | undefined, name: string): boolean =>
  names === undefined || names.length === 0 || names.some((one) => same(one, name));

function isIn(identity: IdentityAnswer, labels: Labels, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  const label = labels.get(identity.key ?? '');
  return [identity.account, label?.accountId, label?.accountName].some((one) => same(one, wanted));
}

/** Whether what rests there can still be used; a sign-in that renews itself can, whatever its token says. */
export function isAlive(label: SessionLabel | undefined, now: Date): boolean {
  return label !== undefined && (label.renewable === true || Date.parse(label.expiresAt) > now.getTime());
}

/** What is said of an identity's keys: how long they last, or what is wrong with the entry. */
export function keysState({ fault, key }: IdentityAnswer, { labels, now }: Listing): string {
  const label = labels.get(key ?? '');
  return fault ?? (label === undefined ? '-' : timeLeft(new Date(label.expiresAt), now));
}

// Where a job has its token already, or each identity has a sign-in of its own.
const withoutSignIn = ['github/oidc', 'aws/saml'];

/** What is said of the sign-in at a provider, or what is wrong with the entry. */
export function signInState({ kind, fault, key }: ProviderAnswer, { labels, now }: Listing): string {
  if (fault !== undefined) return fault;
  const label = labels.get(key ?? '');
  if (label === undefined) return withoutSignIn.includes(kind) ? '-' : 'not signed in';
  return label.renewable ? 'signed in' : timeLeft(new Date(label.expiresAt), now);
}

/** An identity's name with what marks it: `plat-dev/terraform (default, alias dev)`. */
export function markedName(identity: IdentityAnswer): string {
  const marks = [
    ...(identity.default ? ['default'] : []),
    ...(identity.alias === undefined ? [] : [`alias ${identity.alias}`]),
  ];
  return marks.length === 0 ? identity.name : `${identity.name} (${marks.join(', ')})`;
}

/** The permission set, or the role without its account, which is told beside it. */
export const shortRole = ({ role }: IdentityAnswer): string => role?.replace(/^arn:.*:role\//, '') ?? '';

/** Where a provider is: its start URL, and the endpoint in AWS's place. */
export const addressOf = ({ startUrl, url, endpointUrl }: ProviderAnswer): string =>
  [startUrl ?? url ?? '', ...(endpointUrl ? [`(${endpointUrl})`] : [])].join(' ').trim();
