import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem, type ProblemCode } from '../../../../src/domain/problem.ts';
import type { Keyring } from '../../../../src/ports.ts';
import { placesOf } from '../../../../src/store/paths.ts';
import { listLabels, readLabel, readSecret } from '../../../../src/store/session-file.ts';
import {
  filesBelow,
  folderModes,
  key,
  label,
  type Machine,
  makeMachine,
  otherKey,
  secret,
  stored,
} from './machine.ts';

const passphrase = 'correct horse';

async function problem(
  code: ProblemCode,
  work: Promise<unknown>,
): Promise<Error & { hint?: string | undefined }> {
  const error: unknown = await work.then(
    () => assert.unreachable('it should have failed'),
    (reason: unknown) => reason,
  );
  assert.ok(isProblem(error), String(error));
  assert.is(error.code, code);
  assert.ok(error.hint);
  return error;
}

const sessionFiles = (machine: Machine): string[] =>
  readdirSync(machine.places.sessions).filter((name) => name.startsWith(key));
const onlySession = (machine: Machine): string => {
  const [name = '', ...rest] = sessionFiles(machine);
  assert.equal(rest, []);
  return join(machine.places.sessions, name);
};

const backends: [string, (machine: Machine) => Keyring][] = [
  ['a file', (machine) => machine.open()],
  ['a file with a passphrase', (machine) => machine.open({ passphrase })],
  ['memory', (machine) => machine.open({ type: 'memory' })],
];

for (const [name, open] of backends)
  test(`${name}: what is put is got, listed, replaced and removed`, async () => {
    const keyring = open(makeMachine());
    assert.is(await keyring.get(key), undefined);
    assert.equal(keyring.labels(), []);
    assert.is(await keyring.remove(key), false);
    await keyring.put(key, label, secret);
    assert.equal(await keyring.get(key), stored);
    assert.equal(keyring.labels(), [{ key, label }]);
    await keyring.put(otherKey, { ...label, type: 'role-keys' }, { id: 1 });
    await keyring.put(key, { ...label, name: 'new' }, { id: 2 });
    assert.equal(await keyring.get(key), { id: 2 });
    assert.equal(
      keyring.labels().map((one) => [one.key, one.label.name, one.label.type]),
      [
        [key, 'new', 'sign-in'],
        [otherKey, label.name, 'role-keys'],
      ],
    );
    assert.is(await keyring.remove(key), true);
    assert.is(await keyring.remove(key), false);
    assert.is(await keyring.get(key), undefined);
    assert.equal(await keyring.get(otherKey), { id: 1 });
  });

test('any JSON comes back as it went in', async () => {
  const machine = makeMachine();
  const keyring = machine.open();
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.string({ unit: 'binary' }), async (data, name) => {
      await keyring.put(key, { ...label, name }, data);
      assert.equal(readSecret(machine.places, key), JSON.parse(JSON.stringify(data)));
      assert.is(readLabel(machine.places, key)?.name, JSON.parse(JSON.stringify(name)));
    }),
    { numRuns: 60 },
  );
});

test('a warm verb reads label and content with what lies in the folder in memory, passphrase or not', async () => {
  for (const options of [{}, { passphrase }]) {
    const machine = makeMachine();
    await machine.open(options).put(key, label, secret);
    assert.equal(readLabel(machine.places, key), label);
    assert.equal(readSecret(machine.places, key), stored);
    assert.equal(listLabels(machine.places), [{ key, label }]);
  }
});

test('nothing secret stands on the disk, in names or in what is readable by others', async () => {
  for (const options of [{}, { passphrase }]) {
    const machine = makeMachine();
    await machine.open(options).put(key, label, secret);
    const [wrappingKey = ''] = filesBelow(join(machine.run, 'atmos-kit/keys')).map(({ content }) => content);
    assert.is(wrappingKey.length, 43);
    for (const { path, content } of filesBelow(machine.home))
      for (const text of [wrappingKey, 'very-secret-token', 'another-secret', passphrase]) {
        assert.not(content.includes(text), path);
        assert.not(content.includes(Buffer.from(text).toString('base64url')), path);
        assert.not(path.includes(text));
      }
    const all = filesBelow(machine.root);
    assert.equal(
      all.filter(({ mode }) => mode !== 0o600),
      [],
    );
    for (const folder of [machine.places.sessions, join(machine.run, 'atmos-kit')])
      assert.equal([...new Set(folderModes(folder))], [0o700]);
  }
});

