import { randomUUID } from 'node:crypto';
import type { Context } from '../context.ts';
import type { Person } from '../seed/seed.ts';
import type { PortalSession } from '../state/sessions.ts';
import { accountAccess } from './scopes.ts';

// Tokens of the older scopes cannot be refreshed, so AWS lets them live a working day.
const legacyLifetime = 8 * 3_600_000;

/** What stands in an access token. Times are milliseconds. */
interface AccessToken {
  readonly session: string;
  readonly expiresAt: number;
  /** A reset changes the epoch and so ends every token. */
  readonly epoch: string;
}

/** What stands in a refresh token: each exchange raises the generation. */
export interface RefreshToken {
  readonly session: string;
  readonly generation: number;
  readonly epoch: string;
}

/** Begins a person's portal session for a client, which lasts as long as the seed says. */
export function startSession(
  context: Context,
  grant: { readonly clientId: string; readonly scopes: readonly string[] },
  user: string,
): PortalSession {
  const startedAt = context.now().getTime();
  return {
    id: randomUUID(),
    user,
    clientId: grant.clientId,
    scopes: grant.scopes,
    startedAt,
    endsAt: startedAt + context.seed.lifetimes.portalSession,
    generation: 1,
    exchanged: {},
    ended: false,
  };
}

/**
 * The answer of CreateToken for a session, as of `at` (milliseconds): the same moment gives the same tokens. No access
 * token outlives its portal session. A refresh token is there whenever the scope allows one, because the JS SDK
 * forgets the one it has when an answer lacks it.
 */
export function tokensOf(context: Context, session: PortalSession, at: number): object {
  const refreshable = session.scopes.includes(accountAccess);
  const lifetime = refreshable ? context.seed.lifetimes.accessToken : legacyLifetime;
  const expiresAt = Math.min(at + lifetime, session.endsAt);
  const { epoch } = context.sessions.content;
  const access: AccessToken = { session: session.id, expiresAt, epoch };
  const refresh: RefreshToken = { session: session.id, generation: session.generation, epoch };
  const accessToken = `LocalEmulatorAccess/${context.key.seal('access-token', access)}`;
  const refreshToken = `LocalEmulatorRefresh/${context.key.seal('refresh-token', refresh)}`;
  context.issued('access-token', accessToken);
  if (refreshable) context.issued('refresh-token', refreshToken);
  return {
    accessToken,
    tokenType: 'Bearer',
    expiresIn: Math.floor((expiresAt - at) / 1000),
    ...(refreshable && { refreshToken }),
  };
}

/** Who holds a valid access token, and in which session. */
export function findBearer(
  context: Context,
  token: string,
): { readonly person: Person; readonly session: PortalSession } | undefined {
  const sealed = /^LocalEmulatorAccess\/(.+)$/.exec(token)?.[1] ?? '';
  const content = context.key.open('access-token', sealed) as AccessToken | undefined;
  if (content === undefined || content.epoch !== context.sessions.content.epoch) return undefined;
  if (content.expiresAt <= context.now().getTime()) return undefined;
  const session = context.sessions.content.portal[content.session];
  if (session === undefined || session.ended) return undefined;
  // Looked up each time: who is no longer in the seed has no session either.
  const person = context.directory.findPerson(session.user);
  return person === undefined ? undefined : { person, session };
}

/** The session and the generation of a refresh token that is ours; whether it may still be used is decided elsewhere. */
export function findRefresh(
  context: Context,
  token: string,
): { readonly session: PortalSession; readonly generation: number } | undefined {
  const sealed = /^LocalEmulatorRefresh\/(.+)$/.exec(token)?.[1] ?? '';
  const content = context.key.open('refresh-token', sealed) as RefreshToken | undefined;
  if (content === undefined || content.epoch !== context.sessions.content.epoch) return undefined;
  const session = context.sessions.content.portal[content.session];
  return session === undefined ? undefined : { session, generation: content.generation };
}
