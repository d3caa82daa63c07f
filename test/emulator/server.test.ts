import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListAccountsCommand, SSOClient } from '@aws-sdk/client-sso';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { EmulatorError } from '../../emulator/emulator-error.ts';
import { type EmulatorOptions, startEmulator } from '../../emulator/server.ts';
import { acme, acmeFile, faultOf, type Running, withRunning } from './running.ts';

/** The error of a start that must fail. */
async function faultOfStart(options: EmulatorOptions): Promise<EmulatorError> {
  try {
    const emulator = await startEmulator(options);
    await emulator.close();
  } catch (error) {
    return error as EmulatorError;
  }
  throw new Error('It started.');
}

async function withFolder(work: (dir: string) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'atmos-kit-server-'));
  try {
    await work(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** A request with any headers, also those that fetch would not send. */
function send(
  running: Running,
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request(
      { host: '127.0.0.1', port: running.port, method, path, headers, agent: false },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          body += chunk;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
      },
    );
    call.on('error', reject);
    call.end();
  });
}

/** Writes bytes to the emulator's port, waits for the first answer or the end, and drops the connection. */
function writeRaw(running: Running, bytes: string, drop: 'at once' | 'after the answer'): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(running.port, '127.0.0.1', () => {
      socket.write(bytes);
      if (drop === 'at once') setImmediate(() => socket.resetAndDestroy());
    });
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      socket.destroy();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
  });
}

test('it listens on 127.0.0.1 only, at a port that it picks for 0', () =>
  withRunning(async ({ origin, port }) => {
    assert.is(origin, `http://127.0.0.1:${port}`);
    assert.not.equal(port, 0);
    const outcome = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.2', () => resolve('connected'));
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    assert.is(outcome, 'ECONNREFUSED');
  }));

