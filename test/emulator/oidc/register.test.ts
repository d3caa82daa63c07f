import { RegisterClientCommand, type RegisterClientCommandInput } from '@aws-sdk/client-sso-oidc';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { accountAccess, deviceGrant, faultOf, oidcClient, withRunning } from '../running.ts';

test('what real clients send is registered, with whole seconds and the lifetime of the seed', () =>
  withRunning(async (running) => {
    const bodies: Partial<RegisterClientCommandInput>[] = [
      {},
      { scopes: [accountAccess] },
      { scopes: ['sso-portal:*'] },
      { scopes: [accountAccess], grantTypes: [deviceGrant, 'refresh_token'] },
      {
        scopes: [accountAccess],
        grantTypes: ['authorization_code', 'refresh_token'],
        redirectUris: ['http://127.0.0.1/oauth/callback'],
        issuerUrl: 'https://acme.awsapps.com/start',
      },
      { issuerUrl: `${running.origin}/start` },
    ];
    for (const body of bodies) {
      const answer = await oidcClient(running).send(
        new RegisterClientCommand({ clientName: 'botocore-client-1', clientType: 'public', ...body }),
      );
      assert.ok(answer.clientId);
      assert.match(answer.clientSecret ?? '', /^LocalEmulatorClient\//);
      assert.ok(Number.isInteger(answer.clientIdIssuedAt));
      assert.is((answer.clientSecretExpiresAt ?? 0) - (answer.clientIdIssuedAt ?? 0), 7_776_000);
    }
  }));

const refused: [fault: RegExp, body: Partial<RegisterClientCommandInput>][] = [
  [/^InvalidRequestException: clientName/, { clientName: '' }],
  [/^InvalidClientMetadataException: clientType must be public/, { clientType: 'confidential' }],
  [/^InvalidScopeException: .*sso:everything/, { scopes: [accountAccess, 'sso:everything'] }],
  [/^InvalidRedirectUriException: .*loopback/, { redirectUris: ['http://evil.example/cb'] }],
  [/^UnsupportedGrantTypeException: .*password/, { grantTypes: ['password'] }],
  [/^InvalidRequestException: issuerUrl .*other/, { issuerUrl: 'https://other.awsapps.com/start' }],
];
for (const [fault, body] of refused)
  test(`a registration with ${JSON.stringify(body)} is refused`, () =>
    withRunning(async (running) => {
      const call = new RegisterClientCommand({ clientName: 'a', clientType: 'public', ...body });
      assert.match(await faultOf(oidcClient(running).send(call)), fault);
    }));

test('a body that is not what it should be is an InvalidRequest, in the header and in the body', () =>
  withRunning(async ({ origin, faults }) => {
    for (const body of [
      '',
      '{',
      '[]',
      'null',
      '"x"',
      '{"clientName":5}',
      '{"clientName":"a","clientType":"public","scopes":"x"}',
    ]) {
      const answer = await fetch(`${origin}/client/register`, { method: 'POST', body });
      assert.is(answer.status, 400, body);
      assert.match(answer.headers.get('x-amzn-errortype') ?? '', /^InvalidRequestException:http/);
      assert.is(((await answer.json()) as { error: string }).error, 'invalid_request');
    }
    assert.equal(faults, []);
  }));

test.run();
