/** `profile use` in shells that have the block, typed on a terminal; and the block in shells with strict options. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Shell, shells } from '../../src/domain/shell.ts';
import { withStartUpBlock } from '../../src/shell/start-up-block.ts';
import { startOnTerminal } from '../src/edge/pseudo-terminal.ts';
import { type Person, withPerson } from './person.ts';
import { type TypedShell, typedInto } from './shells.ts';

const setUp: Readonly<Record<Shell, string>> = {
  zsh: "PS1='rea''dy> '",
  bash: "PS1='rea''dy> '; bind 'set enable-bracketed-paste off'",
  fish: "function fish_prompt; printf 'rea''dy> '; end; function fish_greeting; end",
};

/** A new terminal in the project. */
async function terminal(person: Person, shell: Shell): Promise<TypedShell> {
  const variables = { ...person.variables, XDG_DATA_HOME: person.at('..', 'data') };
  const typed = typedInto(startOnTerminal([shell, '-i'], person.project, variables, 200));
  typed.type(`${setUp[shell]}⏎`);
  await typed.shows('ready> ');
  return typed;
}

const echo = `sh -c 'printf "now<%s>\\n" "$ATMOS_PROFILE"'⏎`;

for (const shell of shells)
  test(`${shell}: profiles are chosen in this shell and in new terminals, in one of them, and from a list`, () =>
    withPerson(async (person) => {
      await person.kit('shell install --shell all --profile developers --yes');
      const typed = await terminal(person, shell);
      const now = async (value: string) => {
        typed.type(echo);
        await typed.shows(`now<${value}>`);
      };
      try {
        await now('developers');
        typed.type('atmos-kit profile use devops local⏎');
        await typed.shows('sets ATMOS_PROFILE=devops,local in new terminals');
        await now('devops,local');
        assert.is(await person.sees(shell), 'devops,local');

        typed.type('atmos-kit profile use --session managers⏎');
        await typed.shows('ready> ');
        await now('managers');
        assert.is(await person.sees(shell), 'devops,local');

        typed.type('atmos-kit profile use developers --persist⏎');
        await typed.shows('sets ATMOS_PROFILE=developers in new terminals');
        await now('managers');
        assert.is(await person.sees(shell), 'developers');

        typed.type('atmos-kit profile use devop⏎');
        await typed.shows(
          'There is no profile "devop". The profiles here are developers, devops, local, managers.',
        );
        await typed.shows('atmos-kit profile use devops');
        await now('managers');

        typed.type('atmos-kit profile use⏎');
        await typed.shows('Which profiles?');
        await typed.shows('local');
        typed.type('\x03');
        await typed.shows('Interrupted');
        await typed.shows('ready> ');
        await now('managers');
        assert.is(await person.sees(shell), 'developers');

        typed.type('atmos-kit profile use⏎');
        await typed.shows('Which profiles?');
        await typed.shows('local');
        // managers is ticked and stands first; developers comes behind it.
        typed.type('\x1b[B ⏎');
        await typed.shows('sets ATMOS_PROFILE=managers,developers');
        await now('managers,developers');

        typed.type('atmos-kit profile unset⏎');
        await typed.shows('chooses no profile any more');
        await now('');
        assert.is(await person.sees(shell), '');
      } finally {
        await typed.end();
      }
    }));

for (const [name, shell, argv] of [
  ['bash -eu', 'bash', ['bash', '-eu']],
  ['bash --posix -eu', 'bash', ['bash', '--posix', '-eu']],
  [
    'zsh with err_exit, err_return and no_unset',
    'zsh',
    ['zsh', '-f', '-oerr_exit', '-oerr_return', '-ono_unset'],
  ],
  ['zsh with sh_word_split and ksh_arrays', 'zsh', ['zsh', '-f', '-osh_word_split', '-oksh_arrays']],
] as const)
  test(`the block is safe in ${name}, with what it reads and without`, () =>
    withPerson(async (person) => {
      const { printed } = await person.kit(`shell install --shell ${shell} --profile devops --print`);
      const file = person.write('script', `${printed}printf 'end<%s>' "$ATMOS_PROFILE"\n`);
      const [program, ...options] = argv;
      for (const words of ['shell status', `shell install --shell ${shell} --profile devops --yes`]) {
        await person.kit(words);
        const ran = spawnSync(program, [...options, file], {
          env: { ...person.variables },
          encoding: 'utf8',
        });
        assert.equal([ran.stdout, ran.stderr], ['end<devops>', '']);
      }
    }));

test('on a Mac the block may stand in .profile, and a shell that is not bash takes no more than the variable from it', () =>
  withPerson(async (person) => {
    person.write('snippet', 'echo read\n');
    const content = { profile: 'devops', snippet: '~/snippet', setAside: [], shared: true };
    const text = withStartUpBlock('', 'bash', content);
    const file = person.write('script', `${text}printf 'end<%s>' "$ATMOS_PROFILE"`);
    const run = (program: string, ...words: readonly string[]) =>
      spawnSync(program, words, { env: { ...person.variables }, encoding: 'utf8' }).stdout;
    assert.is(run('bash', '-eu', file), 'read\nend<devops>');
    const isBash = run('sh', '-c', 'echo $BASH_VERSION') !== '\n';
    assert.is(run('sh', '-eu', file), isBash ? 'read\nend<devops>' : 'end<devops>');
  }));

