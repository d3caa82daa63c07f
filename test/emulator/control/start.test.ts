import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartDeviceAuthorizationCommand } from '@aws-sdk/client-sso-oidc';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isAlive } from '../../../emulator/control/process-alive.ts';
import {
  type DetachedOptions,
  type EmulatorError,
  readLogs,
  reset,
  startDetached,
  status,
  stop,
} from '../../../emulator/index.ts';
import { acmeFile, faultOf, oidcClient, type Registered, register } from '../running.ts';

/** Runs `work` with a folder; whatever emulator is left in it afterwards is stopped. */
async function withFolder(work: (dir: string) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'atmos-kit-control-'));
  try {
    await work(dir);
  } finally {
    await stop(dir);
    rmSync(dir, { recursive: true, force: true });
  }
}

const start = (dir: string, options: Partial<DetachedOptions> = {}) =>
  startDetached({ port: 0, dir, ...options });

async function faultOfStart(dir: string, options: Partial<DetachedOptions> = {}): Promise<EmulatorError> {
  try {
    await start(dir, options);
  } catch (error) {
    return error as EmulatorError;
  }
  throw new Error('It started.');
}

async function untilStopped(dir: string): Promise<void> {
  while ((await status(dir)).state === 'running') await sleep(50);
}

const startDevice = (origin: string, client: Registered) =>
  faultOf(
    oidcClient({ origin }).send(
      new StartDeviceAuthorizationCommand({ ...client, startUrl: 'https://acme.awsapps.com/start' }),
    ),
  );

test('start, status, logs and stop of one emulator', () =>
  withFolder(async (dir) => {
    assert.equal(await status(dir), { state: 'stopped', dir });
    assert.is(await stop(dir), false);
    const started = await start(dir);
    assert.is(started.state, 'running');
    assert.not.equal(started.pid, process.pid);
    assert.is((await fetch(`${started.origin}/start`)).status, 200);
    const now = await status(dir);
    assert.equal(now, started);
    if (now.state !== 'running') throw new Error(now.state);
    assert.is(now.seed, acmeFile);
    assert.equal(
      now.people.map(({ user }) => user),
      ['dana', 'olga', 'mara', 'nick'],
    );
    assert.is(now.accounts.length, 11);
    assert.ok(Math.abs(now.since.getTime() - Date.now()) < 600_000);
    assert.match(
      readLogs(dir, { audit: false }),
      new RegExp(`started at ${now.origin}, process ${now.pid}$`),
    );
    assert.is(await stop(dir), true);
    assert.not.ok(isAlive(now.pid));
    assert.equal(await status(dir), { state: 'stopped', dir });
    assert.match(readLogs(dir, { audit: false, lines: 2 }), /^\S+ stopping: SIGTERM\n\S+ stopped$/);
    assert.equal(readdirSync(dir).sort(), ['key', 'server.log', 'sessions.json']);
    for (const name of readdirSync(dir)) assert.is(statSync(join(dir, name)).mode & 0o077, 0, name);
  }));

test('a second start in the folder is refused', () =>
  withFolder(async (dir) => {
    const { origin } = await start(dir);
    const fault = await faultOfStart(dir);
    assert.is(fault.code, 'emulator-running');
    assert.ok(fault.message.includes(origin));
    assert.is(fault.hint, 'atmos-kit emulator stop');
  }));

test('what is wrong comes back as it was found in the other process', () =>
  withFolder(async (dir) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const taken = await faultOfStart(dir, { port });
    other.close();
    assert.is(taken.code, 'port-in-use');
    assert.match(taken.hint ?? '', /--port/);
    const seed = join(dir, 'seed.yaml');
    writeFileSync(seed, 'regions: x\n');
    assert.equal((await faultOfStart(join(dir, 'new'), { seed })).at, { file: seed, line: 1, column: 1 });
    assert.not.ok(readdirSync(dir).includes('new'), 'nothing was made');
    mkdirSync(join(dir, 'emulator.json'));
    assert.is((await faultOfStart(dir)).code, 'file-unreadable');
    rmSync(join(dir, 'emulator.json'), { recursive: true });
  }));

