import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../../src/domain/problem.ts';
import { KeychainError, systemKeychain } from '../../../../src/edge/keyring/keychain.ts';
import type { Keyring } from '../../../../src/ports.ts';
import { readSecret } from '../../../../src/store/session-file.ts';
import { filesBelow, key, label, type Machine, makeMachine, secret, stored } from './machine.ts';
import { missingPrograms, type PrivateBus, startBus } from './private-bus.ts';

const patience = 20_000;
const noBus = { PATH: process.env['PATH'] ?? '', HOME: tmpdir() };

async function problemOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => assert.unreachable('it should have failed'),
    (reason: unknown) => reason,
  );
  assert.ok(isProblem(error) && error.code === 'keyring-unavailable' && error.hint, String(error));
  return (error as Error).message;
}

const probes = (machine: Machine): string[] =>
  readdirSync(join(machine.run, 'atmos-kit')).filter((name) => name.startsWith('probe.'));

test('without a session bus the keychain says so and nothing stands in for it', () => {
  // The library would fall back to the kernel's keyring, where it may be had, and forget everything at a restart.
  assert.match(systemKeychain(noBus).fault(patience) ?? '', /D-?Bus|Secret Service/i);
  const { read, store } = systemKeychain(noBus);
  for (const ask of [() => read('account', patience), () => store('account', 'text', patience)])
    assert.throws(ask, (error: unknown) => error instanceof KeychainError);
});

test('without a session bus and a wish, an encrypted file is used, and the reason is said', async () => {
  const machine = makeMachine();
  const keyring = machine.open({ type: undefined, environment: noBus });
  await keyring.put(key, label, secret);
  assert.equal(await keyring.get(key), stored);
  const { backend, why } = keyring.describe();
  assert.is(backend, 'file');
  assert.match(why, /^the system keychain cannot be used \(.+\); the key to them is in /);
  assert.equal(machine.said, []);
});

test('without a session bus, a system keychain that was asked for is a problem', async () => {
  const machine = makeMachine();
  const keyring = machine.open({ type: 'system', environment: noBus });
  assert.match(await problemOf(keyring.put(key, label, secret)), 'The system keychain cannot be used: ');
  await problemOf(keyring.get(key));
  assert.is(keyring.describe().backend, 'system');
  assert.match(keyring.describe().why, 'cannot be used');
  assert.not(existsSync(machine.home));
});

test('the answer of one bus is remembered and says nothing about another', async () => {
  const machine = makeMachine();
  machine.open({ type: undefined, environment: noBus }).describe();
  const [first = ''] = probes(machine);
  const file = join(machine.run, 'atmos-kit', first);
  const written = statSync(file).ino;
  machine.open({ type: undefined, environment: noBus }).describe();
  assert.is(statSync(file).ino, written, 'asked once');
  const other = { ...noBus, DBUS_SESSION_BUS_ADDRESS: `unix:path=${machine.run}/none` };
  machine.open({ type: undefined, environment: other }).describe();
  assert.is(probes(machine).length, 2);
});

/** A bus that takes connections and says nothing, as a locked keychain that waits for a person. */
async function onSilentBus(work: (environment: Readonly<Record<string, string>>) => unknown): Promise<void> {
  const socket = join(mkdtempSync(join(tmpdir(), 'silent-')), 'bus');
  const server = createServer(() => {}).listen(socket);
  await once(server, 'listening');
  try {
    await work({ ...noBus, DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket}` });
  } finally {
    server.close();
  }
}

const childrenOf = (pid: number): string[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter((text) => /\d/.test(text));
const isHelper = (pid: string): boolean => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('@napi-rs');

test('a keychain that never answers is given up, and the process that waited for it is gone', () =>
  onSilentBus((environment) => {
    assert.match(systemKeychain(environment).fault(1500) ?? '', /no answer in 1.5 s/);
    assert.not(childrenOf(process.pid).some(isHelper));
  }));

test('what is stored is in no arguments and no environment of a process', () =>
  onSilentBus(async (environment) => {
    const source = `
      import { readFileSync } from 'node:fs';
      import { systemKeychain } from './src/edge/keyring/keychain.ts';
      systemKeychain(process.env).store('account', readFileSync(0, 'utf8'), 600_000);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source], {
      env: environment,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.stdin.end('never-in-argv');
    const helper = async (): Promise<string> => {
      for (;;) {
        const found = childrenOf(child.pid as number).find(isHelper);
        if (found !== undefined) return found;
        await wait(10);
      }
    };
    const pid = await helper();
    try {
      for (const file of ['cmdline', 'environ'])
        assert.not(readFileSync(`/proc/${pid}/${file}`, 'utf8').includes('never-in-argv'), file);
    } finally {
      process.kill(Number(pid), 'SIGKILL');
      child.kill('SIGKILL');
    }
  }));

