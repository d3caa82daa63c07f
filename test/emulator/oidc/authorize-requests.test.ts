import { createHash, randomBytes } from 'node:crypto';
import { CreateTokenCommand } from '@aws-sdk/client-sso-oidc';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  accountAccess,
  decide,
  faultOf,
  oidcClient,
  type Registered,
  type Running,
  register,
  withRunning,
} from '../running.ts';

const redirectUri = 'http://127.0.0.1:43210/oauth/callback';
const verifier = randomBytes(48).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');

function authorizePath({ clientId }: Registered, change: Record<string, string | undefined> = {}): string {
  const params = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    state: 'a state/+=',
    code_challenge_method: 'S256',
    scopes: accountAccess,
    code_challenge: challenge,
    ...change,
  };
  const given = Object.entries(params).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return `/authorize?${new URLSearchParams(given)}`;
}

/** The code that an approval sends to the redirect URI. */
async function approvedCode(running: Running, client: Registered): Promise<string> {
  const location = await decide(running, authorizePath(client), 'approve');
  return new URL(location).searchParams.get('code') ?? '';
}

const exchange = (running: Running, client: Registered, code: string, change: Record<string, string> = {}) =>
  oidcClient(running).send(
    new CreateTokenCommand({
      ...client,
      grantType: 'authorization_code',
      code,
      redirectUri,
      codeVerifier: verifier,
      ...change,
    }),
  );

test('an approval goes to the redirect URI with its port, with code and state', () =>
  withRunning(async (running) => {
    const client = await register(running);
    const url = new URL(await decide(running, authorizePath(client), 'approve'));
    assert.is(url.origin + url.pathname, redirectUri);
    assert.is(url.searchParams.get('state'), 'a state/+=');
    const answer = await exchange(running, client, url.searchParams.get('code') ?? '');
    assert.is(answer.expiresIn, 3600);
    assert.ok(answer.refreshToken);
  }));

test('a denial goes there as well', () =>
  withRunning(async (running) => {
    const url = new URL(await decide(running, authorizePath(await register(running)), 'deny'));
    assert.is(url.searchParams.get('error'), 'access_denied');
    assert.is(url.searchParams.get('state'), 'a state/+=');
    assert.not.ok(url.searchParams.has('code'));
  }));

test('a code is good for one exchange and for the repetition of the same within seconds', () =>
  withRunning(async (running) => {
    const client = await register(running);
    const code = await approvedCode(running, client);
    const first = await exchange(running, client, code);
    await running.restart();
    assert.is((await exchange(running, client, code)).refreshToken, first.refreshToken);
    const otherVerifier = { codeVerifier: 'x'.repeat(43) };
    assert.match(
      await faultOf(exchange(running, client, code, otherVerifier)),
      /^InvalidGrant.*codeVerifier/,
    );
    running.pass(10_000);
    assert.match(await faultOf(exchange(running, client, code)), /^InvalidGrantException: .*used/);
  }));

test('a code is bound to client, redirect URI and verifier, and does not live long', () =>
  withRunning(async (running) => {
    const client = await register(running);
    const code = await approvedCode(running, client);
    const wrong: [Registered, Record<string, string>][] = [
      [await register(running), {}],
      [client, { redirectUri: 'http://127.0.0.1:43211/oauth/callback' }],
      [client, { redirectUri: 'http://127.0.0.1/oauth/callback' }],
      [client, { codeVerifier: 'x'.repeat(43) }],
      [client, { codeVerifier: challenge }],
      [client, { codeVerifier: 'short' }],
      [client, { code: 'made-up' }],
    ];
    for (const [who, change] of wrong)
      assert.match(
        await faultOf(exchange(running, who, code, change)),
        /^InvalidGrantException/,
        JSON.stringify(change),
      );
    running.pass(60_000);
    assert.match(await faultOf(exchange(running, client, code)), /^InvalidGrantException: .*expired/);
  }));

test('a client that registered for devices only may not exchange codes', () =>
  withRunning(async (running) => {
    const grantTypes = ['urn:ietf:params:oauth:grant-type:device_code'];
    const client = await register(running, { grantTypes });
    assert.match(await faultOf(exchange(running, client, 'any')), /^UnauthorizedClientException/);
  }));

test('where client or redirect URI are in doubt, only a page says so', () =>
  withRunning(async (running) => {
    const client = await register(running);
    const doubtful = [
      authorizePath({ clientId: 'made-up', clientSecret: '' }),
      authorizePath(client, { redirect_uri: 'http://127.0.0.1:43210/elsewhere' }),
      authorizePath(client, { redirect_uri: 'https://evil.example/oauth/callback' }),
      authorizePath(client, { redirect_uri: undefined }),
      `${authorizePath(client)}&redirect_uri=http%3A%2F%2Fevil.example`,
    ];
    for (const path of doubtful) {
      const answer = await fetch(running.origin + path, { redirect: 'manual' });
      assert.is(answer.status, 400, path);
      assert.is(answer.headers.get('location'), null);
    }
  }));

test('other faults are the business of the client, which learns of them at its redirect URI', () =>
  withRunning(async (running) => {
    const client = await register(running);
    const device = await register(running, { grantTypes: ['urn:ietf:params:oauth:grant-type:device_code'] });
    const faults: [path: string, error: string][] = [
      [authorizePath(client, { response_type: 'token' }), 'unsupported_response_type'],
      [authorizePath(client, { code_challenge_method: 'plain' }), 'invalid_request'],
      [authorizePath(client, { code_challenge: undefined }), 'invalid_request'],
      [authorizePath(client, { scopes: 'sso:everything' }), 'invalid_scope'],
      [authorizePath(client, { scopes: 'sso-portal:*' }), 'invalid_scope'],
      [authorizePath(device), 'unauthorized_client'],
    ];
    for (const [path, error] of faults) {
      const answer = await fetch(running.origin + path, { redirect: 'manual' });
      const said = new URL(answer.headers.get('location') ?? 'http://nowhere').searchParams;
      assert.is(said.get('error'), error, `${path} gave ${answer.status}`);
      assert.is(said.get('state'), 'a state/+=');
    }
  }));

test('scopes come as scope, too, or from the registration', () =>
  withRunning(async (running) => {
    const client = await register(running);
    for (const change of [{ scopes: undefined, scope: accountAccess }, { scopes: undefined }]) {
      const location = await decide(running, authorizePath(client, change), 'approve');
      const code = new URL(location).searchParams.get('code') ?? '';
      assert.ok((await exchange(running, client, code)).refreshToken);
    }
  }));

test.run();
