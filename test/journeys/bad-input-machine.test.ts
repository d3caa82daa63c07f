import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Desk, type Ended, more, withDesk } from './desk.ts';
import { diskOf } from './disk.ts';

const notSignedIn = `atmos-kit: You are not signed in at sso (https://acme.awsapps.com/start).\n  atmos-kit auth login --provider sso\n${more('login-required')}`;
const sessionsOf = (desk: Desk) => join(desk.home, '.local/share/atmos-kit/sessions');
const sessionFiles = (desk: Desk) =>
  readdirSync(sessionsOf(desk)).map((name) => join(sessionsOf(desk), name));

function refused({ exitCode, stdout, stderr }: Ended, says: string, code = 1): void {
  assert.is(stderr, says);
  assert.is(stdout, '');
  assert.is(exitCode, code);
}

test('a home that is a file is told before anybody signs in for nothing', () =>
  withDesk(async (desk) => {
    const home = join(desk.folder, 'file');
    writeFileSync(home, 'a file');
    const at = { variables: { HOME: home } };
    const before = diskOf(desk);
    const login = await desk.kit('auth login --device', at);
    assert.match(
      login.stderr,
      /^atmos-kit: \S+\/file\/\.local\/share\/atmos-kit\/sessions\/\S+ cannot be written: a file stands where a folder must be\.\n {2}Move the file away, or let HOME \(or XDG_DATA_HOME, XDG_CACHE_HOME\) name another folder\.\n$/,
    );
    assert.is(login.exitCode, 1);
    // The portal was not even asked: it has nothing to log.
    assert.not.ok(existsSync(join(desk.emulator.dir, 'audit.jsonl')));
    assert.is(readFileSync(home, 'utf8'), 'a file');
    const start = await desk.kit('emulator start --port 0', at);
    assert.match(
      start.stderr,
      /^atmos-kit: The emulator's folder \S+ cannot be made: .*\n {2}Name another folder with --dir FOLDER\.\n$/,
    );
    assert.is(start.exitCode, 1);
    // Whatever needs no writing works.
    assert.is((await desk.kit('auth whoami', at)).exitCode, 2);
    assert.is((await desk.kit('auth list', at)).exitCode, 0);
    assert.is((await desk.kit('identity vpc -s plat-ue1-dev', at)).exitCode, 0);
    assert.is((await desk.kit('auth logout', at)).stderr, 'Nobody was signed in at sso.\n');
    assert.is((await desk.kit('emulator status', at)).exitCode, 3);
    assert.equal(
      diskOf(desk).filter((line) => !line.startsWith('run/')),
      before,
    );
  }));

test('a home that may not be written is told as well', () =>
  withDesk(async (desk) => {
    const isRoot = process.getuid?.() === 0;
    const setpriv = spawnSync('/bin/sh', ['-c', 'command -v setpriv']).status === 0;
    // Root may write everywhere, so there it is somebody else who tries.
    if (isRoot && !setpriv) return skip('setpriv is not installed');
    const somebody = 65534;
    if (isRoot) {
      for (const path of [tmpdir(), join(desk.folder, '..'), desk.folder]) letThrough(path);
      chownSync(desk.run, somebody, somebody);
    }
    chmodSync(desk.home, 0o555);
    const who = isRoot ? `setpriv --reuid=${somebody} --clear-groups ` : '';
    const login = desk.onShell(`${who}"$@"; echo "code $?"`, 'auth login --device', { columns: 300 });
    await login.waitFor(' cannot be written: you may not write there.');
    await login.waitFor('Give yourself the right to write there');
    await login.waitFor('code 1');
    await login.ended;
    assert.not.match(login.shown(), 'shows the code');
    chmodSync(desk.home, 0o700);
    assert.equal(readdirSync(desk.home), []);
  }));

// Another user has to get to the project; the runner gives every test file a folder of its own, closed to others.
function letThrough(folder: string): void {
  const { mode } = statSync(folder);
  if ((mode & 0o001) === 0) chmodSync(folder, (mode & 0o777) | 0o011);
}

test('a port in use is told with the way out', () =>
  withDesk(async (desk) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const port = (server.address() as { port: number }).port;
    try {
      for (const flag of ['', ' --foreground'])
        refused(
          await desk.kit(`emulator start --port ${port}${flag}`),
          `atmos-kit: Port ${port} of 127.0.0.1 is in use.\n  Name another port with --port N; --port 0 picks a free one.\n`,
        );
      assert.is((await desk.kit('emulator status')).exitCode, 3);
    } finally {
      server.close();
    }
  }));

