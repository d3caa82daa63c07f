import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem, type Problem } from '../../../../src/domain/problem.ts';
import { federation } from '../../../../src/edge/aws/federation.ts';

const keys = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'secret+key/=',
  sessionToken: 'session&token',
  expiresAt: new Date(0),
};

interface Asked {
  readonly line: string;
  readonly body: URLSearchParams;
}

async function withService(
  answer: (response: ServerResponse, request: IncomingMessage) => void,
  work: (address: string, asked: Asked[]) => Promise<void>,
): Promise<void> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push({ line: `${request.method} ${request.url}`, body: new URLSearchParams(body) });
    answer(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/federation`, asked);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function problemOf(address: string): Promise<Problem> {
  try {
    await federation(address).signinToken(keys);
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error('There was a token.');
}

test('the keys go into the body of a POST and into no address', () =>
  withService(
    (response) => response.end('{"SigninToken":"t"}'),
    async (address, asked) => {
      assert.is(await federation(address).signinToken(keys), 't');
      assert.is(await federation(address).signinToken(keys, 3600), 't');
      assert.is(asked[0]?.line, 'POST /federation');
      assert.is(asked[0]?.body.get('Action'), 'getSigninToken');
      assert.equal(JSON.parse(asked[0]?.body.get('Session') ?? ''), {
        sessionId: 'ASIAEXAMPLE',
        sessionKey: 'secret+key/=',
        sessionToken: 'session&token',
      });
      assert.is(asked[0]?.body.get('SessionDuration'), null);
      assert.is(asked[1]?.body.get('SessionDuration'), '3600');
    },
  ));

for (const [what, status, body, code] of [
  ['keys that AWS does not take', 400, '<html>secret+key/= session&token</html>', 'console-refused'],
  ['a service that fails', 503, 'secret+key/=', 'service-error'],
  ['the page of a proxy', 200, '<html>sign in to the network</html>', 'service-error'],
  ['an answer without a token', 200, '{}', 'service-error'],
  ['an answer that is null', 200, 'null', 'service-error'],
] as const)
  test(`${what}: ${code}, and nothing of the answer is quoted`, () =>
    withService(
      (response) => response.writeHead(status).end(body),
      async (address) => {
        const { code: told, message, hint } = await problemOf(address);
        assert.is(told, code);
        assert.not.match(`${message} ${hint}`, /secret|session&token|html/);
      },
    ));

test('a redirect is not followed, because it would take the keys elsewhere', () =>
  withService(
    (response, { url }) =>
      url === '/federation'
        ? response.writeHead(307, { location: '/elsewhere' }).end()
        : response.end('{"SigninToken":"t"}'),
    async (address, asked) => {
      assert.is((await problemOf(address)).code, 'service-error');
      assert.is(asked.length, 1);
    },
  ));

test('an address at which nobody listens is told as such', async () => {
  const { code, message } = await problemOf('http://127.0.0.1:1/federation');
  assert.is(code, 'endpoint-unreachable');
  assert.match(message, /ECONNREFUSED|bad port|no connection/);
});

test.run();