test('a folder of sessions that stood open is closed', async () => {
  const machine = makeMachine();
  mkdirSync(machine.places.sessions, { recursive: true });
  chmodSync(machine.places.sessions, 0o755);
  await machine.open().put(key, label, secret);
  assert.is(statSync(machine.places.sessions).mode & 0o777, 0o700);
});

test('after a restart a session without a passphrase is a miss, and its file stays as it is', async () => {
  const machine = makeMachine();
  await machine.open().put(key, label, secret);
  const file = onlySession(machine);
  const before = readFileSync(file, 'utf8');
  machine.restart();
  const keyring = machine.open();
  assert.is(await keyring.get(key), undefined);
  assert.equal(keyring.labels(), []);
  assert.is(await keyring.remove(key), false);
  await keyring.put(key, label, { id: 2 });
  assert.equal(await keyring.get(key), { id: 2 });
  assert.is(readFileSync(file, 'utf8'), before);
  assert.is(sessionFiles(machine).length, 2);
  assert.is(await keyring.remove(key), true);
  assert.is(readFileSync(file, 'utf8'), before);
});

test("another machine's sessions in a shared home are a miss there and stay untouched", async () => {
  const mine = makeMachine();
  const theirs = makeMachine(mine.home);
  await theirs.open().put(key, label, secret);
  const file = onlySession(theirs);
  const before = readFileSync(file, 'utf8');
  const keyring = mine.open();
  assert.is(await keyring.get(key), undefined);
  await keyring.put(key, { ...label, name: 'mine' }, { id: 'mine' });
  await keyring.remove(key);
  assert.is(readFileSync(file, 'utf8'), before);
  assert.equal(await theirs.open().get(key), stored);
});

test('after a restart the passphrase opens the sessions again, once for all commands', async () => {
  const machine = makeMachine();
  await machine.open({ passphrase }).put(key, label, secret);
  machine.restart();
  assert.is(await machine.open().get(key), undefined, 'not without it');
  assert.equal(machine.open({ passphrase }).labels(), []);
  assert.equal(await machine.open({ passphrase }).get(key), stored);
  assert.equal(await machine.open().get(key), stored, 'it is unlocked now');
  assert.equal(machine.open().labels(), [{ key, label }]);
});

test('two machines with one home and one passphrase share their sessions', async () => {
  const one = makeMachine();
  const other = makeMachine(one.home);
  await one.open({ passphrase }).put(key, label, secret);
  assert.equal(await other.open({ passphrase }).get(key), stored);
});

test('signing out after a restart removes what the passphrase opens', async () => {
  const machine = makeMachine();
  await machine.open({ passphrase }).put(key, label, secret);
  machine.restart();
  assert.is(await machine.open({ passphrase }).remove(key), true);
  assert.equal(sessionFiles(machine), []);
});

test('a wrong passphrase is a problem that names its variable and not itself', async () => {
  const machine = makeMachine();
  await machine.open({ passphrase }).put(key, label, secret);
  machine.restart();
  const before = filesBelow(machine.home);
  const wrong = machine.open({ passphrase: 'wrong passphrase', passwordEnv: 'MY_PASSWORD' });
  for (const work of [() => wrong.get(key), () => wrong.put(key, label, secret), () => wrong.remove(key)]) {
    const error = await problem('keyring-unavailable', work());
    assert.match(error.message, 'MY_PASSWORD');
    assert.not.match(error.message + error.hint, 'wrong passphrase');
  }
  assert.equal(filesBelow(machine.home), before);
});

test('a passphrase of fewer than eight characters is a problem before anything is written', async () => {
  const machine = makeMachine();
  const keyring = machine.open({ passphrase: 'sevenn7' });
  const error = await problem('keyring-unavailable', keyring.put(key, label, secret));
  assert.match(error.message, 'ATMOS_KEYRING_PASSWORD');
  assert.not.match(error.message + error.hint, 'sevenn7');
  await problem('keyring-unavailable', keyring.get(key));
  assert.match(keyring.describe().why, 'too short');
  assert.not(existsSync(machine.home));
  await machine.open({ passphrase: 'eight888' }).put(key, label, secret);
});

