import { randomBytes } from 'node:crypto';
import type { Context } from '../context.ts';
import { type AuthorizeRequest, hashOf } from '../state/sessions.ts';
import { findClient, grantTypes } from './clients.ts';
import { matchesRedirectUri, redirectTo } from './redirect-uri.ts';
import { foreignScope } from './scopes.ts';

// A person needs minutes to sign in; the client needs a second to exchange the code.
const requestLifetime = 600_000;
const codeLifetime = 60_000;

/** Why a browser's request to /authorize is refused. */
export interface AuthorizeFault {
  /** An OAuth error code, such as `invalid_client` or `invalid_scope`. */
  readonly error: string;
  /** A sentence for the error page. */
  readonly description: string;
  /** Where the client learns of it. Missing while client or redirect URI are in doubt: then only a page may say it. */
  readonly redirectTo?: string;
}

/** What a person may be shown of a request. */
export interface AuthorizeView {
  readonly id: string;
  readonly clientName: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly status: 'open' | 'decided' | 'expired';
}

/**
 * Checks the parameters of GET /authorize and opens a request that a person can decide about. A parameter may stand
 * only once. Scopes come from `scopes` (AWS CLI) or `scope`, else from the registration.
 */
export function openAuthorizeRequest(
  context: Context,
  params: URLSearchParams,
): { readonly id: string } | { readonly fault: AuthorizeFault } {
  const twice = [...params.keys()].find((name) => params.getAll(name).length > 1);
  if (twice !== undefined) return refuse('invalid_request', `The parameter ${twice} stands there twice.`);
  const client = findClient(context, params.get('client_id') ?? '');
  if (client === undefined)
    return refuse('invalid_client', 'The client is unknown here, or its registration has expired.');
  const redirectUri = params.get('redirect_uri') ?? '';
  if (!client.redirectUris.some((registered) => matchesRedirectUri(registered, redirectUri)))
    return refuse('invalid_redirect_uri', 'The client has not registered this redirect_uri.');

  const state = params.get('state') ?? undefined;
  const back = (error: string, description: string) =>
    refuse(error, description, redirectTo(redirectUri, { error, error_description: description, state }));
  if (client.grantTypes.length > 0 && !client.grantTypes.includes(grantTypes.code))
    return back('unauthorized_client', 'The client is not registered for authorization codes.');
  if (params.get('response_type') !== 'code')
    return back('unsupported_response_type', 'response_type must be code.');
  const challenge = params.get('code_challenge') ?? '';
  if (params.get('code_challenge_method') !== 'S256' || !/^[A-Za-z0-9_-]{43}$/.test(challenge))
    return back('invalid_request', 'A code_challenge with code_challenge_method=S256 is needed.');
  const asked = (params.get('scopes') ?? params.get('scope') ?? '')
    .split(' ')
    .filter((scope) => scope !== '');
  const scopes = asked.length > 0 ? asked : client.scopes;
  const foreign = foreignScope(scopes, client.scopes);
  if (foreign !== undefined) return back('invalid_scope', `The client may not ask for the scope ${foreign}.`);

  const id = randomBytes(24).toString('base64url');
  const now = context.now();
  context.sessions.change(now, (content) => {
    content.requests[hashOf(id)] = {
      clientId: client.id,
      clientName: client.name,
      scopes,
      redirectUri,
      state,
      challenge,
      expiresAt: now.getTime() + requestLifetime,
      decided: false,
    };
  });
  return { id };
}

/** The request of an id that openAuthorizeRequest gave. */
export function findAuthorizeRequest(context: Context, id: string): AuthorizeView | undefined {
  const request = context.sessions.content.requests[hashOf(id)];
  if (request === undefined) return undefined;
  const { clientName, scopes, redirectUri } = request;
  return { id, clientName, scopes, redirectUri, status: statusOf(context, request) };
}

/**
 * Writes down what a person decided, says so in the audit log, and returns where the browser goes: the redirect URI
 * with a code, or with `error=access_denied`. Undefined for a request that is unknown, expired or decided.
 */
export function decideAuthorizeRequest(
  context: Context,
  id: string,
  user: string,
  decision: 'approved' | 'denied',
): { readonly redirectTo: string } | undefined {
  const request = context.sessions.content.requests[hashOf(id)];
  if (request === undefined || statusOf(context, request) !== 'open') return undefined;
  const { clientId, clientName, scopes, redirectUri, challenge, state } = request;
  const code = decision === 'approved' ? randomBytes(32).toString('base64url') : undefined;
  const now = context.now();
  context.sessions.change(now, (content) => {
    request.decided = true;
    if (code === undefined) return;
    const expiresAt = now.getTime() + codeLifetime;
    const grant = { clientId, scopes, redirectUri, challenge, user, expiresAt, used: false };
    content.codes[hashOf(code)] = grant;
  });
  if (code !== undefined) context.issued('authorization-code', code);
  const answer =
    code === undefined
      ? { error: 'access_denied', error_description: 'The person denied the request.', state }
      : { code, state };
  context.audit({
    service: 'sso-oidc',
    action: 'ApproveAuthorization',
    outcome: code === undefined ? 'denied' : 'allowed',
    principal: user,
    resource: clientName,
    ...(code === undefined && { error: 'access_denied' }),
  });
  return { redirectTo: redirectTo(redirectUri, answer) };
}

function statusOf(context: Context, request: AuthorizeRequest): AuthorizeView['status'] {
  if (request.decided) return 'decided';
  return request.expiresAt <= context.now().getTime() ? 'expired' : 'open';
}

function refuse(error: string, description: string, back?: string): { readonly fault: AuthorizeFault } {
  return { fault: { error, description, ...(back !== undefined && { redirectTo: back }) } };
}
