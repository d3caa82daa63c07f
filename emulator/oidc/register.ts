import type { Context } from '../context.ts';
import { grantTypes, makeClient } from './clients.ts';
import { parseInput, textOf, textsOf } from './input.ts';
import { oidcFault } from './oidc-fault.ts';
import { redirectUriFault } from './redirect-uri.ts';
import { foreignScope } from './scopes.ts';
import { checkStartUrl } from './start-url.ts';

/** RegisterClient: takes the body, returns what goes back. Times in the answer are epoch seconds. Throws JsonFault. */
export function registerClient(context: Context, body: string): object {
  const input = parseInput(body);
  const name = textOf(input, 'clientName');
  if (textOf(input, 'clientType') !== 'public')
    throw oidcFault('InvalidClientMetadata', 'clientType must be public.');
  const scopes = textsOf(input, 'scopes');
  const foreign = foreignScope(scopes, []);
  if (foreign !== undefined) throw oidcFault('InvalidScope', `There is no scope ${foreign}.`);
  const redirectUris = textsOf(input, 'redirectUris');
  for (const uri of redirectUris) {
    const fault = redirectUriFault(uri);
    if (fault !== undefined) throw oidcFault('InvalidRedirectUri', `Not accepted: ${fault}.`);
  }
  const grants = textsOf(input, 'grantTypes');
  const known: readonly string[] = Object.values(grantTypes);
  const strange = grants.find((grant) => !known.includes(grant));
  if (strange !== undefined)
    throw oidcFault('UnsupportedGrantType', `There is no grant type ${strange} here.`);
  if (input['issuerUrl'] !== undefined) checkStartUrl(context, textOf(input, 'issuerUrl'), 'issuerUrl');

  const seconds = Math.floor(context.now().getTime() / 1000);
  const expires = seconds + Math.floor(context.seed.lifetimes.registration / 1000);
  const { id, secret } = makeClient(context, {
    name,
    scopes,
    redirectUris,
    grantTypes: grants,
    issuedAt: seconds * 1000,
    expiresAt: expires * 1000,
  });
  context.audit({ service: 'sso-oidc', action: 'RegisterClient', outcome: 'allowed', resource: name });
  return { clientId: id, clientSecret: secret, clientIdIssuedAt: seconds, clientSecretExpiresAt: expires };
}
