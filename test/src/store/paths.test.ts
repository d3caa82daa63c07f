import { chmodSync, existsSync, mkdirSync, mkdtempSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import {
  findRuntimeFolder,
  makeLeaseFolder,
  makeRuntimeFolder,
  type Places,
  placesOf,
} from '../../../src/store/paths.ts';

const uid = process.getuid?.() ?? -1;
const scratch = (): string => mkdtempSync(join(tmpdir(), 'paths-'));

test('sessions, answers and generated files follow ATMOS_XDG, then XDG, then HOME', () => {
  const table: [Record<string, string>, string, string][] = [
    [{ HOME: '/h' }, '/h/.local/share/atmos-kit', '/h/.cache/atmos-kit'],
    [{ HOME: '/h', XDG_DATA_HOME: '/d', XDG_CACHE_HOME: '/c' }, '/d/atmos-kit', '/c/atmos-kit'],
    [
      { HOME: '/h', XDG_DATA_HOME: '/d', ATMOS_XDG_DATA_HOME: '/a', ATMOS_XDG_CACHE_HOME: '/b' },
      '/a/atmos-kit',
      '/b/atmos-kit',
    ],
    // Relative and empty values count for nothing.
    [
      { HOME: '/h', XDG_DATA_HOME: 'd', ATMOS_XDG_DATA_HOME: '', XDG_CACHE_HOME: './c' },
      '/h/.local/share/atmos-kit',
      '/h/.cache/atmos-kit',
    ],
    [{ XDG_DATA_HOME: '/d', XDG_CACHE_HOME: '/c' }, '/d/atmos-kit', '/c/atmos-kit'],
  ];
  for (const [variables, data, cache] of table) {
    const places = placesOf(variables, uid);
    assert.is(places.sessions, `${data}/sessions`);
    assert.is(places.leases, `${data}/leases`);
    assert.is(places.shell, `${data}/shell`);
    assert.is(places.answers, `${cache}/answers`);
    assert.is(places.generated, `${cache}/generated`);
  }
});

test('a missing home is a problem only for who needs a place', () => {
  for (const variables of [{}, { HOME: '' }, { HOME: 'here', XDG_DATA_HOME: 'there' }]) {
    const places = placesOf(variables, uid);
    assert.throws(
      () => places.sessions,
      (error: unknown) => isProblem(error) && error.code === 'file-unwritable' && error.hint !== undefined,
    );
  }
});

test('the runtime folder is XDG_RUNTIME_DIR where that is a folder of ours, else in shared memory', () => {
  const root = scratch();
  mkdirSync(join(root, 'run'));
  writeFileSync(join(root, 'file'), '');
  const inShared = (variables: Record<string, string>): Places => {
    const places = placesOf(variables, uid);
    assert.is(places.runtime.at(-1)?.path, `/dev/shm/atmos-kit-${uid}`);
    const shared = { path: join(root, 'shm'), within: root, personal: false };
    return {
      uid,
      sessions: '',
      leases: '',
      answers: '',
      generated: '',
      shell: '',
      runtime: [...places.runtime.slice(0, -1), shared],
    };
  };
  const table: [Record<string, string>, string][] = [
    [{}, 'shm'],
    [{ XDG_RUNTIME_DIR: 'run' }, 'shm'],
    [{ XDG_RUNTIME_DIR: join(root, 'missing') }, 'shm'],
    [{ XDG_RUNTIME_DIR: join(root, 'file') }, 'shm'],
    [{ XDG_RUNTIME_DIR: join(root, 'file/below') }, 'shm'],
    [{ XDG_RUNTIME_DIR: join(root, 'run') }, 'run/atmos-kit'],
  ];
  for (const [variables, expected] of table)
    assert.is(makeRuntimeFolder(inShared(variables)), join(root, expected));
  assert.is(statSync(join(root, 'shm')).mode & 0o777, 0o700);
});

test("somebody else's XDG_RUNTIME_DIR, as sudo hands it on, is passed over", () => {
  const root = scratch();
  const places = placesOf({ XDG_RUNTIME_DIR: root }, uid + 1);
  // The folder belongs to us and not to the person asked for.
  assert.is(makeRuntimeFolder({ ...bare(places), runtime: places.runtime.slice(0, 1) }), undefined);
  assert.not(existsSync(join(root, 'atmos-kit')));
});

test('finding makes nothing, and a name that was taken or opened up counts for nothing', () => {
  const root = scratch();
  const path = join(root, 'shm');
  const places = { ...bare(placesOf({}, uid)), runtime: [{ path, within: root, personal: false }] };
  assert.is(findRuntimeFolder(places), undefined);
  assert.not(existsSync(path));

  mkdirSync(join(root, 'elsewhere'), { mode: 0o700 });
  symlinkSync(join(root, 'elsewhere'), path);
  assert.is(makeRuntimeFolder(places), undefined, 'a link');

  const open = { ...places, runtime: [{ path: join(root, 'open'), within: root, personal: false }] };
  mkdirSync(join(root, 'open'));
  chmodSync(join(root, 'open'), 0o755);
  assert.is(makeRuntimeFolder(open), undefined, 'others may look in');
  chmodSync(join(root, 'open'), 0o700);
  assert.is(findRuntimeFolder(open), join(root, 'open'));
  assert.is(findRuntimeFolder({ ...open, uid: uid + 1 }), undefined, 'of somebody else');
});

test('leases are held beside the sessions, and in memory where nothing can be written there', () => {
  const root = scratch();
  const run = join(root, 'run');
  mkdirSync(run, { mode: 0o700 });
  const home = join(root, 'home');
  const at = (HOME: string) => makeLeaseFolder(placesOf({ HOME, XDG_RUNTIME_DIR: run }, uid));
  assert.is(at(home), join(home, '.local/share/atmos-kit/leases'));
  assert.is(statSync(at(home)).mode & 0o777, 0o700);
  writeFileSync(join(root, 'file'), '');
  for (const unusable of [join(root, 'file'), '']) assert.is(at(unusable), join(run, 'atmos-kit/leases'));
});

const bare = ({ uid: owner, runtime }: Places): Places => ({
  uid: owner,
  runtime,
  sessions: '',
  leases: '',
  answers: '',
  generated: '',
  shell: '',
});

test.run();
