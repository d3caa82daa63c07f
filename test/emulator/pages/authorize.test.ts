import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { approve, deny, sees, signIn, textOf, withPage } from './browser.ts';
import { type Program, startProgram, withEmulator } from './instance.ts';
import { headingOf, hiddenFields, signedIn } from './scripted-person.ts';

for (const address of ['127.0.0.1', '::1']) {
  test(`an approved sign-in goes back to the program's port on ${address} with a code that it can use`, () =>
    withEmulator(async (emulator) => {
      const program = await startProgram(emulator);
      await withCallback(address, async (callback) => {
        const { path, codeVerifier } = authorizePath(program, { redirect_uri: callback.uri });
        await withPage(emulator.origin, async (page) => {
          await page.goto(path);
          await signIn(page, 'dana', 'local-dana');
          await sees(page, 'Allow atmos-kit to sign in as you?');
          const text = await textOf(page.locator('main'));
          for (const part of ['atmos-kit', 'sso:account:access', callback.uri]) assert.match(text, part);
          assert.equal(callback.requests, [], 'looking at it decides nothing');
          await approve(page);
          await page.waitForURL(`${callback.uri}**`);
          const [params] = callback.requests;
          assert.equal([...(params?.keys() ?? [])], ['code', 'state']);
          assert.is(params?.get('state'), 'some state');
          const code = params?.get('code') ?? '';
          assert.is(await program.token({ code, codeVerifier, redirectUri: callback.uri }), 'tokens');
          assert.ok(emulator.audit('sso-oidc').includes('ApproveAuthorization allowed dana'));
        });
      });
    }));
}

test('a denied sign-in goes back with access_denied and no code', () =>
  withEmulator(async (emulator) => {
    const program = await startProgram(emulator);
    await withCallback('127.0.0.1', async (callback) => {
      await withPage(emulator.origin, async (page) => {
        await page.goto(authorizePath(program, { redirect_uri: callback.uri }).path);
        await signIn(page, 'dana', 'local-dana');
        await deny(page);
        await page.waitForURL(`${callback.uri}**`);
        const [params] = callback.requests;
        assert.is(params?.get('error'), 'access_denied');
        assert.is(params?.get('state'), 'some state');
        assert.is(params?.get('code'), null);
        assert.ok(emulator.audit('sso-oidc').includes('ApproveAuthorization denied dana'));
      });
    });
  }));

const doubtful: [string, Record<string, string>][] = [
  ['a path that is not registered', { redirect_uri: 'http://127.0.0.1:40001/other' }],
  ['another host', { redirect_uri: 'https://other.example/oauth/callback' }],
  ['no redirect_uri', { redirect_uri: '' }],
  ['an unknown client', { client_id: 'nobody' }],
];
for (const [what, params] of doubtful) {
  test(`${what} gets a page and no redirect, whether or not somebody is signed in`, () =>
    withEmulator(async (emulator) => {
      const { path } = authorizePath(await startProgram(emulator), params);
      const dana = await signedIn(emulator.origin);
      const page = await dana.open(path);
      assert.is(page.status, 400);
      assert.is(page.location, undefined);
      assert.is(headingOf(page), 'This sign-in cannot go on');
      assert.is((await fetch(emulator.origin + path, { redirect: 'manual' })).status, 400);
    }));
}

test('a bad redirect_uri is a page in a browser too, at our own address', () =>
  withEmulator(async (emulator) => {
    const program = await startProgram(emulator);
    await withPage(emulator.origin, async (page) => {
      await page.goto(authorizePath(program, { redirect_uri: 'http://127.0.0.1:40001/other' }).path);
      await sees(page, 'This sign-in cannot go on');
      assert.ok(page.url().startsWith(emulator.origin));
    });
  }));

test('a scope that does not exist goes back to the program, whose mistake it is', () =>
  withEmulator(async (emulator) => {
    const program = await startProgram(emulator);
    const dana = await signedIn(emulator.origin);
    const { location = '' } = await dana.open(authorizePath(program, { scopes: 'everything' }).path);
    assert.is(new URL(location).searchParams.get('error'), 'invalid_scope');
  }));

