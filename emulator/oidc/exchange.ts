import { createHash } from 'node:crypto';
import type { Context } from '../context.ts';
import { sameText } from '../state/key.ts';
import { type AuthorizationCode, type DeviceGrant, hashOf, type PortalSession } from '../state/sessions.ts';
import type { RegisteredClient } from './clients.ts';
import { oidcFault } from './oidc-fault.ts';
import { findRefresh, startSession } from './tokens.ts';

/** A session and the moment (milliseconds) that its new access token counts from. */
export interface Exchanged {
  readonly session: PortalSession;
  readonly at: number;
}

// SDKs send a request again when its answer got lost; the code must not be spent for nothing then.
const retryWindow = 10_000;
// Several programs share one cached refresh token without a lock, and the slower one comes with the old one.
const graceWindow = 60_000;

/** Exchanges an approved device code. Throws JsonFault with what the client has to wait for or to give up on. */
export function exchangeDevice(context: Context, client: RegisteredClient, deviceCode: string): Exchanged {
  const grant = context.sessions.content.devices[hashOf(deviceCode)];
  if (grant === undefined || grant.clientId !== client.id)
    throw oidcFault('InvalidGrant', 'The device code is unknown.');
  if (grant.status === 'used') return repeat(context, grant);
  if (grant.expiresAt <= context.now().getTime())
    throw oidcFault('ExpiredToken', 'The device code has expired.');
  if (grant.status === 'pending') throw oidcFault('AuthorizationPending', 'Authorization is still pending');
  if (grant.status === 'denied' || grant.user === undefined)
    throw oidcFault('AccessDenied', 'The person denied the request.');
  return spend(context, grant, grant.user, () => {
    grant.status = 'used';
  });
}

/** Exchanges an authorization code (PKCE S256, RFC 7636). Throws JsonFault `InvalidGrant`. */
export function exchangeCode(
  context: Context,
  client: RegisteredClient,
  code: string,
  redirectUri: string,
  verifier: string,
): Exchanged {
  context.issued('code-verifier', verifier);
  const grant = context.sessions.content.codes[hashOf(code)];
  if (grant === undefined || grant.clientId !== client.id)
    throw oidcFault('InvalidGrant', 'The authorization code is unknown.');
  if (grant.redirectUri !== redirectUri)
    throw oidcFault('InvalidGrant', 'redirectUri is not the one that the code was given to.');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier) || !sameText(challenge, grant.challenge))
    throw oidcFault('InvalidGrant', 'codeVerifier does not belong to the code_challenge.');
  if (grant.used) return repeat(context, grant);
  if (grant.expiresAt <= context.now().getTime())
    throw oidcFault('InvalidGrant', 'The authorization code has expired.');
  return spend(context, grant, grant.user, () => {
    grant.used = true;
  });
}

/**
 * Exchanges a refresh token for the next one. One that was exchanged within the last minute still gives the newest.
 * Throws JsonFault `InvalidGrant`.
 */
export function exchangeRefresh(context: Context, client: RegisteredClient, token: string): Exchanged {
  const found = findRefresh(context, token);
  if (found === undefined || found.session.clientId !== client.id)
    throw oidcFault('InvalidGrant', 'The refresh token is unknown.');
  const { session, generation } = found;
  const now = context.now();
  const at = now.getTime();
  if (session.ended || session.endsAt <= at || !context.directory.findPerson(session.user))
    throw oidcFault('InvalidGrant', 'The portal session has ended.');
  if (generation === session.generation)
    context.sessions.change(now, () => {
      session.generation += 1;
      for (const [old, time] of Object.entries(session.exchanged))
        if (time <= at - graceWindow) delete session.exchanged[old];
      session.exchanged[generation] = at;
    });
  else if ((session.exchanged[generation] ?? 0) <= at - graceWindow)
    throw oidcFault('InvalidGrant', 'The refresh token has been used.');
  return { session, at };
}

function spend(
  context: Context,
  grant: DeviceGrant | AuthorizationCode,
  user: string,
  mark: () => void,
): Exchanged {
  if (context.directory.findPerson(user) === undefined)
    throw oidcFault('InvalidGrant', 'The person is no longer there.');
  const now = context.now();
  const session = startSession(context, grant, user);
  context.sessions.change(now, (content) => {
    mark();
    grant.exchange = { session: session.id, at: now.getTime() };
    content.portal[session.id] = session;
  });
  return { session, at: now.getTime() };
}

function repeat(context: Context, grant: DeviceGrant | AuthorizationCode): Exchanged {
  const { session: id = '', at = 0 } = grant.exchange ?? {};
  const session = context.sessions.content.portal[id];
  const late = at + retryWindow <= context.now().getTime();
  // Once the tokens have been used to refresh, their holder has had the answer.
  if (session === undefined || session.ended || session.generation > 1 || late)
    throw oidcFault('InvalidGrant', 'The code has been used.');
  return { session, at };
}
