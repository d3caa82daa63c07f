/** `atmos kit …`: the custom commands of this repository, run by a stand-in for Atmos and by this program. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { AtmosBeside } from './atmos-beside.ts';
import { oneDesk } from './one-desk.ts';

const desk = oneDesk();
const programs = ['atmos', 'atmos-kit'] as const;

for (const name of programs) {
  test(`${name} kit: verbs get what was typed, as it was typed`, async () => {
    const beside = new AtmosBeside(desk());
    const who = await beside.run(name, 'kit who');
    assert.match(who.stdout, /^Signed in {2}sso /, who.stderr);
    const identity = await beside.run(name, 'kit identity vpc -s plat-ue1-dev -- --format json');
    assert.is(JSON.parse(identity.stdout).identity, 'plat-dev/terraform', identity.stderr);
    const script = 'echo "$AWS_PROFILE <$1> <$2>"; exit 7';
    const words = ['kit', 'exec', 'plat-dev/ReadOnlyAccess', '--', 'sh', '-c', script, 'sh', 'a  b', "it's"];
    const exec = await beside.run(name, words);
    assert.is(exec.stdout, "plat-dev/ReadOnlyAccess <a  b> <it's>\n");
    assert.is(exec.exitCode, 7);
    const other = await beside.run(name, 'kit run -- list stacks --format csv');
    assert.match(other.stdout, /plat-ue1-dev/);
    const preview = await beside.run(name, 'kit plan vpc -s plat-ue1-dev -- --dry-run');
    assert.match(preview.stderr, /It would run as plat-dev\/terraform/);
  });

  test(`${name} kit: a name is a word and never code`, async () => {
    const beside = new AtmosBeside(desk());
    const ended = await beside.run(name, ['kit', 'plan', '$(touch ran)`touch ran`', '-s', 'plat-ue1-dev']);
    assert.is(ended.exitCode, 1);
    assert.match(ended.stderr, /\$\(touch ran\)/);
    assert.not(existsSync(join(desk().project, 'ran')));
  });

  test(`${name} kit: one may call the other, and itself, within a command`, async () => {
    const beside = new AtmosBeside(desk());
    for (const inner of programs) {
      const words = ['kit', 'exec', 'plat-dev/ReadOnlyAccess', '--', inner, 'kit', 'who'];
      const { exitCode, stdout, stderr } = await beside.run(name, words);
      assert.is(exitCode, 0, stderr);
      assert.match(stdout, /^Signed in {2}sso /);
    }
  });
}

test('help has one line for the whole group, and the group has one for each of its commands', async () => {
  const { stdout } = await desk().kit('--help');
  const lines = stdout.match(/^ {2}kit .*$/gm) ?? [];
  assert.is(lines.length, 1, lines.join('\n'));
  assert.match(lines[0] as string, /^ {2}kit +Sign in once, /);
  const group = await desk().kit('kit --help');
  assert.match(group.stdout, /^ {2}kit login +Sign in [\s\S]*^ {2}kit run +Any other verb/m);
});

test('an atmos-kit that only calls atmos kit is refused, and nothing goes round', async () => {
  const beside = new AtmosBeside(desk());
  beside.write('atmos-kit', 'exec atmos kit "$@"');
  const before = beside.calls().length;
  const { exitCode, stderr } = await beside.run('atmos', 'kit login');
  assert.is(exitCode, 1);
  assert.match(stderr, /atmos kit was called by itself/);
  assert.equal(beside.calls().slice(before), ['kit login', 'kit login']);
});

test('this program is its own program, whatever stands on PATH; Atmos takes that, or the one that is named', async () => {
  const beside = new AtmosBeside(desk());
  beside.write('atmos-kit', 'exit 9');
  const PATH = beside.variables['PATH'] ?? '';
  const own = await desk().kit('kit who', { variables: { PATH } });
  assert.match(own.stdout, /^Signed in {2}sso /, own.stderr);
  assert.is((await beside.run('atmos', 'kit who')).exitCode, 9);
  beside.write('another', `echo another "$@"`);
  const named = await beside.run('atmos', 'kit who', { ATMOS_KIT_PROGRAM: 'another' });
  assert.is(named.stdout, 'another auth whoami\n');
});

test.run();
