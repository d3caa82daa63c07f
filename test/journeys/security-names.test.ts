/**
 * Names that somebody else chose are only text: an administrator names accounts and people, a colleague identities,
 * stacks and profiles. No shell runs them, no terminal obeys them, no spreadsheet reckons with them.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Verb } from '../../scripts/grammar/verb.ts';
import { verbs } from '../../scripts/grammar/verbs.ts';
import { acme } from '../emulator/running.ts';
import { type Desk, withDesk } from './desk.ts';

const evil = [
  `quo'te"s`,
  '$(touch pwned)',
  '`touch pwned`',
  'two\nlines',
  'carriage\rreturn',
  '\x1b]0;owned\x07title',
  '\x1b[2Jclear',
  '\u009b31mc1',
  '\u202egnp.exe',
  'pi|pe',
  'semi;touch pwned;',
  'a&touch pwned&b',
  '=cmd|calc',
  '@SUM(1)',
  'com,ma',
  '$HOME',
  '!event',
  '*',
  '--help',
  '{{ .bad }}',
  '%s%n',
  '<b>tag</b>',
  'back\\slash',
] as const;
const all = evil.join(' ');
const account = '222222222202';

const seed = {
  ...acme,
  accounts: acme.accounts.map((one) => (one.id === account ? { ...one, name: all } : one)),
  people: acme.people.map((one) => (one.user === 'dana' ? { ...one, displayName: all } : one)),
};

const text = JSON.stringify;

function writeProject(desk: Desk): void {
  const identities = evil.map(
    (name) =>
      `    ${text(name)}:\n      kind: aws/permission-set\n      via: { provider: sso }\n` +
      `      principal: { name: ReadOnlyAccess, account: { name: ${text(all)} } }\n`,
  );
  desk.write('profiles/developers/evil.yaml', `auth:\n  identities:\n${identities.join('')}`);
  desk.write(
    'stacks/orgs/acme/plat/dev/evil.yaml',
    `name: ${text(`evil ${all.replaceAll('{{ .bad }}', '')}`)}\ncomponents:\n  terraform:\n    ${text('c$(touch pwned)\x1b]0;x\x07')}:\n` +
      `      metadata: { component: vpc }\n      vars: { name: ${text(all.replaceAll('{{ .bad }}', ''))} }\n`,
  );
  desk.write(
    'workflows/evil.yaml',
    `workflows:\n  ${text('w$(touch pwned)\x1b]0;x\x07')}:\n    description: ${text(all)}\n    steps: []\n`,
  );
  for (const name of evil) {
    if (name.includes('/') || name === '*') continue;
    mkdirSync(join(desk.project, 'profiles', name), { recursive: true });
    desk.write(join('profiles', name, 'auth.yaml'), 'auth: {}\n');
  }
}

// Line breaks and tabs make a listing; everything else steers a terminal. CSV ends its lines with both.
const steering = /[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)/;
const reordering = /[\u202a-\u202e\u2066-\u2069]/;

function inert(what: string, output: string): void {
  assert.not.match(
    output,
    steering,
    `${what}: ${JSON.stringify(output.match(steering)?.input?.slice(0, 4000))}`,
  );
  assert.not.match(output, reordering, what);
}

function nothingRan(desk: Desk, what: string): void {
  const names = readdirSync(desk.folder, { recursive: true }).map(String);
  assert.equal(
    names.filter((name) => /(^|\/)pwned/.test(name)),
    [],
    what,
  );
}

/** Every way in which a verb that only looks can be asked to print. */
function* listings(): Generator<readonly string[]> {
  const looks = (verb: Verb) =>
    verb.words.every(({ optional }) => optional) &&
    /^(auth (list|whoami|validate|discover)|list|describe (stacks|config|workflows)|validate stacks)/.test(
      verb.path.join(' '),
    );
  for (const verb of verbs.filter(looks))
    for (const format of verb.flags['format']?.choices ?? [undefined])
      yield [...verb.path, ...(format === undefined ? [] : ['--format', format])];
}

const withEvil = (work: (desk: Desk) => Promise<void>) =>
  withDesk(
    async (desk) => {
      writeProject(desk);
      assert.is((await desk.signIn()).exitCode, 0);
      await work(desk);
    },
    { seed },
  );

test('no listing in any format steers a terminal, and nothing in a name is run', () =>
  withEvil(async (desk) => {
    let printed = '';
    for (const words of listings()) {
      const { stdout, stderr, exitCode } = await desk.kit(words);
      assert.is.not(exitCode, 70, `${words.join(' ')}\n${stderr}`);
      inert(`stdout of ${words.join(' ')}`, stdout);
      inert(`stderr of ${words.join(' ')}`, stderr);
      printed += stdout;
    }
    assert.match(printed, '$(touch pwned)', 'the names are really there');
    nothingRan(desk, 'listings');
  }));

