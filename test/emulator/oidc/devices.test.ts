import { CreateTokenCommand, StartDeviceAuthorizationCommand } from '@aws-sdk/client-sso-oidc';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  accountAccess,
  acme,
  decide,
  deviceGrant,
  faultOf,
  oidcClient,
  type Registered,
  type Running,
  register,
  withRunning,
} from '../running.ts';

async function start(running: Running, client: Registered, startUrl = 'https://acme.awsapps.com/start') {
  const answer = await oidcClient(running).send(new StartDeviceAuthorizationCommand({ ...client, startUrl }));
  const { deviceCode = '', userCode = '', verificationUriComplete: page = '' } = answer;
  return { ...answer, deviceCode, userCode, path: page.slice(running.origin.length) };
}

const token = (running: Running, client: Registered, deviceCode: string, grantType = deviceGrant) =>
  oidcClient(running).send(new CreateTokenCommand({ ...client, grantType, deviceCode }));

test('a device is authorized as on AWS: interval, lifetime, code, page', () =>
  withRunning(async (running) => {
    const device = await start(running, await register(running));
    assert.match(device.userCode, /^[B-Z]{4}-[B-Z]{4}$/);
    assert.is(device.verificationUri, `${running.origin}/device`);
    assert.is(device.verificationUriComplete, `${running.origin}/device?user_code=${device.userCode}`);
    assert.is(device.expiresIn, 600);
    assert.is(device.interval, 1);
  }));