const harms: readonly (readonly [name: string, harm: (desk: Desk) => void])[] = [
  ['torn', (desk) => each(desk, (text) => text.slice(0, text.length / 2))],
  ['empty', (desk) => each(desk, () => '')],
  ['garbage', (desk) => each(desk, () => '\u0000{not a session}\n')],
  ['changed in one letter', (desk) => each(desk, otherLetter)],
  ['swapped with another', (desk) => swap(sessionFiles(desk))],
  ['without its key', (desk) => rmSync(join(desk.run, 'atmos-kit'), { recursive: true })],
  ['under a wrong key', (desk) => wrongKey(join(desk.run, 'atmos-kit', 'keys'))],
];

function each(desk: Desk, change: (text: string) => string): void {
  for (const file of sessionFiles(desk)) writeFileSync(file, change(readFileSync(file, 'utf8')));
}

// Well before the end, whose last letter holds bits that mean nothing.
function otherLetter(text: string): string {
  const at = text.length - 60;
  return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
}

function swap([first = '', second = '']: readonly string[]): void {
  const [one, two] = [readFileSync(first), readFileSync(second)];
  writeFileSync(first, two);
  writeFileSync(second, one);
}

function wrongKey(folder: string): void {
  for (const name of readdirSync(folder))
    writeFileSync(join(folder, name), Buffer.alloc(32, 7).toString('base64url'));
}

for (const [name, harm] of harms)
  test(`a session file that is ${name} counts as none, and signing in again puts it right`, () =>
    withDesk(async (desk) => {
      await desk.signIn();
      await desk.kit('auth whoami -i plat-dev/terraform');
      assert.is(sessionFiles(desk).length, 2);
      harm(desk);
      refused(await desk.kit('auth whoami -i plat-dev/ReadOnlyAccess'), notSignedIn, 2);
      const again = await desk.signIn();
      assert.is(again.exitCode, 0, again.stderr);
      assert.match(again.stderr, /\nSigned in at sso /);
      const who = await desk.kit('auth whoami -i plat-dev/terraform');
      assert.is(who.exitCode, 0, who.stderr);
      assert.match(who.stdout, /^Identity {4}plat-dev\/terraform\n/);
    }));

test('what cannot be read is signed out of here, and it is said that the portal was not told', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    each(desk, (text) => text.slice(0, -5));
    assert.is(
      (await desk.kit('auth logout')).stderr,
      'Signed out of sso.\nThe portal could not be told (what was stored of it cannot be read); its session ends by itself.\n',
    );
    assert.equal(sessionFiles(desk), []);
  }));

test('after a restart nobody is signed in, and what another boot stored is left alone', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    const [before] = sessionFiles(desk);
    rmSync(join(desk.run, 'atmos-kit'), { recursive: true });
    refused(
      await desk.kit('auth whoami'),
      `atmos-kit: You are not signed in at sso.\n  atmos-kit auth login --provider sso\n${more('login-required')}`,
      2,
    );
    assert.is((await desk.kit('auth logout')).stderr, 'Nobody was signed in at sso.\n');
    await desk.signIn();
    assert.is((await desk.kit('auth whoami')).exitCode, 0);
    assert.ok(sessionFiles(desk).includes(before ?? ''));
  }));

test('an emulator that is not running is told with how to start it', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    const before = diskOf(desk);
    const gone = { variables: { ATMOS_KIT_ENDPOINT: 'http://127.0.0.1:1' } };
    const start = '  atmos-kit emulator start --port 1\n';
    refused(
      await desk.kit('auth login', gone),
      `atmos-kit: http://127.0.0.1:1 cannot be reached: nobody listens there (ECONNREFUSED).\n${start}${more('endpoint-unreachable')}`,
    );
    const plan = await desk.kit('terraform plan vpc -s plat-ue1-dev', gone);
    assert.ok(
      plan.stderr.endsWith(
        `atmos-kit: Nothing answers at http://127.0.0.1:1, the endpoint of provider sso.\n${start}`,
      ),
      plan.stderr,
    );
    assert.is(plan.exitCode, 1);
    // Whoever signed in before it went away still has what rests here.
    assert.is((await desk.kit('auth whoami')).exitCode, 0);
    assert.equal(diskOf(desk), before);
  }));

function skip(why: string): void {
  if (process.env['ATMOS_KIT_TEST_CI'] === 'true') throw new Error(`${why}.`);
  console.log(`\nSKIPPED ${why}`);
}

test.run();
