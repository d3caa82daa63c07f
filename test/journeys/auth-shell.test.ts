/** Shells that run as an identity: bash, zsh and fish as people have set them up, on a terminal. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { oneDesk } from './one-desk.ts';

const program = join(import.meta.dirname, '..', '..', 'dist', 'atmos-kit.cjs');
const atDesk = oneDesk();
const as = ['auth', 'shell', '--identity', 'plat-dev/ReadOnlyAccess'];

interface Shell {
  readonly name: string;
  /** A start-up file that is a person's own, below their home, and what it says. */
  readonly file: string;
  readonly content: string;
  /** Shows these variables between angle brackets. */
  show(...names: readonly string[]): string;
  readonly status: string;
}

const posix = (...names: readonly string[]) => `echo "shows ${names.map((name) => `<$${name}>`).join(' ')}"`;
const shells: readonly Shell[] = [
  {
    name: 'bash',
    file: '.bashrc',
    content: 'PS1="own $ "\nexport OWN=start-up AWS_PROFILE=wrong AWS_ACCESS_KEY_ID=wrong\n',
    show: posix,
    status: '$?',
  },
  {
    name: 'zsh',
    file: '.zshrc',
    content: 'PROMPT="own %# "\nexport OWN=start-up AWS_PROFILE=wrong AWS_ACCESS_KEY_ID=wrong\n',
    show: posix,
    status: '$?',
  },
  {
    name: 'fish',
    file: '.config/fish/config.fish',
    content:
      'function fish_prompt; echo -n "own > "; end\nset -gx OWN start-up; set -gx AWS_PROFILE wrong; set -gx AWS_ACCESS_KEY_ID wrong\n',
    show: posix,
    status: '$status',
  },
];

function isThere(shell: string): boolean {
  try {
    execFileSync(shell, ['-c', 'true']);
    return true;
  } catch {
    if (process.env['ATMOS_KIT_TEST_CI'] === 'true') throw new Error(`${shell} is not installed`);
    console.log(`SKIPPED ${shell} is not installed: its shells were not opened`);
    return false;
  }
}

/** Opens a shell with a person's own start-up file. The desk's sessions are found from any home. */
function open(shell: Shell, words: readonly string[] = as, more: Readonly<Record<string, string>> = {}) {
  const desk = atDesk();
  const home = join(desk.folder, `home-of-${shell.name}`);
  const file = join(home, shell.file);
  mkdirSync(dirname(file), { recursive: true });
  // Without this fish begins to write completions in the background, which outlive it.
  mkdirSync(join(home, '.local', 'share', 'fish', 'generated_completions'), { recursive: true });
  writeFileSync(file, shell.content);
  const variables = {
    HOME: home,
    SHELL: shell.name,
    ATMOS_XDG_DATA_HOME: join(desk.home, '.local', 'share'),
    KIT: `${process.execPath} ${program}`,
    ...more,
  };
  const screen = desk.onTerminal(words, { variables, columns: 200 });
  return {
    ...screen,
    /** What was shown, without what only moves the cursor or colours. */
    text: () => stripVTControlCharacters(screen.shown()),
    async enter(line: string) {
      screen.type(`${line}\r`);
    },
  };
}

