/** A person's access token at a running emulator. */
import { CreateTokenCommand, StartDeviceAuthorizationCommand } from '@aws-sdk/client-sso-oidc';
import { decide, deviceGrant, oidcClient, type Running, register } from './running.ts';

/** Signs a person in with a device code, and returns the access token. */
export async function bearerOf(running: Running, user: string): Promise<string> {
  const client = await register(running);
  const oidc = oidcClient(running);
  const { deviceCode = '', verificationUriComplete: page = '' } = await oidc.send(
    new StartDeviceAuthorizationCommand({ ...client, startUrl: running.origin }),
  );
  await decide(running, page.slice(running.origin.length), 'approve', user);
  const { accessToken = '' } = await oidc.send(
    new CreateTokenCommand({ ...client, grantType: deviceGrant, deviceCode }),
  );
  return accessToken;
}