const missing = missingPrograms();
if (missing !== undefined) {
  test('the programs of a private keychain are installed', () => {
    if (process.env['ATMOS_KIT_TEST_CI'] === 'true') assert.unreachable(`${missing} is not installed`);
    console.log(`SKIPPED ${missing} is not installed`);
  });
} else {
  onBus('a keychain keeps what is stored in it, and a missing entry is nothing', (bus) => {
    const keychain = systemKeychain(bus.environment);
    assert.is(keychain.fault(patience), undefined);
    assert.is(keychain.read('nobody', patience), undefined);
    keychain.store('account', 'text ä', patience);
    keychain.store('account', 'text ö', patience);
    assert.is(keychain.read('account', patience), 'text ö');
  });

  onBus('with a keychain and no wish, the keychain is used, also after a restart', async (bus) => {
    const machine = makeMachine();
    const open = (): Keyring => machine.open({ type: undefined, environment: bus.environment });
    assert.equal(open().describe(), {
      backend: 'system',
      why: 'the system keychain holds the key to them',
      folder: machine.places.sessions,
    });
    await open().put(key, label, secret);
    assert.equal(await open().get(key), stored);
    machine.restart();
    assert.equal(open().labels(), []);
    assert.is(readSecret(machine.places, key), undefined, 'a warm verb asks no keychain');
    assert.equal(await open().get(key), stored);
    assert.equal(readSecret(machine.places, key), stored, 'it is unlocked now');
    machine.restart();
    assert.is(await open().remove(key), true);
    assert.equal(filesBelow(machine.home), []);
  });

  onBus('once unlocked, no command needs the keychain', async (bus) => {
    const machine = makeMachine();
    const open = (): Keyring => machine.open({ type: 'system', environment: bus.environment });
    await open().put(key, label, secret);
    await bus.stop();
    assert.equal(await open().get(key), stored);
    await open().put(key, label, { id: 2 });
    assert.equal(open().labels(), [{ key, label }]);
    machine.restart();
    await problemOf(open().get(key));
    assert.is(filesBelow(machine.places.sessions).length, 1);
  });

  onBus('ten that put at once agree on the key in the keychain', async (bus) => {
    const machine = makeMachine();
    const open = (): Keyring => machine.open({ type: 'system', environment: bus.environment });
    const keys = Array.from({ length: 10 }, (_, index) => `${index}`.repeat(64));
    await Promise.all(keys.map((one) => open().put(one, label, { one })));
    machine.restart();
    for (const one of keys) assert.equal(await open().get(one), { one });
  });

  test('a locked keychain is a problem where it was asked for, and a reason for the file where not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bus-'));
    await (await startBus(folder, 'unlocked')).stop();
    const bus = await startBus(folder, 'locked');
    try {
      const machine = makeMachine();
      await problemOf(machine.open({ type: 'system', environment: bus.environment }).put(key, label, secret));
      const keyring = machine.open({ type: undefined, environment: bus.environment });
      await keyring.put(key, label, secret);
      assert.is(keyring.describe().backend, 'file');
      assert.equal(await keyring.get(key), stored);
    } finally {
      await bus.stop();
    }
  });
}

function onBus(title: string, work: (bus: PrivateBus) => unknown): void {
  test(title, async () => {
    const bus = await startBus(mkdtempSync(join(tmpdir(), 'bus-')), 'unlocked');
    try {
      await work(bus);
    } finally {
      await bus.stop();
    }
  });
}

test.run();