test('polling is pending twice at once, then the tokens come, and the same ones for a lost answer', () =>
  withRunning(async (running) => {
    const client = await register(running);
    const device = await start(running, client);
    for (const _ of [1, 2])
      assert.is(
        await faultOf(token(running, client, device.deviceCode)),
        'AuthorizationPendingException: Authorization is still pending',
      );
    await decide(running, device.path, 'approve');
    const first = await token(running, client, device.deviceCode);
    assert.is(first.tokenType, 'Bearer');
    assert.is(first.expiresIn, 3600);
    assert.match(first.accessToken ?? '', /^LocalEmulatorAccess\/.*:/);
    assert.match(first.refreshToken ?? '', /^LocalEmulatorRefresh\//);
    const again = await token(running, client, device.deviceCode);
    assert.is(again.accessToken, first.accessToken);
    assert.is(again.refreshToken, first.refreshToken);
    running.pass(10_000);
    assert.is(
      await faultOf(token(running, client, device.deviceCode)),
      'InvalidGrantException: The code has been used.',
    );
  }));

test('a person may type the code in lower case, without the dash and with spaces', () =>
  withRunning(async (running) => {
    const client = await register(running);
    for (const spell of [
      (code: string) => code.toLowerCase(),
      (code: string) => code.replace('-', ''),
      (code: string) => ` ${code.replace('-', ' ').toLowerCase()} `,
    ]) {
      const { deviceCode, userCode } = await start(running, client);
      await decide(running, `/device?user_code=${encodeURIComponent(spell(userCode))}`, 'approve');
      assert.ok((await token(running, client, deviceCode)).accessToken);
    }
  }));

test('every start URL of the seed and the own one will do, however it ends', () =>
  withRunning(async (running) => {
    const client = await register(running);
    const urls = ['https://acme.awsapps.com/start/', 'https://acme.awsapps.com/start#/', running.origin];
    for (const url of [...urls, `${running.origin}/start`]) await start(running, client, url);
    assert.match(
      await faultOf(start(running, client, 'https://other.awsapps.com/start')),
      /^InvalidRequestException: startUrl/,
    );
  }));

test('denied is AccessDenied, and late is ExpiredToken even for who approved', () =>
  withRunning(async (running) => {
    const client = await register(running);
    const [denied, late, approved] = [
      await start(running, client),
      await start(running, client),
      await start(running, client),
    ];
    await decide(running, denied.path, 'deny');
    assert.match(await faultOf(token(running, client, denied.deviceCode)), /^AccessDeniedException/);
    await decide(running, approved.path, 'approve');
    running.pass(acme.lifetimes.deviceCode);
    assert.match(await faultOf(token(running, client, late.deviceCode)), /^ExpiredTokenException/);
    assert.match(await faultOf(token(running, client, approved.deviceCode)), /^ExpiredTokenException/);
  }));

test('a code belongs to the client that asked, and the secret must be the right one', () =>
  withRunning(async (running) => {
    const client = await register(running);
    const { deviceCode, path } = await start(running, client);
    await decide(running, path, 'approve');
    const other = await register(running);
    assert.match(await faultOf(token(running, other, deviceCode)), /^InvalidGrantException/);
    const swapped = { clientId: client.clientId, clientSecret: other.clientSecret };
    assert.match(await faultOf(token(running, swapped, deviceCode)), /^InvalidClientException/);
    assert.match(await faultOf(start(running, swapped)), /^InvalidClientException/);
    const made = { clientId: 'made-up', clientSecret: 'made-up' };
    assert.match(await faultOf(token(running, made, deviceCode)), /^InvalidClientException/);
    assert.match(await faultOf(token(running, client, 'made-up')), /^InvalidGrantException/);
    assert.match(
      await faultOf(token(running, client, deviceCode, 'password')),
      /^UnsupportedGrantTypeException/,
    );
    assert.match(await faultOf(token(running, client, '')), /^InvalidRequestException: deviceCode/);
  }));

test('an invalid client is answered with 401, as the others are with 400', () =>
  withRunning(async ({ origin }) => {
    const body = JSON.stringify({
      clientId: 'a',
      clientSecret: 'b',
      grantType: deviceGrant,
      deviceCode: 'c',
    });
    const answer = await fetch(`${origin}/token`, { method: 'POST', body });
    assert.is(answer.status, 401);
    assert.equal(await answer.json(), {
      error: 'invalid_client',
      error_description: 'The client is unknown or has expired.',
    });
    assert.is((await fetch(`${origin}/token?aws_iam=t`, { method: 'POST', body: '{}' })).status, 400);
  }));

test('a client that registered for other grants may not use the device flow', () =>
  withRunning(async (running) => {
    const client = await register(running, { grantTypes: ['authorization_code', 'refresh_token'] });
    assert.match(await faultOf(start(running, client)), /^UnauthorizedClientException/);
    assert.match(await faultOf(token(running, client, 'any')), /^UnauthorizedClientException/);
  }));

test('a registration expires', () =>
  withRunning(async (running) => {
    const client = await register(running);
    running.pass(acme.lifetimes.registration);
    assert.match(await faultOf(start(running, client)), /^InvalidClientException/);
  }));

test('only more than five polls within a second are slowed down', () =>
  withRunning(async (running) => {
    const client = await register(running);
    const { deviceCode } = await start(running, client);
    const polls = await Promise.all(
      Array.from({ length: 40 }, () => faultOf(token(running, client, deviceCode))),
    );
    assert.match(polls.join('\n'), /^SlowDownException/m);
  }));

for (const scopes of [[], ['sso-portal:*']])
  test(`the tokens of scopes [${scopes}] live eight hours and cannot be refreshed`, () =>
    withRunning(async (running) => {
      const client = await register(running, { scopes });
      const { deviceCode, path } = await start(running, client);
      await decide(running, path, 'approve');
      const answer = await token(running, client, deviceCode);
      assert.is(answer.expiresIn, 28_800);
      assert.is(answer.refreshToken, undefined);
    }));

test('a code, its approval and the registration survive a restart', () =>
  withRunning(async (running) => {
    const client = await register(running);
    const { deviceCode, path } = await start(running, client);
    await running.restart();
    await decide(running, path, 'approve');
    await running.restart();
    assert.ok((await token(running, client, deviceCode)).accessToken);
  }));

test('who is no longer in the seed gets no tokens', () =>
  withRunning(async (running) => {
    const client = await register(running);
    const { deviceCode, path } = await start(running, client);
    await decide(running, path, 'approve');
    await running.restart({ ...acme, people: [] });
    assert.match(await faultOf(token(running, client, deviceCode)), /^InvalidGrantException/);
  }));

test('the audit log tells who approved what and who got tokens, without secrets and without the waiting', () =>
  withRunning(async (running) => {
    const client = await register(running, { scopes: [accountAccess] });
    const { deviceCode, path } = await start(running, client);
    await faultOf(token(running, client, deviceCode));
    await decide(running, path, 'approve');
    const { accessToken = '' } = await token(running, client, deviceCode);
    await faultOf(token(running, client, 'made-up'));
    const lines = running.audit().filter(({ service }) => service === 'sso-oidc');
    assert.equal(
      lines.map(({ action, outcome, principal = '', error = '' }) =>
        [action, outcome, principal, error].join(' ').trim(),
      ),
      [
        'RegisterClient allowed',
        'StartDeviceAuthorization allowed',
        'ApproveDevice allowed dana',
        'CreateToken allowed dana',
        'CreateToken denied  invalid_grant',
      ],
    );
    const text = JSON.stringify(running.audit());
    for (const secret of [deviceCode, accessToken, client.clientSecret, 'local-dana'])
      assert.not.ok(text.includes(secret));
  }));

test.run();
