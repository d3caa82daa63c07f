import type { Context } from '../context.ts';
import { JsonFault } from '../http/json-fault.ts';
import { checkClient, grantTypes, type RegisteredClient } from './clients.ts';
import { type Exchanged, exchangeCode, exchangeDevice, exchangeRefresh } from './exchange.ts';
import { parseInput, textOf } from './input.ts';
import { oidcFault } from './oidc-fault.ts';
import type { PollGuard } from './poll-guard.ts';
import { tokensOf } from './tokens.ts';

/** CreateToken: takes the body, returns what goes back, and writes the audit line. Throws JsonFault. */
export function createToken(context: Context, polls: PollGuard, body: string): object {
  const input = parseInput(body);
  const client = checkClient(context, textOf(input, 'clientId'), textOf(input, 'clientSecret'));
  const grantType = textOf(input, 'grantType');
  const entry = { service: 'sso-oidc', action: 'CreateToken', detail: grantType } as const;
  try {
    if (client === undefined) throw oidcFault('InvalidClient', 'The client is unknown or has expired.');
    const { session, at } = exchange(context, polls, client, grantType, input);
    context.audit({ ...entry, outcome: 'allowed', principal: session.user, resource: client.name });
    return tokensOf(context, session, at);
  } catch (error) {
    if (error instanceof JsonFault && error.fault.name !== 'AuthorizationPending')
      context.audit({
        ...entry,
        outcome: 'denied',
        ...(client !== undefined && { resource: client.name }),
        error: error.fault.body['error'] ?? error.fault.name,
      });
    throw error;
  }
}

function exchange(
  context: Context,
  polls: PollGuard,
  client: RegisteredClient,
  grantType: string,
  input: Record<string, unknown>,
): Exchanged {
  // Refreshing follows from the scope: clients that registered for another grant only get refresh tokens, too.
  if (grantType === grantTypes.refresh)
    return exchangeRefresh(context, client, textOf(input, 'refreshToken'));
  if (grantType !== grantTypes.device && grantType !== grantTypes.code)
    throw oidcFault('UnsupportedGrantType', `There is no grant type ${grantType} here.`);
  if (client.grantTypes.length > 0 && !client.grantTypes.includes(grantType))
    throw oidcFault('UnauthorizedClient', `The client is not registered for ${grantType}.`);
  if (grantType === grantTypes.code)
    return exchangeCode(
      context,
      client,
      textOf(input, 'code'),
      textOf(input, 'redirectUri'),
      textOf(input, 'codeVerifier'),
    );
  const deviceCode = textOf(input, 'deviceCode');
  if (polls.isTooFast(deviceCode, performance.now()))
    throw oidcFault('SlowDown', 'The client asks more than five times in a second.');
  return exchangeDevice(context, client, deviceCode);
}