test('a damaged file for wrapping keys is a problem and is not replaced', async () => {
  const machine = makeMachine();
  const file = join(machine.places.sessions, 'wrapping-key.jwe');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, 'damaged');
  await problem('keyring-unavailable', machine.open({ passphrase }).put(key, label, secret));
  assert.is(readFileSync(file, 'utf8'), 'damaged');
});

test('a torn, empty, swapped or foreign file is a miss, and the next put replaces it', async () => {
  const machine = makeMachine();
  const keyring = machine.open();
  await keyring.put(otherKey, { ...label, name: 'other' }, { id: 'other' });
  await keyring.put(key, label, secret);
  const file = onlySession(machine);
  const whole = readFileSync(file, 'utf8');
  const [header, , iv, text, tag] = whole.split('.') as [string, string, string, string, string];
  const withHeader = (change: object) => {
    const changed = { ...(JSON.parse(Buffer.from(header, 'base64url').toString()) as object), ...change };
    return [Buffer.from(JSON.stringify(changed)).toString('base64url'), '', iv, text, tag].join('.');
  };
  const unreadable = [
    '',
    'no jwe',
    '....',
    'null....',
    whole.slice(0, -1),
    whole.slice(0, whole.length / 2),
    `${whole}.more`,
    withHeader({ kid: '0'.repeat(16) }),
    withHeader({ alg: 'A256KW' }),
    withHeader({ enc: 'A128GCM' }),
    withHeader({ label: undefined }),
    withHeader({ label: null }),
    withHeader({ label: { ...label, type: 'other' } }),
    withHeader({ label: { ...label, madeAt: 5 } }),
  ];
  for (const content of unreadable) {
    writeFileSync(file, content);
    assert.is(await machine.open().get(key), undefined, content);
    assert.is(readLabel(machine.places, key), undefined, content);
    assert.equal(
      listLabels(machine.places).map((one) => one.key),
      [otherKey],
    );
  }
  // These look whole, and only opening them tells.
  const flipped = `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;
  for (const content of [
    [header, '', iv, flipped, tag].join('.'),
    [header, '', iv, text, `${tag.startsWith('A') ? 'B' : 'A'}${tag.slice(1)}`].join('.'),
    withHeader({ label: { ...label, name: 'somebody else' } }),
  ]) {
    writeFileSync(file, content);
    assert.is(await machine.open().get(key), undefined);
  }
  await machine.open().put(key, label, { id: 2 });
  assert.equal(await machine.open().get(key), { id: 2 });
  assert.is(onlySession(machine), file);
});

test('a damaged or swapped wrapping key in memory is a miss and is made anew', async () => {
  for (const content of ['', 'short', 'A'.repeat(43)]) {
    const machine = makeMachine();
    await machine.open().put(key, label, secret);
    const [wrappingKey] = filesBelow(join(machine.run, 'atmos-kit/keys'));
    writeFileSync(wrappingKey?.path as string, content);
    assert.is(readSecret(machine.places, key), undefined);
    await machine.open().put(key, { ...label, madeAt: '2026-01-02T00:00:00.000Z' }, { id: 2 });
    assert.equal(await machine.open().get(key), { id: 2 });
    const names = readdirSync(join(machine.run, 'atmos-kit/keys'));
    assert.is(names.length, 2, 'a new key under a name of its own');
  }
});

test('without a home, every method says that there is no place, and memory needs none', async () => {
  const machine = makeMachine();
  const places = placesOf({ XDG_RUNTIME_DIR: machine.run }, machine.places.uid);
  const keyring = machine.open({ places });
  for (const work of [() => keyring.get(key), () => keyring.put(key, label, secret)])
    assert.match((await problem('file-unwritable', work())).hint ?? '', 'HOME');
  const memory = machine.open({ places, type: 'memory' });
  await memory.put(key, label, secret);
  assert.equal(await memory.get(key), stored);
});

test('a change of backend leaves one session, and the newest counts', async () => {
  const machine = makeMachine();
  await machine.open().put(key, label, { id: 1 });
  await machine.open({ passphrase }).put(key, label, { id: 2 });
  assert.equal(await machine.open().get(key), { id: 2 });
  assert.is(sessionFiles(machine).length, 1);

  const file = onlySession(machine);
  copyFileSync(file, `${file}.copy`);
  await machine.open().put(key, { ...label, madeAt: '2026-01-02T00:00:00.000Z' }, { id: 3 });
  copyFileSync(`${file}.copy`, file);
  assert.is(sessionFiles(machine).filter((name) => name.endsWith('.jwe')).length, 2);
  assert.equal(await machine.open().get(key), { id: 3 });
  assert.equal(
    listLabels(machine.places).map((one) => one.label.madeAt),
    ['2026-01-02T00:00:00.000Z'],
  );
});

test('ten that put at once agree on one wrapping key', async () => {
  for (const options of [{}, { passphrase }]) {
    const machine = makeMachine();
    const keys = Array.from({ length: 10 }, (_, index) => `${index}`.repeat(64));
    await Promise.all(keys.map((one) => machine.open(options).put(one, label, { one })));
    assert.is(readdirSync(join(machine.run, 'atmos-kit/keys')).length, 1);
    for (const one of keys) assert.equal(readSecret(machine.places, one), { one });
  }
});

test('without a folder in memory, sessions are kept in memory, said out loud once', async () => {
  for (const type of ['file', 'system', undefined] as const) {
    const machine = makeMachine();
    rmSync(machine.run, { recursive: true });
    const { uid, runtime } = machine.places;
    const places = { ...machine.places, uid, runtime: runtime.slice(0, 1) };
    const keyring = machine.open({ type, places, passphrase });
    await keyring.put(key, label, secret);
    await keyring.put(otherKey, label, secret);
    assert.equal(await keyring.get(key), stored);
    assert.is(machine.said.length, 1);
    assert.match(machine.said[0] ?? '', /kept in memory .*XDG_RUNTIME_DIR/);
    assert.is(keyring.describe().backend, 'memory');
    assert.not(existsSync(machine.home));
  }
});

test('memory is for this process alone and says so', async () => {
  const machine = makeMachine();
  const keyring = machine.open({ type: 'memory' });
  assert.equal(machine.said, []);
  await keyring.put(key, label, secret);
  assert.is(machine.said.length, 1);
  assert.equal(await keyring.get(key), stored);
  assert.is(await machine.open({ type: 'memory' }).get(key), undefined);
  assert.equal(keyring.describe(), { backend: 'memory', why: 'auth.keyring.type is memory' });
  assert.equal(filesBelow(machine.root), []);
});

test('a memory keyring does not read what another backend stored', async () => {
  const machine = makeMachine();
  await machine.open().put(key, label, secret);
  assert.is(await machine.open({ type: 'memory' }).get(key), undefined);
  assert.equal(machine.open({ type: 'memory' }).labels(), []);
});

test('reading where nothing is stored makes nothing', async () => {
  const machine = makeMachine();
  for (const type of ['file', undefined] as const) {
    const keyring = machine.open({ type });
    assert.is(await keyring.get(key), undefined);
    assert.equal(keyring.labels(), []);
    assert.is(await keyring.remove(key), false);
  }
  assert.equal(readdirSync(machine.root), ['run']);
  assert.equal(readdirSync(machine.run), []);
});

test('the keyring says which backend it is and why', () => {
  const machine = makeMachine();
  const folder = machine.places.sessions;
  const plain = machine.open().describe();
  assert.is(plain.backend, 'file');
  assert.is(plain.folder, folder);
  assert.match(plain.why, /type is file; the key to them is in .*run\/atmos-kit until/);
  assert.match(machine.open({ passphrase }).describe().why, 'passphrase in ATMOS_KEYRING_PASSWORD');
});

test('a file where the home folder must be is a problem that names it, and changes nothing', async () => {
  const machine = makeMachine();
  writeFileSync(machine.home, 'kept');
  const keyring = machine.open();
  assert.is(await keyring.get(key), undefined);
  const error = await problem('file-unwritable', keyring.put(key, label, secret));
  assert.match(error.message, machine.places.sessions);
  assert.is(readFileSync(machine.home, 'utf8'), 'kept');
});

test('sessions may live behind a link', async () => {
  const machine = makeMachine();
  const real = join(machine.root, 'real');
  mkdirSync(real);
  mkdirSync(dirname(machine.places.sessions), { recursive: true });
  symlinkSync(real, machine.places.sessions);
  await machine.open().put(key, label, secret);
  assert.equal(await machine.open().get(key), stored);
  assert.is(readdirSync(real).length, 1);
});

test.run();