for (const shell of shells.filter(({ name }) => isThere(name))) {
  const { name } = shell;

  test(`${name} starts as always, is the identity whatever start-up files say, and its ending is ours`, async () => {
    const screen = open(shell);
    await screen.waitFor('A shell as plat-dev/ReadOnlyAccess (named by --identity); exit leads back.');
    await screen.waitFor('renew themselves while you are signed in at sso');
    await screen.waitFor('(plat-dev/ReadOnlyAccess) ');
    await screen.waitFor('own ');
    await screen.enter(shell.show('AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'ATMOS_KIT_IDENTITY', 'OWN'));
    await screen.waitFor('shows <plat-dev/ReadOnlyAccess> <> <plat-dev/ReadOnlyAccess> <start-up>');
    await screen.waitFor('own ');
    await screen.enter(shell.show('ATMOS_IDENTITY', 'ATMOS_SHLVL', 'AWS_SECRET_ACCESS_KEY', 'ZDOTDIR'));
    await screen.waitFor('shows <> <1> <> <>');
    await screen.waitFor('own ');
    await screen.enter('exit 9');
    assert.is(await screen.ended, 9);
    assert.is(
      screen.text().match(/\(plat-dev\/ReadOnlyAccess\) \(plat-dev/),
      null,
      'the prompt names it once',
    );
  });

  test(`Ctrl-C in ${name} ends what runs in it, and not the shell`, async () => {
    const screen = open(shell);
    await screen.waitFor('own ');
    await screen.enter('sleep 60');
    // Only what runs hears it: a shell that is still reading would clear its line.
    await screen.waitFor('sleep 60');
    await new Promise((resolve) => setTimeout(resolve, 300));
    screen.type('\x03');
    await screen.waitFor('own ');
    await screen.enter(`echo "code ${shell.status}"`);
    await screen.waitFor('code 130');
    await screen.waitFor('own ');
    await screen.enter('exit 0');
    assert.is(await screen.ended, 0);
  });

  test(`the prompt of ${name} says when its credentials are over`, async () => {
    const screen = open(shell);
    await screen.waitFor('own ');
    await screen.enter(name === 'fish' ? 'set -gx ATMOS_KIT_UNTIL 1' : 'ATMOS_KIT_UNTIL=1');
    await screen.waitFor('(plat-dev/ReadOnlyAccess: ended) ');
    await screen.enter(name === 'fish' ? 'set -e ATMOS_KIT_UNTIL' : 'unset ATMOS_KIT_UNTIL');
    await screen.waitFor('(plat-dev/ReadOnlyAccess) ');
    await screen.enter(name === 'fish' ? 'set -gx ATMOS_KIT_SIGN_IN /nowhere' : 'ATMOS_KIT_SIGN_IN=/nowhere');
    await screen.waitFor('(plat-dev/ReadOnlyAccess: signed out) ');
    await screen.enter('exit');
    await screen.ended;
  });
}

test('a run in the shell takes the identity of its stack', async () => {
  const screen = open(shells[0] as Shell);
  await screen.waitFor('own ');
  await screen.enter('$KIT identity vpc -s plat-ue1-dev');
  await screen.waitFor('plat-dev/terraform');
  await screen.enter('$KIT auth exec --identity=false -- env | grep -c "^AWS_PROFILE"; echo "none of $?"');
  await screen.waitFor('none of 1');
  await screen.enter('$KIT terraform plan vpc -s plat-ue1-dev --identity=false --dry-run | grep unset');
  await screen.waitFor('unset ATMOS_KIT_ENDS ATMOS_KIT_IDENTITY');
  await screen.enter('exit');
  await screen.ended;
});

test('a shell in a shell says where it is and how it is left', async () => {
  const screen = open(shells[0] as Shell);
  await screen.waitFor('own ');
  await screen.enter('$KIT auth shell -i plat-dev/terraform');
  await screen.waitFor('exit leads back to the shell as plat-dev/ReadOnlyAccess that you are in.');
  await screen.waitFor('(plat-dev/terraform) ');
  await screen.enter(posix('ATMOS_SHLVL', 'AWS_PROFILE'));
  await screen.waitFor('shows <2> <plat-dev/terraform>');
  await screen.enter('exit 3');
  await screen.waitFor('(plat-dev/ReadOnlyAccess) ');
  await screen.enter('echo "left with $?"; exit');
  await screen.waitFor('left with 3');
  await screen.ended;
});

test('keys in the environment have an end, which is told at the start', async () => {
  const words = [...as, '--credentials', 'env'];
  const screen = open(shells[0] as Shell, words);
  await screen.waitFor('Its credentials last until ');
  await screen.waitFor('own ');
  await screen.enter(
    `${posix('AWS_PROFILE')}; echo "\${AWS_ACCESS_KEY_ID%%[^A]*} $((ATMOS_KIT_UNTIL > 1000000000))"`,
  );
  await screen.waitFor('shows <>');
  await screen.waitFor('A 1');
  await screen.enter('exit');
  await screen.ended;
});

test('arguments are the shell’s own, and then nothing is said', async () => {
  const desk = atDesk();
  const words = [
    ...as,
    '--shell',
    'sh',
    '--',
    '-c',
    'echo "$AWS_PROFILE $ATMOS_SHLVL $1"; exit 4',
    'sh',
    '--help',
  ];
  const { exitCode, stdout, stderr } = await desk.kit(words, { variables: { ATMOS_SHLVL: 'x' } });
  assert.is(stderr, '');
  assert.is(stdout, 'plat-dev/ReadOnlyAccess 1 --help\n');
  assert.is(exitCode, 4);
});

test('a shell that is not there is told', async () => {
  const { exitCode, stderr } = await atDesk().kit([...as, '--shell', 'nosuchshell']);
  assert.is(exitCode, 127);
  assert.match(stderr, /nosuchshell: command not found/);
});

test('a shell without an identity is one on purpose', async () => {
  const words = [
    'auth',
    'shell',
    '--identity=false',
    '--shell',
    'sh',
    '--',
    '-c',
    'echo "<$AWS_PROFILE> <$ATMOS_KIT_IDENTITY>"',
  ];
  const { exitCode, stdout } = await atDesk().kit(words);
  assert.is(exitCode, 0);
  assert.is(stdout, '<> <>\n');
});

test.run();
