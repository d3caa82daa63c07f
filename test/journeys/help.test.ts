import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { verbs } from '../../scripts/grammar/verbs.ts';
import { withDesk } from './desk.ts';

const bug = /this is a bug|\n {4}at /;

test('every verb explains itself with an example, on stdout, without a project or a home', () =>
  withDesk(async (desk) => {
    const nowhere = { cwd: '/', variables: { HOME: undefined, ATMOS_PROFILE: 'nobody' } };
    for (const { path, examples } of verbs)
      for (const flag of ['--help', '-h']) {
        const { exitCode, stdout, stderr } = await desk.kit([...path, flag], nowhere);
        const name = path.join(' ');
        assert.is(exitCode, 0, name);
        assert.is(stderr, '', name);
        assert.ok(stdout.startsWith(`Usage: atmos-kit ${name} `), stdout);
        assert.ok(examples.length > 0, name);
        for (const [command] of examples) assert.ok(stdout.includes(`  ${command}`), name);
      }
  }));

test('the overview and those of groups are data when they were asked for, and a complaint when not', () =>
  withDesk(async (desk) => {
    for (const words of ['--help', '-h', 'help', 'auth --help', 'emulator -h']) {
      const { exitCode, stdout, stderr } = await desk.kit(words);
      assert.is(exitCode, 0, words);
      assert.is(stderr, '', words);
      assert.match(stdout, /^atmos-kit: .*\n\nUsage: atmos-kit VERB/);
    }
    for (const words of ['', 'auth', 'emulator']) {
      const { exitCode, stdout, stderr } = await desk.kit(words);
      assert.is(exitCode, 1, words);
      assert.is(stdout, '', words);
      assert.match(stderr, /^atmos-kit: .*\n\nUsage: atmos-kit VERB/);
    }
    assert.match((await desk.kit('--version')).stdout, /^\d+\.\d+\.\d+\n$/);
  }));

const auth = verbs.filter(({ path, hidden }) => path[0] === 'auth' && !hidden).map(({ path }) => path[1]);

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'troubleshooting.md'), 'utf8');
const explained = [...page.matchAll(/^## ([a-z-]+)$/gm)].map(([, code]) => code).sort();

for (const [words, says] of [
  ['signin', 'There is no verb "signin".\n  atmos-kit --help lists them.'],
  ['--verbose', 'There is no verb "--verbose".\n  atmos-kit --help lists them.'],
  ['auth signin', `There is no verb "auth signin".\n  auth knows ${auth.join(', ')}.`],
  ['auth whoami --jsn', '--jsn is not a flag of auth whoami.\n  atmos-kit auth whoami --help'],
  ['auth whoami -x', '-x is not a flag of auth whoami.\n  atmos-kit auth whoami --help'],
  ['auth whoami dana', 'auth whoami does not take "dana".\n  atmos-kit auth whoami --help'],
  ['auth whoami -o csv', '-o is one of table, json, yaml, not "csv".\n  atmos-kit auth whoami --help'],
  ['auth list --format', '--format needs a value.\n  atmos-kit auth list --help'],
  ['auth login --device=yes', '--device takes no value.\n  atmos-kit auth login --help'],
  ['identity', 'identity needs a component.\n  atmos-kit identity --help'],
  ['identity vpc', 'identity needs a stack: -s STACK.\n  atmos-kit identity --help'],
  ['auth process', 'auth process needs --identity.\n  atmos-kit auth process --help'],
  ['terraform plan vpc', 'terraform plan vpc needs a stack.\n  atmos-kit terraform plan vpc -s STACK'],
  [
    'emulator start --port x',
    '--port x is not a port.\n  A port is a number from 1 to 65535; 0 picks a free one.',
  ],
  ['emulator start --idle x', '--idle x is not a duration.\n  Write it like 30m or 8h.'],
  ['emulator start --latency 50', '--latency 50 is not a duration.\n  Write it like 50ms or 1s.'],
  [
    'emulator start --portal-limit 0',
    '--portal-limit 0 is not a number of requests per second.\n  Write a number from 1 on, such as 20, which is what AWS allows.',
  ],
  [
    'explain usage',
    `There is no section about "usage"; there are ${explained.join(', ')}.\n  atmos-kit explain lists them with what they mean.`,
  ],
  ['emulator logs -n x', '--lines x is not a number of lines.\n  Write it like -n 20.'],
  [
    'emulator reset',
    'This forgets every sign-in and state object of the emulator.\n  atmos-kit emulator reset --yes',
  ],
] as const)
  test(`atmos-kit ${words} is answered with the next step`, () =>
    withDesk(async (desk) => {
      const { exitCode, stdout, stderr } = await desk.kit(words);
      assert.is(stderr, `atmos-kit: ${says}\n`);
      assert.is(stdout, '');
      assert.is(exitCode, 1);
    }));

test('data stands on stdout alone, and what is for people on stderr alone', () =>
  withDesk(async (desk) => {
    const login = await desk.signIn();
    assert.is(login.stdout, '');
    for (const words of [
      'auth whoami',
      'auth whoami -o json',
      'auth whoami -i plat-dev/terraform',
      'auth list',
      'auth list -f json',
      'auth process -i plat-dev/terraform',
      'identity vpc -s plat-ue1-dev',
      'identity vpc -s plat-ue1-dev --explain --format json',
      'emulator status',
    ]) {
      const { stdout, stderr } = await desk.kit(words);
      assert.is(stderr, '', words);
      assert.ok(stdout.length > 0, words);
      if (words.includes('json') || words.includes('process')) JSON.parse(stdout);
    }
    for (const words of [
      'auth login',
      'auth logout --dry-run',
      'emulator logs',
      'emulator stop',
      'auth logout',
    ]) {
      const { exitCode, stdout, stderr } = await desk.kit(words);
      assert.is(exitCode, 0, words);
      assert.is(stdout, '', words);
      assert.not.match(stderr, bug);
      assert.ok(stderr.length > 0, words);
    }
  }));

test('a reader that goes away ends the program without a word', () =>
  withDesk(async (desk) => {
    const run = desk.onShell('("$@"; echo "code $?" >&2) | true', 'auth list');
    await run.waitFor('code 141');
    await run.ended;
    assert.not.match(run.shown(), bug);
  }));

test.run();
