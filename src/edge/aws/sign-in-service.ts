import type { SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import type { ClientRegistration } from '../../domain/session.ts';
import type { AuthorizeRequest, Grant, SignInService } from '../../ports.ts';
import { watched } from './answers.ts';
import { type AwsOptions, clientSettings, withoutVersionWarning } from './client-settings.ts';
import { type Call, incomplete, problemOf } from './problems.ts';
import { originOf, type ServiceTarget } from './target.ts';

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
// Where the service names no interval, RFC 8628 says five seconds.
const defaultIntervalSeconds = 5;

/** IAM Identity Center's OIDC service at a target. */
export function signInService(target: ServiceTarget, options: AwsOptions): SignInService {
  let client: SSOOIDCClient | undefined;
  const connect = async () => {
    const sdk = await import('@aws-sdk/client-sso-oidc');
    client ??= watched(
      withoutVersionWarning(() => new sdk.SSOOIDCClient(clientSettings(target, options))),
    ).client;
    return { sdk, client };
  };

  return {
    async register({ startUrl, scopes, redirectUris }) {
      const call = {
        ...callFor('did not register this program', target, []),
        // Only a registration for the browser says where it is for.
        ...(redirectUris !== undefined && { startUrl }),
      };
      const { sdk, client } = await connect();
      const answer = await client
        .send(
          new sdk.RegisterClientCommand({
            clientName: 'atmos-kit',
            clientType: 'public',
            scopes: [...scopes],
            ...(redirectUris === undefined
              ? { grantTypes: [deviceGrant, 'refresh_token'] }
              : {
                  grantTypes: ['authorization_code', 'refresh_token'],
                  redirectUris: [...redirectUris],
                  issuerUrl: startUrl,
                }),
          }),
        )
        .catch(failing(call));
      if (!answer.clientId || !answer.clientSecret) throw incomplete('client id', call);
      if (!answer.clientSecretExpiresAt) throw incomplete('expiration of the client', call);
      return {
        clientId: answer.clientId,
        clientSecret: answer.clientSecret,
        expiresAt: new Date(answer.clientSecretExpiresAt * 1000),
        ...(redirectUris === undefined ? {} : { redirectUris }),
      };
    },

    async startDevice({ clientId, clientSecret }, startUrl) {
      const call = { ...callFor('did not start a sign-in', target, [clientSecret]), startUrl };
      const { sdk, client } = await connect();
      const asked = Date.now();
      const answer = await client
        .send(new sdk.StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl }))
        .catch(failing(call));
      const { deviceCode, userCode, verificationUri, verificationUriComplete, expiresIn, interval } = answer;
      if (!deviceCode || !userCode || !verificationUri) throw incomplete('device code', call);
      if (!expiresIn) throw incomplete('expiration', call);
      return {
        deviceCode,
        userCode,
        verificationUri,
        verificationUriComplete: verificationUriComplete || verificationUri,
        expiresAt: new Date(asked + expiresIn * 1000),
        intervalMs: (interval || defaultIntervalSeconds) * 1000,
      };
    },

    async token(registration, grant) {
      const call = callFor('gave no token', target, secretsOf(registration, grant));
      const { sdk, client } = await connect();
      const asked = Date.now();
      try {
        const { clientId, clientSecret } = registration;
        const answer = await client.send(
          new sdk.CreateTokenCommand({ clientId, clientSecret, ...fieldsOf(grant) }),
        );
        if (!answer.accessToken || !answer.expiresIn) throw incomplete('token', call);
        return {
          accessToken: answer.accessToken,
          expiresAt: new Date(asked + answer.expiresIn * 1000),
          ...(answer.refreshToken ? { refreshToken: answer.refreshToken } : {}),
        };
      } catch (error) {
        // Only a device has somebody to wait for.
        if (grant.type === 'device') {
          if (error instanceof sdk.AuthorizationPendingException) return { waiting: 'pending' };
          if (error instanceof sdk.SlowDownException) return { waiting: 'slow-down' };
        }
        throw problemOf(error, call);
      }
    },

    authorizeUrl: (request) => authorizeUrl(target, request),
  };
}

/** The page of the authorization-code flow; the service's own name for the scopes is the plural. */
function authorizeUrl(target: ServiceTarget, request: AuthorizeRequest): string {
  const parameters = [
    ['response_type', 'code'],
    ['client_id', request.client.clientId],
    ['redirect_uri', request.redirectUri],
    ['state', request.state],
    ['code_challenge_method', 'S256'],
    ['scopes', request.scopes.join(' ')],
    ['code_challenge', request.challenge],
  ] as const;
  const query = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${originOf(target, 'oidc')}/authorize?${query}`;
}

function fieldsOf(grant: Grant) {
  switch (grant.type) {
    case 'device':
      return { grantType: deviceGrant, deviceCode: grant.deviceCode };
    case 'code':
      return {
        grantType: 'authorization_code',
        code: grant.code,
        redirectUri: grant.redirectUri,
        codeVerifier: grant.verifier,
      };
    case 'refresh':
      return { grantType: 'refresh_token', refreshToken: grant.refreshToken };
  }
}

function secretsOf(client: ClientRegistration, grant: Grant): readonly string[] {
  switch (grant.type) {
    case 'device':
      return [client.clientSecret, grant.deviceCode];
    case 'code':
      return [client.clientSecret, grant.code, grant.verifier];
    case 'refresh':
      return [client.clientSecret, grant.refreshToken];
  }
}

const callFor = (failed: string, target: ServiceTarget, secrets: readonly string[]): Call => ({
  service: 'oidc',
  failed,
  target,
  secrets,
});

const failing = (call: Call) => (error: unknown) => {
  throw problemOf(error, call);
};
