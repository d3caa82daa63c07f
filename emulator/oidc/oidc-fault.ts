import { JsonFault } from '../http/json-fault.ts';

// The exceptions of sso-oidc, their OAuth codes and their statuses.
const kinds = {
  AccessDenied: ['access_denied', 400],
  AuthorizationPending: ['authorization_pending', 400],
  ExpiredToken: ['expired_token', 400],
  InvalidClient: ['invalid_client', 401],
  InvalidClientMetadata: ['invalid_client_metadata', 400],
  InvalidGrant: ['invalid_grant', 400],
  InvalidRedirectUri: ['invalid_redirect_uri', 400],
  InvalidRequest: ['invalid_request', 400],
  InvalidScope: ['invalid_scope', 400],
  SlowDown: ['slow_down', 400],
  UnauthorizedClient: ['unauthorized_client', 400],
  UnsupportedGrantType: ['unsupported_grant_type', 400],
} as const;

/** A refusal of sso-oidc: `{"error","error_description"}` and the exception's name in the header. */
export function oidcFault(name: keyof typeof kinds, description: string): JsonFault {
  const [error, status] = kinds[name];
  return new JsonFault({ status, name, body: { error, error_description: description } });
}
