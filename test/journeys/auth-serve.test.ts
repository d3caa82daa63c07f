/** `auth serve`: programs of somebody else ask it for keys, and nobody without its token gets any. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { oneDesk } from './one-desk.ts';

const desk = oneDesk();
const identity = 'plat-dev/ReadOnlyAccess';
const whoAmI = join(import.meta.dirname, 'programs', 'who-am-i.mjs');
const stale = { AWS_PROFILE: 'stale', AWS_ACCESS_KEY_ID: 'AKIASTALE', AWS_SECRET_ACCESS_KEY: 'stale' };

interface Served {
  readonly url: string;
  readonly tokenFile: string;
  readonly token: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly pid: number;
  readonly ended: Promise<{ readonly exitCode: number; readonly stderr: string; readonly stdout: string }>;
}

/** Runs `work` beside a server in another terminal. */
async function beside(flags: string, work: (served: Served) => Promise<void>): Promise<void> {
  const run = desk().onShell(`"$@" > "$TMPDIR/lines"`, `auth serve -i ${identity} -f json ${flags}`);
  await run.waitFor('Ctrl-C ends it');
  const lines = JSON.parse(readFileSync(join(desk().variables['TMPDIR'] as string, 'lines'), 'utf8'));
  const set = Object.entries(lines).filter((entry): entry is [string, string] => entry[1] !== null);
  const variables = Object.fromEntries(set);
  const tokenFile = variables['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'] as string;
  try {
    await work({
      url: variables['AWS_CONTAINER_CREDENTIALS_FULL_URI'] as string,
      tokenFile,
      token: readFileSync(tokenFile, 'utf8'),
      variables,
      pid: run.pid,
      ended: run.ended.then((exitCode) => ({ exitCode, stderr: run.shown(), stdout: '' })),
    });
  } finally {
    run.type('\u0003');
    await run.ended;
  }
  assert.not.ok(existsSync(tokenFile), 'the token has gone with the server');
}

/** One request as it is. */
function ask(
  url: string,
  headers: Readonly<Record<string, string>>,
  method = 'GET',
): Promise<{ readonly status: number | undefined; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode, body }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

test('the SDK for JavaScript in another terminal has the identity', () =>
  beside('', async ({ variables }) => {
    const { stdout, stderr } = await execa(process.execPath, [whoAmI, 'fromNodeProviderChain'], {
      env: { ...desk().variables, ...variables },
      extendEnv: false,
      reject: false,
    });
    assert.match(stdout, /AWSReservedSSO_ReadOnlyAccess_/, stderr);
    assert.ok(Date.parse(JSON.parse(stdout).expiration) > Date.now());
  }));

test('nobody without the token gets a key, nor a page under a name of its own, nor another path or method', () =>
  beside('', async ({ url, token, tokenFile }) => {
    assert.is(statSync(tokenFile).mode & 0o777, 0o600);
    assert.ok(token.length >= 40);
    assert.not.match(token, /\s/);
    const authorization = token;
    for (const [status, headers, at = url, method = 'GET'] of [
      [401, {}],
      [401, { authorization: '' }],
      [401, { authorization: `${token.slice(0, -1)}x` }],
      [401, { authorization: `Bearer ${token}` }],
      [400, { authorization, host: 'evil.example' }],
      [400, { authorization, host: `evil.example:${new URL(url).port}` }],
      [404, { authorization }, url.replace('/keys', '/other')],
      [405, { authorization }, url, 'POST'],
    ] as readonly (readonly [number, Record<string, string>, string?, string?])[]) {
      const answer = await ask(at, headers, method);
      assert.is(answer.status, status, JSON.stringify(headers));
      assert.ok(JSON.parse(answer.body).Message);
      assert.not.match(answer.body, /SecretAccessKey/);
    }
    const { status, body } = await ask(url, { authorization });
    assert.is(status, 200);
    const keys = JSON.parse(body);
    for (const name of ['AccessKeyId', 'SecretAccessKey', 'Token', 'Expiration', 'AccountId'])
      assert.type(keys[name], 'string');
  }));

test('the token stands on no command line', () =>
  beside('', async ({ token }) => {
    const { stdout } = await execa('sh', [
      '-c',
      'cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" "\\n"; true',
    ]);
    assert.ok(stdout.includes('auth'));
    assert.not.ok(stdout.includes(token));
  }));

test('Ctrl-C ends it well, and so does a time without a request', async () => {
  const run = desk().onTerminal(`auth serve -i ${identity}`);
  await run.waitFor('Ctrl-C ends it');
  run.type('\u0003');
  assert.is(await run.ended, 0);
  const { exitCode, stderr } = await desk().kit(`auth serve -i ${identity} --idle 1s`);
  assert.is(exitCode, 0);
  assert.match(stderr, /Nobody has asked for a long time/);
});

test('a command after -- is served and its exit code is ours, whatever was exported before', async () => {
  const words = (...command: string[]) => ['auth', 'serve', '-i', identity, '--', ...command];
  const sdk = await desk().kit(words(process.execPath, whoAmI, 'fromNodeProviderChain'), {
    variables: stale,
  });
  assert.match(sdk.stdout, /AWSReservedSSO_ReadOnlyAccess_/, sdk.stderr);
  assert.is((await desk().kit(words('sh', '-c', 'exit 7'))).exitCode, 7);
  assert.is((await desk().kit(words('no-such-program'))).exitCode, 127);
});

if (spawnSync('sh', ['-c', 'command -v aws']).status === 0)
  test('the AWS CLI asks it too', async () => {
    const words = ['auth', 'serve', '-i', identity, '--', 'aws', 'sts', 'get-caller-identity'];
    const { stdout, stderr } = await desk().kit(words, { variables: stale });
    assert.match(stdout, /AWSReservedSSO_ReadOnlyAccess_/, stderr);
  });
else console.log('SKIPPED the AWS CLI is not installed: it was not tried');

test('when nobody is signed in any more it says so to whoever asks, and does not hang', () =>
  beside('', async ({ url, token }) => {
    const { exitCode } = await desk().kit('auth logout');
    assert.is(exitCode, 0);
    const { status, body } = await ask(url, { authorization: token });
    assert.is(status, 400);
    assert.match(JSON.parse(body).Message, /You are not signed in at sso.*atmos-kit auth login/);
    const started = await desk().kit(`auth serve -i ${identity}`);
    assert.is(started.exitCode, 2);
    assert.is(started.stdout, '');
    await desk().signIn();
    assert.is((await ask(url, { authorization: token })).status, 200);
  }));

test('a port that is taken and a duration that is none are told', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  try {
    const { exitCode, stdout, stderr } = await desk().kit(`auth serve -i ${identity} --port ${port}`);
    assert.is(exitCode, 1);
    assert.is(stdout, '');
    assert.match(stderr, /Nothing can listen on 127\.0\.0\.1:\d+ \(EADDRINUSE\)/);
  } finally {
    other.close();
  }
  for (const [flag, says] of [
    ['--port x', /--port x is not a port/],
    ['--port 70000', /is not a port/],
    ['--idle soon', /--idle soon is not a duration/],
  ] as const)
    assert.match((await desk().kit(`auth serve -i ${identity} ${flag}`)).stderr, says);
});

test.run();