test('one that died is stopped, signals nobody, and makes way for the next', () =>
  withFolder(async (dir) => {
    const { pid } = await start(dir);
    process.kill(pid, 'SIGKILL');
    await untilStopped(dir);
    assert.ok(readdirSync(dir).includes('emulator.json'));
    // Its process id may belong to somebody else by now: here, to this test.
    const record = JSON.parse(readFileSync(join(dir, 'emulator.json'), 'utf8')) as object;
    writeFileSync(join(dir, 'emulator.json'), JSON.stringify({ ...record, pid: process.pid }));
    assert.is(await stop(dir), false);
    const next = await start(dir);
    assert.is.not(next.pid, pid);
  }));

test('a reset forgets sessions, objects and the audit log, running or stopped, and keeps the key', () =>
  withFolder(async (dir) => {
    const { origin } = await start(dir);
    const client = await register({ origin });
    const key = readFileSync(join(dir, 'key'), 'utf8');
    for (const running of [true, false]) {
      if (!running) await stop(dir);
      mkdirSync(join(dir, 'objects', 'bucket'), { recursive: true });
      writeFileSync(join(dir, 'objects', 'bucket', 'file'), 'state');
      writeFileSync(join(dir, 'audit.jsonl'), '{"action":"X"}\n{"action":"Y"}\n');
      assert.is(readLogs(dir, { audit: true, lines: 1 }), '{"action":"Y"}');
      await reset(dir);
      assert.is((await status(dir)).state, running ? 'running' : 'stopped');
      assert.is(readLogs(dir, { audit: true }), '');
      assert.not.ok(readdirSync(dir).includes('objects'));
      assert.is(readFileSync(join(dir, 'key'), 'utf8'), key);
    }
    const again = await start(dir);
    assert.is(await startDevice(again.origin, client), 'answered', 'the registration is still good');
  }));

test('a reset ends what was handed out before', () =>
  withFolder(async (dir) => {
    const { origin } = await start(dir);
    const client = await register({ origin });
    assert.is(await startDevice(origin, client), 'answered');
    const epoch = () =>
      JSON.parse(readFileSync(join(dir, 'sessions.json'), 'utf8')) as Record<string, unknown>;
    const before = epoch();
    await reset(dir);
    assert.is.not(epoch()['epoch'], before['epoch']);
    assert.equal(epoch()['devices'], {});
  }));

test('a reset needs the secret of the folder', () =>
  withFolder(async (dir) => {
    const { origin } = await start(dir);
    for (const headers of [{}, { 'x-emulator-control': 'guessed' }]) {
      const answer = await fetch(`${origin}/_emulator/reset`, { method: 'POST', headers });
      assert.is(answer.status, 403);
    }
  }));

test('a reset puts damaged sessions right', () =>
  withFolder(async (dir) => {
    writeFileSync(join(dir, 'sessions.json'), '{"version":1');
    const fault = await faultOfStart(dir);
    assert.is(fault.code, 'file-unreadable');
    assert.is(fault.hint, 'atmos-kit emulator reset');
    await reset(dir);
    assert.is((await start(dir)).state, 'running');
  }));

test('it ends with the process that owns it', () =>
  withFolder(async (dir) => {
    const owner = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await start(dir, { ownerPid: owner.pid as number });
    owner.kill();
    await untilStopped(dir);
    assert.match(readLogs(dir, { audit: false }), /its owner, process \d+, is gone/);
  }));

test('it ends when nobody has asked anything for a while', () =>
  withFolder(async (dir) => {
    const { pid } = await start(dir, { idleMs: 300 });
    while (isAlive(pid)) await sleep(50);
    assert.equal(await status(dir), { state: 'stopped', dir });
  }));

test('it takes nothing of the environment that could hold a secret', () =>
  withFolder(async (dir) => {
    process.env['AWS_SECRET_ACCESS_KEY'] = 'a-secret';
    try {
      const { pid } = await start(dir);
      // Only Linux shows the environment of a process as a file.
      if (process.platform !== 'linux') return;
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
      assert.match(environment, /PATH=/);
      assert.not.match(environment, /a-secret|AWS_/);
    } finally {
      delete process.env['AWS_SECRET_ACCESS_KEY'];
    }
  }));

test('a detached emulator keeps to the latency and the quota that it was started with', () =>
  withFolder(async (dir) => {
    const { origin } = await start(dir, { traffic: { latencyMs: 100, portalRequestsPerSecond: 1 } });
    const began = performance.now();
    const ask = async () => (await fetch(`${origin}/assignment/accounts`)).status;
    const statuses = await Promise.all(Array.from({ length: 6 }, ask));
    assert.ok(performance.now() - began > 95);
    assert.equal([...new Set(statuses)].sort(), [401, 429]);
  }));

test.run();