test('an account of such a name is found by it, and told without its teeth', () =>
  withEvil(async (desk) => {
    for (const format of ['table', 'json']) {
      const who = await desk.kit(['auth', 'whoami', '--identity', '$(touch pwned)', '--format', format]);
      assert.is(who.exitCode, 0, who.stderr);
      inert(`whoami ${format}`, who.stdout);
      assert.match(who.stdout, account);
    }
    for (const name of evil.filter((_, index) => index % 3 === 0)) {
      const { stdout, stderr, exitCode } = await desk.kit([
        'auth',
        'console',
        `--identity=${name}`,
        '--print-only',
      ]);
      assert.is(exitCode, 0, stderr);
      assert.match(stdout, /^http:\/\/127\.0\.0\.1:\d+\/federation\?[\w%=&.+*-]+\n$/);
      inert(`console ${name}`, stderr);
    }
    nothingRan(desk, 'whoami and console');
  }));

test('Problems quote such names without their teeth', () =>
  withEvil(async (desk) => {
    for (const [index, name] of evil.entries()) {
      const ways = [
        ['auth', 'whoami', `--identity=x${name}`],
        ['auth', 'login', `--provider=x${name}`],
        ['auth', 'console', '--identity=plat-dev/terraform', '--print-only', `--destination=x${name}`],
        ['identity', `x${name}`, `--stack=x${name}`],
        [`x${name}`],
        ['auth', `x${name}`],
        ['list', 'stacks', `--format=x${name}`],
      ];
      // Each name in two ways, each way with several names.
      for (const words of [ways[index % ways.length] ?? [], ways[(index + 3) % ways.length] ?? []]) {
        const { stdout, stderr, exitCode } = await desk.kit(words, {
          variables: { ATMOS_KIT_PROBLEMS: name === evil[0] ? 'json' : undefined },
        });
        assert.ok(exitCode === 1 || exitCode === 2, `${exitCode} ${words.join(' ')}\n${stderr}`);
        assert.is(stdout, '');
        inert(words.join(' '), stderr);
      }
    }
    nothingRan(desk, 'Problems');
  }));

const shells = {
  bash: ['bash', '--norc'],
  zsh: ['zsh', '-f'],
  fish: ['fish', '--no-config'],
} as const;

for (const [shell, [program, ...options]] of Object.entries(shells))
  test(`what ${shell} is given to evaluate sets variables and runs nothing`, () =>
    withEvil(async (desk) => {
      const formats = verbs.find(({ path }) => path.join(' ') === 'auth env')?.flags['format']?.choices ?? [];
      if (!formats.includes(shell)) return;
      for (const [index, name] of evil.entries())
        for (const mode of index % 4 === 0 ? ['process', 'env'] : ['process']) {
          const { exitCode, stdout, stderr } = await desk.kit([
            'auth',
            'env',
            `--identity=${name}`,
            `--credentials=${mode}`,
            '--format',
            shell,
          ]);
          inert(`${shell} ${name}`, stderr);
          // A name that cannot be that of an AWS config profile is refused, and nothing is printed.
          if (exitCode !== 0) {
            assert.is(stdout, '');
            continue;
          }
          // Keys stand in no argument, and in a file no longer than they must.
          const file = join(desk.folder, 'evaluated');
          writeFileSync(file, `${stdout}\necho ended\n`);
          const { stdout: heard, stderr: said } = await execa(program, [...options, file], {
            cwd: desk.project,
            env: { PATH: process.env['PATH'] ?? '', HOME: desk.home },
            extendEnv: false,
            reject: false,
          });
          rmSync(file);
          assert.is(heard, 'ended', `${shell}: ${stdout}\n${said}`);
          assert.is(said, '');
        }
      nothingRan(desk, shell);
    }));

test('a picker shows such names as text', () =>
  withEvil(async (desk) => {
    const terminal = desk.onTerminal(['auth', 'whoami', '--identity']);
    await terminal.waitFor('?');
    for (const typed of ['clear', 'title', 'gnp', 'touch']) {
      terminal.type(typed);
      await terminal.waitFor(typed);
      terminal.type('\x7f'.repeat(typed.length));
    }
    terminal.type('\x03');
    assert.is(await terminal.ended, 130);
    const shown = terminal.shown();
    for (const raw of ['\x1b]0;owned', '\x1b[2Jclear', '\u009b31m', '\u202egnp'])
      assert.not.ok(shown.includes(raw), JSON.stringify(raw));
    nothingRan(desk, 'picker');
  }));

test('a spreadsheet takes no cell of a list of identities for a formula', () =>
  withEvil(async (desk) => {
    const { stdout } = await desk.kit('auth list --format csv');
    for (const cell of stdout.split(/[,\r\n]+/)) assert.not.match(cell, /^"?[=@]/, cell);
    assert.match(stdout, "'=cmd|calc");
  }));

test.run();