test('without a block, without a shell and without a terminal there is nothing to change, and what to type is said', () =>
  withPerson(async (person) => {
    const none = await person.kit('profile use devops');
    assert.is(none.exitCode, 1);
    assert.match(
      none.said,
      /No start-up file has the block of atmos-kit.*\natmos-kit shell install --profile devops, or in this shell: export ATMOS_PROFILE=devops$/,
    );
    const session = await person.kit('profile use devops --session');
    assert.is(session.exitCode, 1);
    assert.match(session.said, /cannot change the shell that it is started from/);
    const shell = await person.kit('profile use devops --shell fish');
    assert.equal([shell.exitCode, shell.printed], [0, 'set -g -x ATMOS_PROFILE devops;\n']);
    assert.match(shell.said, /new terminals stay as they are\. atmos-kit shell install changes that/);
    const unset = await person.kit('profile unset --shell zsh --session');
    assert.equal([unset.exitCode, unset.printed, unset.said], [0, 'unset ATMOS_PROFILE;\n', '']);
    assert.is((await person.kit('profile use devops --session --persist')).exitCode, 1);
    for (const words of ['profile use ,', 'profile use ', 'shell install --profile , --yes']) {
      const empty = await person.kit(words, { ATMOS_PROFILE: 'devops' });
      assert.match(empty.said, /^An empty name is no profile\./, words);
    }
    const twice = await person.kit('profile use local,devops local --shell zsh --session');
    assert.is(twice.printed, 'export ATMOS_PROFILE=local,devops;\n');
    const which = await person.kit('profile use');
    assert.match(which.said, /The profiles here are developers, devops, local, managers\./);
    assert.equal(person.tree(), {});
  }));

test('a dry run prints the change and makes none; with --shell nothing that could be evaluated', () =>
  withPerson(async (person) => {
    await person.kit('shell install --shell bash --profile developers --yes');
    const before = person.tree();
    const dry = await person.kit('profile use devops --dry-run');
    assert.match(dry.printed, /^-export ATMOS_PROFILE=developers\n\+export ATMOS_PROFILE=devops$/m);
    const within = await person.kit('profile use devops --dry-run --shell bash');
    assert.is(within.printed, '');
    assert.match(
      within.said,
      /^\+export ATMOS_PROFILE=devops\n(?:.|\n)*This shell would do: export ATMOS_PROFILE=devops;/m,
    );
    assert.equal(person.tree(), before);
  }));

test('profile show says what chose the profiles: a flag, the environment and who set it, or the default', () =>
  withPerson(
    async (person) => {
      await person.kit('shell install --shell bash --profile devops --yes');
      const rows = async (words: string, variables = {}) =>
        JSON.parse((await person.kit(`profile show -f json ${words}`.trim(), variables)).printed);
      const row = (Profile: string, From: string, at: string) => ({
        Profile,
        Folder: `profiles/${Profile}`,
        From,
        'Set at': at,
      });
      assert.equal(await rows(''), []);
      assert.equal(await rows('', { ATMOS_PROFILE: 'devops' }), [
        row('devops', 'ATMOS_PROFILE', '~/.bashrc:4'),
      ]);
      assert.equal(await rows('', { ATMOS_PROFILE: 'developers,local' }), [
        row('developers', 'ATMOS_PROFILE', ''),
        row('local', 'ATMOS_PROFILE', ''),
      ]);
      assert.equal(await rows('--profile managers', { ATMOS_PROFILE: 'devops' }), [
        row('managers', '--profile', ''),
      ]);
      const other = await person.kit('profile show', { ATMOS_PROFILE: 'developers' });
      assert.match(other.said, /New terminals get ATMOS_PROFILE=devops \(~\/\.bashrc:4\)\./);
      await person.kit('shell install --shell zsh --profile devops --yes');
      for (const [SHELL, at] of [
        ['/bin/bash', '~/.bashrc:4'],
        ['/usr/bin/zsh', '~/.zshrc:4'],
      ] as const)
        assert.equal(await rows('', { ATMOS_PROFILE: 'devops', SHELL }), [
          row('devops', 'ATMOS_PROFILE', at),
        ]);
      const unknown = await person.kit('profile show', { ATMOS_PROFILE: 'nobody' });
      assert.is(unknown.exitCode, 2);
      assert.match(unknown.printed, /^nobody +ATMOS_PROFILE/m);
      assert.match(unknown.said, /There is no profile "nobody"/);
      const config = `${person.project}/atmos.yaml`;
      const text = readFileSync(config, 'utf8');
      const line = text.split('\n').length;
      person.write('../acme/atmos.yaml', `${text}profiles:\n  default: managers\n`);
      assert.equal(await rows(''), [row('managers', 'profiles.default', `atmos.yaml:${line + 1}`)]);
    },
    { ownProject: true },
  ));

test.run();
