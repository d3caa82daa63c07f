import { CreateTokenCommand, StartDeviceAuthorizationCommand } from '@aws-sdk/client-sso-oidc';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
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

const refresh = async (running: Running, client: Registered, refreshToken: string) => {
  const call = new CreateTokenCommand({ ...client, grantType: 'refresh_token', refreshToken });
  return (await oidcClient(running).send(call)).refreshToken ?? '';
};

async function signIn(running: Running, client: Registered): Promise<string> {
  const oidc = oidcClient(running);
  const { deviceCode = '', verificationUriComplete: page = '' } = await oidc.send(
    new StartDeviceAuthorizationCommand({ ...client, startUrl: running.origin }),
  );
  await decide(running, page.slice(running.origin.length), 'approve');
  const answer = await oidc.send(new CreateTokenCommand({ ...client, grantType: deviceGrant, deviceCode }));
  return answer.refreshToken ?? '';
}

test('each refresh gives the next token, and the old one is good for another minute', () =>
  withRunning(async (running) => {
    const client = await register(running);
    const first = await signIn(running, client);
    const second = await refresh(running, client, first);
    assert.is.not(second, first);
    running.pass(59_000);
    assert.is(await refresh(running, client, first), second);
    running.pass(1_000);
    assert.match(await faultOf(refresh(running, client, first)), /^InvalidGrantException: .*used/);
    assert.ok(await refresh(running, client, second), 'a late reuse does not end the session');
  }));

test('two that refresh at once get the same successor', () =>
  withRunning(async (running) => {
    const client = await register(running);
    const first = await signIn(running, client);
    const both = await Promise.all([refresh(running, client, first), refresh(running, client, first)]);
    assert.is(both[0], both[1]);
    assert.ok(both[0]);
  }));

test('a refresh token survives a restart and belongs to its client', () =>
  withRunning(async (running) => {
    const client = await register(running);
    const first = await signIn(running, client);
    await running.restart();
    assert.match(
      await faultOf(refresh(running, await register(running), first)),
      /^InvalidGrantException: .*unknown/,
    );
    assert.match(await faultOf(refresh(running, client, `${first}x`)), /^InvalidGrantException: .*unknown/);
    const second = await refresh(running, client, first);
    await running.restart();
    assert.is(await refresh(running, client, first), second);
  }));

test('no token outlives the portal session, and then there is no refresh', () =>
  withRunning(async (running) => {
    const client = await register(running);
    const first = await signIn(running, client);
    running.pass(acme.lifetimes.portalSession - 600_000);
    const call = { ...client, grantType: 'refresh_token', refreshToken: first };
    const answer = await oidcClient(running).send(new CreateTokenCommand(call));
    assert.ok((answer.expiresIn ?? 0) <= 600 && (answer.expiresIn ?? 0) > 0);
    running.pass(600_000);
    assert.match(
      await faultOf(refresh(running, client, answer.refreshToken ?? '')),
      /^InvalidGrantException: .*ended/,
    );
  }));

test('a client that registered for codes only can refresh: the scope decides', () =>
  withRunning(async (running) => {
    const client = await register(running, { grantTypes: [deviceGrant] });
    assert.ok(await refresh(running, client, await signIn(running, client)));
  }));

test('who is no longer in the seed cannot refresh', () =>
  withRunning(async (running) => {
    const client = await register(running);
    const first = await signIn(running, client);
    await running.restart({ ...acme, people: acme.people.filter(({ user }) => user !== 'dana') });
    assert.match(await faultOf(refresh(running, client, first)), /^InvalidGrantException: .*ended/);
  }));

test.run();