test('a second decision is refused and changes nothing', () =>
  withEmulator(async (emulator) => {
    const program = await startProgram(emulator);
    const dana = await signedIn(emulator.origin);
    const { path, codeVerifier, redirectUri } = authorizePath(program, {});
    const consent = await dana.open(path);
    const { location = '' } = await dana.submit(consent, { decision: 'approve' });
    const code = new URL(location).searchParams.get('code') ?? '';
    const second = await dana.submit(consent, { decision: 'deny' });
    assert.is(second.status, 409);
    assert.is(second.location, undefined);
    assert.is(headingOf(second), 'This sign-in has been decided');
    assert.is(await program.token({ code, codeVerifier, redirectUri }), 'tokens');
  }));

test('a consent that was left open too long is refused, and says where to start again', () =>
  withEmulator(async (emulator) => {
    const program = await startProgram(emulator);
    const dana = await signedIn(emulator.origin);
    const consent = await dana.open(authorizePath(program, {}).path);
    emulator.pass(10 * 60_000);
    const late = await dana.submit(consent, { decision: 'approve' });
    assert.is(late.status, 410);
    assert.match(late.body, 'Start it in your terminal again');
  }));

test('only the form of this request and this browser decides', () =>
  withEmulator(async (emulator) => {
    const program = await startProgram(emulator);
    const [dana, olga] = [await signedIn(emulator.origin), await signedIn(emulator.origin, 'olga')];
    const one = hiddenFields((await dana.open(authorizePath(program, {}).path)).body);
    const other = hiddenFields((await dana.open(authorizePath(program, {}).path)).body);
    const { request = '' } = other;
    assert.is.not(one['request'], request);
    assert.is((await dana.post('/authorize', { ...one, request, decision: 'approve' })).status, 403);
    assert.is((await olga.post('/authorize', { ...one, decision: 'approve' })).status, 403);
    assert.is((await dana.post('/authorize', { request, decision: 'approve' })).status, 403);
    const headers = { origin: 'https://other.example', 'sec-fetch-site': 'cross-site' };
    assert.is((await dana.post('/authorize', { ...one, decision: 'approve' }, headers)).status, 403);
    assert.is((await dana.post('/authorize', { ...one, decision: 'maybe' })).status, 403);
    assert.is((await dana.post('/authorize', { ...one, decision: 'approve' })).status, 302);
  }));

/** The path that a program opens in a browser, and the verifier that it keeps. */
function authorizePath(
  program: Program,
  changes: Record<string, string>,
): { path: string; codeVerifier: string; redirectUri: string } {
  const codeVerifier = randomBytes(48).toString('base64url');
  const redirectUri = 'http://127.0.0.1:40001/oauth/callback';
  const params = new URLSearchParams({
    response_type: 'code',
    client_id: program.clientId,
    redirect_uri: redirectUri,
    state: 'some state',
    code_challenge_method: 'S256',
    scopes: 'sso:account:access',
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    ...changes,
  });
  return { path: `/authorize?${params}`, codeVerifier, redirectUri };
}

/** A program's own listener on another port. */
async function withCallback(
  address: string,
  work: (callback: { uri: string; requests: URLSearchParams[] }) => Promise<void>,
): Promise<void> {
  const requests: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://callback.invalid');
    if (url.pathname === '/oauth/callback') requests.push(url.searchParams);
    response.end('back in the terminal');
  });
  const fault = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    server.once('error', resolve);
    server.listen(0, address, () => resolve(undefined));
  });
  if (fault?.code === 'EADDRNOTAVAIL' || fault?.code === 'EAFNOSUPPORT')
    return console.log(`\nSKIPPED this machine has no ${address}`);
  if (fault !== undefined) throw fault;
  const host = address.includes(':') ? `[${address}]` : address;
  const { port } = server.address() as AddressInfo;
  try {
    await work({ uri: `http://${host}:${port}/oauth/callback`, requests });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

test.run();