test('a port in use is a problem that names --port', () =>
  withFolder(async (dir) => {
    const other = createServer((_, answer) => answer.end('hello'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const fault = await faultOfStart({ port, dir, seed: acme });
    other.close();
    assert.is(fault.code, 'port-in-use');
    assert.is(fault.message, `Port ${port} of 127.0.0.1 is in use.`);
    assert.match(fault.hint ?? '', /--port/);
    assert.equal(readdirSync(dir), [], 'nothing was made');
  }));

test('a port that another emulator uses is told as such', () =>
  withRunning(({ port }) =>
    withFolder(async (dir) => {
      const fault = await faultOfStart({ port, dir, seed: acme });
      assert.is(fault.code, 'port-in-use');
      assert.match(fault.message, /another local emulator runs there/);
      assert.match(fault.hint ?? '', /--port/);
    }),
  ));

test('a folder takes one emulator at a time', () =>
  withRunning(async ({ dir, origin }) => {
    const fault = await faultOfStart({ port: 0, dir, seed: acme });
    assert.is(fault.code, 'emulator-running');
    assert.ok(fault.message.includes(origin));
  }));

test('of several that start in one folder at once, one runs', () =>
  withFolder(async (dir) => {
    const starts = await Promise.allSettled(
      [1, 2, 3, 4].map(() => startEmulator({ port: 0, dir, seed: acme })),
    );
    const running = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    const faults = starts.flatMap((start) =>
      start.status === 'rejected' ? [(start.reason as EmulatorError).code] : [],
    );
    for (const emulator of running) await emulator.close();
    assert.is(running.length, 1);
    assert.equal(faults, ['emulator-running', 'emulator-running', 'emulator-running']);
  }));

test('the record of an emulator that died does not keep the next one out', () =>
  withFolder(async (dir) => {
    const first = await startEmulator({ port: 0, dir, seed: acme });
    const record = join(dir, 'emulator.json');
    const text = (await import('node:fs')).readFileSync(record, 'utf8');
    await first.close();
    for (const left of [text, '{"version":1', '']) {
      writeFileSync(record, left);
      const next = await startEmulator({ port: 0, dir, seed: acme });
      await next.close();
    }
    assert.equal(readdirSync(dir).sort(), ['key', 'sessions.json']);
  }));

test('what it keeps is private', () =>
  withRunning(async ({ dir }) => {
    for (const name of readdirSync(dir)) assert.is(statSync(join(dir, name)).mode & 0o077, 0, name);
  }));

test('a seed with a mistake or a folder that cannot be made is a problem', () =>
  withFolder(async (dir) => {
    const seed = join(dir, 'seed.yaml');
    writeFileSync(seed, 'region: us-east-1\nacounts: []\n');
    const wrong = await faultOfStart({ port: 0, dir: join(dir, 'a'), seed });
    assert.is(wrong.code, 'seed-invalid');
    assert.equal(wrong.at, { file: seed, line: 2, column: 1 });
    const missing = await faultOfStart({ port: 0, dir: join(dir, 'a'), seed: join(dir, 'none.yaml') });
    assert.is(missing.code, 'file-unreadable');
    const taken = await faultOfStart({ port: 0, dir: join(seed, 'below-a-file'), seed: acmeFile });
    assert.is(taken.code, 'file-unwritable');
    mkdirSync(join(dir, 'b', 'key'), { recursive: true });
    assert.is((await faultOfStart({ port: 0, dir: join(dir, 'b'), seed: acmeFile })).code, 'file-unreadable');
    assert.equal(readdirSync(join(dir, 'b')), ['key'], 'the folder is free again');
  }));

const doors: [path: string, headers: Record<string, string>, shape: RegExp][] = [
  ['/start', { accept: 'text/html' }, /^The local emulator answers only as/],
  ['/device?user_code=ABCD-EFGH', {}, /"__type":"AccessDeniedException"/],
  ['/assignment/accounts', {}, /"__type":"AccessDeniedException"/],
  ['/_emulator', {}, /"__type":"AccessDeniedException"/],
  ['/?Action=GetCallerIdentity', {}, /<ErrorResponse .*<Code>AccessDenied</s],
  ['/acme-core-ue1-root-tfstate/key', {}, /<Error><Code>AccessDenied</],
];
for (const [path, headers, shape] of doors)
  test(`${path} under another host's name is refused in its own shape`, () =>
    withRunning(async (running) => {
      for (const host of [`rebound.example:${running.port}`, '127.0.0.1', `127.0.0.1:${running.port + 1}`]) {
        const answer = await send(running, 'GET', path, { ...headers, host });
        assert.is(answer.status, 403, host);
        assert.match(answer.body, shape);
      }
    }));

test('a page of another origin changes nothing, and gets no leave to read', () =>
  withRunning(async (running) => {
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    for (const path of ['/sign-in', '/device', '/authorize', '/logout', '/token', '/client/register'])
      assert.is((await send(running, 'POST', path, foreign)).status, 403, path);
    for (const method of ['GET', 'POST', 'OPTIONS'])
      for (const path of ['/start', '/assignment/accounts', '/nothing']) {
        const { headers } = await send(running, method, path, foreign);
        const names = Object.keys(headers).filter((name) => name.startsWith('access-control-'));
        assert.equal(names, [], `${method} ${path}`);
      }
  }));

test('what is not there is said in a shape that each SDK can read', () =>
  withRunning(async (running) => {
    const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' };
    const config = { region: 'us-east-1', maxAttempts: 1, credentials };
    const sso = new SSOClient({ ...config, endpoint: `${running.origin}/elsewhere` });
    assert.match(
      await faultOf(sso.send(new ListAccountsCommand({ accessToken: 'x' }))),
      /^UnknownOperationException: .*\/elsewhere\/assignment\/accounts/,
    );
    const sts = new STSClient({ ...config, endpoint: running.origin });
    assert.match(await faultOf(sts.send(new GetCallerIdentityCommand({}))), /^InvalidClientTokenId/);
    const s3 = new S3Client({ ...config, endpoint: running.origin, forcePathStyle: true });
    assert.match(
      await faultOf(s3.send(new GetObjectCommand({ Bucket: 'token', Key: 'k' }))),
      /^InvalidAccessKeyId/,
    );
    const lambda = await send(running, 'GET', '/functions', {
      authorization:
        'AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0',
    });
    assert.is(lambda.status, 404);
    assert.is(JSON.parse(lambda.body).message, 'The local emulator has no service lambda.');
    const page = await send(running, 'GET', '/nothing', { accept: 'text/html' });
    assert.is(page.status, 404);
    assert.match(page.body, /nothing at GET \/nothing/);
    assert.equal(running.faults, []);
  }));

test('a base URL that ends with a slash works', () =>
  withRunning(async (running) => {
    assert.is((await send(running, 'GET', '//assignment/accounts', {})).status, 401);
  }));

test('the Date header follows the clock that signatures are checked against', () =>
  withRunning(async (running) => {
    const hours = 5 * 3_600_000;
    running.pass(hours);
    for (const path of ['/start', '/_emulator', '/?Action=GetCallerIdentity', '/nothing']) {
      const { headers } = await send(running, 'GET', path, {});
      assert.ok(Math.abs(Date.parse(String(headers['date'])) - Date.now() - hours) < 600_000, path);
    }
  }));

test('connections that break or speak something else do no harm', () =>
  withRunning(async (running) => {
    const host = `host: 127.0.0.1:${running.port}\r\n`;
    const form = 'content-type: application/x-www-form-urlencoded\r\n';
    const broken: [bytes: string, drop: 'at once' | 'after the answer'][] = [
      ['\x16\x03\x01\x02\x00\x01', 'after the answer'],
      ['GET / HTTP/9.9\r\n\r\n', 'after the answer'],
      [`POST /token HTTP/1.1\r\n${host}content-length: 1000\r\n\r\n{"a`, 'at once'],
      [`POST / HTTP/1.1\r\n${host}${form}content-length: 1000\r\n\r\nAction=`, 'at once'],
      [`PUT /acme-core-ue1-root-tfstate/k HTTP/1.1\r\n${host}content-length: 1000\r\n\r\nx`, 'at once'],
      [`GET /start HTTP/1.1\r\n${host}\r\n`, 'at once'],
      [`GET * HTTP/1.1\r\n${host}\r\n`, 'after the answer'],
      [`GET /${'x'.repeat(70_000)} HTTP/1.1\r\n${host}\r\n`, 'after the answer'],
      [`GET /device?user_code=%E0%A4%A HTTP/1.1\r\n${host}\r\n`, 'after the answer'],
      [`POST /token HTTP/1.1\r\n${host}transfer-encoding: chunked\r\n\r\nzz\r\n`, 'after the answer'],
    ];
    for (const [bytes, drop] of broken) await writeRaw(running, bytes, drop);
    assert.is((await send(running, 'GET', '/_emulator', {})).status, 200);
    assert.equal(running.faults, []);
  }));

test('a body that is too long is refused by each side in its own shape', () =>
  withRunning(async ({ origin }) => {
    const web = await fetch(`${origin}/token`, { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) });
    assert.is(web.status, 413);
    assert.is(((await web.json()) as { __type: string }).__type, 'RequestTooLargeException');
    const s3 = await fetch(`${origin}/acme-core-ue1-root-tfstate/k`, {
      method: 'PUT',
      body: Buffer.alloc(64 * 1024 * 1024 + 1),
    });
    assert.is(s3.status, 413);
    assert.match(await s3.text(), /<Code>EntityTooLarge</);
  }));

test('closing twice is closing once, and lets the folder go', () =>
  withFolder(async (dir) => {
    const emulator = await startEmulator({ port: 0, dir, seed: acme });
    await Promise.all([emulator.close(), emulator.close(), emulator.closed]);
    await emulator.close();
    assert.equal(readdirSync(dir).sort(), ['key', 'sessions.json']);
  }));

test('it closes by itself after a time without requests', () =>
  withFolder(async (dir) => {
    const emulator = await startEmulator({ port: 0, dir, seed: acme, idleMs: 50 });
    await emulator.closed;
    assert.equal(readdirSync(dir).sort(), ['key', 'sessions.json']);
  }));

test.run();
