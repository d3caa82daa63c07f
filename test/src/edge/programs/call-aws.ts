/**
 * Signs in, asks for keys and assumes a role at the endpoint it is given, and prints where each client would go in
 * a region without an endpoint. Everything around it tries to lead it astray.
 */
import { ListAccountsCommand, SSOClient } from '@aws-sdk/client-sso';
import { RegisterClientCommand, SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { clientSettings, withoutVersionWarning } from '../../../../src/edge/aws/client-settings.ts';
import { awsServices } from '../../../../src/edge/aws/services.ts';
import { keys, signIn } from '../aws/loopback.ts';

const target = { region: 'us-east-1', endpointUrl: process.argv[2] as string };
const aws = awsServices({ backoffMs: 1 });
await aws.signIn(target).register({ startUrl: 'https://x.example/start', scopes: ['s'] });
await aws.portal(target).accounts(signIn);
await aws.tokens(target).callerIdentity(keys);

// Nothing is sent: the handler notes the host and breaks off.
const hosts: string[] = [];
const settings = {
  ...clientSettings({ region: 'eu-west-1' }),
  requestHandler: {
    handle: async ({ hostname }: { hostname: string }) => {
      hosts.push(hostname);
      throw Object.assign(new Error('stop'), { code: 'ECONNREFUSED' });
    },
  },
};
const stop = () => {};
await withoutVersionWarning(() => new SSOOIDCClient(settings))
  .send(new RegisterClientCommand({ clientName: 'x', clientType: 'public' }))
  .catch(stop);
await new SSOClient(settings).send(new ListAccountsCommand({ accessToken: 'x' })).catch(stop);
await new STSClient({ ...settings, credentials: keys }).send(new GetCallerIdentityCommand({})).catch(stop);
console.log(JSON.stringify(hosts));
process.emitWarning('another warning');
