import type { Context } from '../context.ts';
import { checkClient, grantTypes } from './clients.ts';
import { startDevice } from './devices.ts';
import { parseInput, textOf } from './input.ts';
import { oidcFault } from './oidc-fault.ts';
import { checkStartUrl } from './start-url.ts';

// The interval that the real service asks for.
const pollSeconds = 1;

/** StartDeviceAuthorization: takes the body, returns what goes back. Throws JsonFault. */
export function startDeviceAuthorization(context: Context, body: string): object {
  const input = parseInput(body);
  const client = checkClient(context, textOf(input, 'clientId'), textOf(input, 'clientSecret'));
  if (client === undefined) throw oidcFault('InvalidClient', 'The client is unknown or has expired.');
  if (client.grantTypes.length > 0 && !client.grantTypes.includes(grantTypes.device))
    throw oidcFault('UnauthorizedClient', 'The client is not registered for the device flow.');
  checkStartUrl(context, textOf(input, 'startUrl'), 'startUrl');
  const { deviceCode, userCode } = startDevice(context, client);
  context.audit({
    service: 'sso-oidc',
    action: 'StartDeviceAuthorization',
    outcome: 'allowed',
    resource: client.name,
  });
  return {
    deviceCode,
    userCode,
    verificationUri: `${context.origin}/device`,
    verificationUriComplete: `${context.origin}/device?user_code=${userCode}`,
    expiresIn: Math.floor(context.seed.lifetimes.deviceCode / 1000),
    interval: pollSeconds,
  };
}
