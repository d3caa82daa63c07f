/** `shell install` and `shell uninstall` on start-up files of every kind, and what a real shell then sees. */
import { chmodSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Shell, shells } from '../../src/domain/shell.ts';
import { type Person, withPerson } from './person.ts';

/** Where the block goes, in a home as it is. */
const startUp: Readonly<Record<Shell, string>> = {
  zsh: '.zshrc',
  bash: '.bashrc',
  fish: '.config/fish/conf.d/atmos-kit.fish',
};

interface Scenario {
  readonly what: string;
  readonly prepare: (person: Person, file: string, shell: Shell) => void;
  readonly variables?: (home: string) => Readonly<Record<string, string>>;
}

const comment = '# a line of my own';
const large = `${comment}\n`.repeat(55_000);

const scenarios: readonly Scenario[] = [
  { what: 'that is missing', prepare: () => {} },
  { what: 'that is empty', prepare: (person, file) => person.write(file, '') },
  { what: 'without a line break at its end', prepare: (person, file) => person.write(file, comment) },
  { what: 'with carriage returns', prepare: (person, file) => person.write(file, `${comment}\r\n\r\n`) },
  {
    what: 'with carriage returns and no line break at its end',
    prepare: (person, file) => person.write(file, `${comment}\r\n${comment}`),
  },
  {
    what: 'with a mode of its own',
    prepare: (person, file) => chmodSync(person.write(file, `${comment}\n`), 0o640),
  },
  {
    what: 'that is a link into a repository of dotfiles',
    prepare: (person, file) => link(person, file, person.write('dotfiles/rc', `${comment}\n`)),
  },
  {
    what: 'that is a link to a link',
    prepare(person, file) {
      link(person, 'between', person.write('dotfiles/rc', comment));
      link(person, file, person.at('between'));
    },
  },
  {
    what: 'that is a link to what is not there yet',
    prepare(person, file) {
      mkdirSync(person.at('dotfiles'));
      link(person, file, person.at('dotfiles', 'rc'));
    },
  },
  { what: 'of a megabyte', prepare: (person, file) => person.write(file, large) },
  {
    what: 'that has our marks within its lines',
    prepare: (person, file) =>
      person.write(file, 'echo "# >>> atmos-kit >>>" >/dev/null\n#  # <<< atmos-kit <<<\n'),
  },
  {
    what: 'that sets ATMOS_PROFILE itself',
    prepare: (person, file, shell) =>
      person.write(file, `${comment}\n${setting(shell, 'managers')}\n${comment}`),
  },
];

function link(person: Person, path: string, to: string): void {
  mkdirSync(dirname(person.at(path)), { recursive: true });
  symlinkSync(to, person.at(path));
}

const setting = (shell: Shell, value: string) =>
  shell === 'fish' ? `set -gx ATMOS_PROFILE ${value}` : `export ATMOS_PROFILE=${value}`;

for (const shell of shells)
  for (const { what, prepare } of scenarios)
    test(`${shell}: a start-up file ${what} gets the block once, new terminals see it, and it comes back as it was`, () =>
      withPerson(async (person) => {
        prepare(person, startUp[shell], shell);
        const before = person.tree();
        const install = `shell install --shell ${shell} --profile developers,local --yes`;
        const done = await person.kit(install);
        assert.is(done.exitCode, 0, done.said);
        const installed = person.tree();
        assert.match((await person.kit(install)).said, /is up to date/);
        assert.equal(person.tree(), installed, 'twice is once');
        assert.is(await person.sees(shell), 'developers,local');
        const undone = await person.kit(`shell uninstall --shell ${shell} --yes`);
        assert.is(undone.exitCode, 0, undone.said);
        assert.equal(person.tree(), before);
      }));

for (const shell of shells)
  for (const [what, content, says] of [
    ['with only the first mark', '# >>> atmos-kit >>>\necho\n', /do not stand there once/],
    ['with only the last mark', '# <<< atmos-kit <<<\r\n', /do not stand there once/],
    ['with two blocks', '# >>> atmos-kit >>>\n# <<< atmos-kit <<<\n'.repeat(2), /do not stand there once/],
    ['that is not UTF-8', Buffer.from('# caf\xe9\n', 'latin1'), /is not UTF-8/],
    ['with a folder in its place', undefined, /is a folder, not a file/],
  ] as const)
    test(`${shell}: a start-up file ${what} is refused and left as it is`, () =>
      withPerson(async (person) => {
        if (content === undefined) mkdirSync(person.at(startUp[shell]), { recursive: true });
        else person.write(startUp[shell], content);
        const before = person.tree();
        const refused = await person.kit(`shell install --shell ${shell} --profile devops --yes`);
        assert.is(refused.exitCode, 1);
        assert.match(refused.said, says);
        const uninstall = await person.kit(`shell uninstall --shell ${shell} --yes`);
        if (content instanceof Buffer) assert.match(uninstall.said, /^Nothing of atmos-kit is installed/);
        else assert.match(uninstall.said, says);
        assert.equal(person.tree(), before);
      }));

for (const shell of shells) {
  test(`${shell}: a block that was edited is outdated, and the change that installing makes is shown`, () =>
    withPerson(async (person) => {
      const install = `shell install --shell ${shell} --profile devops`;
      await person.kit(`${install} --yes`);
      const file = person.at(startUp[shell]);
      const text = readFileSync(file, 'utf8');
      person.write(startUp[shell], text.replace('ATMOS_PROFILE', 'OTHER_NAME'));
      assert.match((await person.kit('shell status')).printed, new RegExp(`^${shell} +outdated`, 'm'));
      const dry = await person.kit(`${install} --dry-run`);
      assert.match(dry.printed, /^-.*OTHER_NAME.*\n\+.*ATMOS_PROFILE/m);
      assert.match((await person.kit(install)).said, /nobody can be asked without a terminal/);
      await person.kit(`${install} --yes`);
      assert.is(readFileSync(file, 'utf8'), text);
      assert.match((await person.kit('shell status')).printed, new RegExp(`^${shell} +current`, 'm'));
    }));

  test(`${shell}: what others wrote behind the block stays when it goes`, () =>
    withPerson(async (person) => {
      person.write(startUp[shell], comment);
      await person.kit(`shell install --shell ${shell} --profile devops --yes`);
      const file = person.at(startUp[shell]);
      person.write(startUp[shell], `${readFileSync(file, 'utf8')}# added\n`);
      assert.is(await person.sees(shell), 'devops');
      await person.kit('shell uninstall --yes');
      assert.is(readFileSync(file, 'utf8'), `${comment}\n# added\n`);
    }));

  test(`${shell}: --print prints the block alone, and writes nothing`, () =>
    withPerson(async (person) => {
      const { printed } = await person.kit(`shell install --shell ${shell} --profile devops --print`);
      assert.match(printed, /^# >>> atmos-kit >>>\n(.*\n)+# <<< atmos-kit <<<\n$/);
      assert.equal(person.tree(), {});
      person.write(startUp[shell], printed);
      assert.is(await person.sees(shell), 'devops');
    }));
}

test('zsh: ZDOTDIR counts where only ~/.zshenv sets it', () =>
  withPerson(async (person) => {
    person.write('.zshenv', 'echo a word\nZDOTDIR=$HOME/z\n');
    const before = person.tree();
    const { said } = await person.kit('shell install --shell zsh --profile devops --yes');
    assert.match(said, /installed in ~\/z\/\.zshrc/);
    assert.is(await person.sees('zsh'), 'devops');
    await person.kit('shell uninstall --yes');
    assert.equal(person.tree(), before);
  }));

test('zsh: a block in ~/.zshrc is moved once ZDOTDIR names another folder', () =>
  withPerson(async (person) => {
    person.write('.zshrc', comment);
    await person.kit('shell install --shell zsh --profile devops --yes');
    person.write('.zshenv', 'ZDOTDIR=$HOME/z\n');
    assert.is(await person.sees('zsh'), '');
    assert.match(
      (await person.kit('shell install --shell zsh --profile devops --yes')).said,
      /~\/z\/\.zshrc/,
    );
    assert.is(readFileSync(person.at('.zshrc'), 'utf8'), comment);
    assert.is(await person.sees('zsh'), 'devops');
  }));

test('fish: XDG_CONFIG_HOME counts, and XDG_DATA_HOME for what the block reads', () =>
  withPerson(async (person) => {
    const variables = { XDG_CONFIG_HOME: person.at('c'), XDG_DATA_HOME: person.at("d'ata") };
    const { said } = await person.kit('shell install --shell fish --profile devops --yes', variables);
    assert.match(said, /installed in ~\/c\/fish\/conf\.d\/atmos-kit\.fish/);
    const text = readFileSync(person.at('c/fish/conf.d/atmos-kit.fish'), 'utf8');
    assert.match(text, /source ~\/'d'\\''ata\/atmos-kit\/shell\/init\.fish'/);
    await person.kit('shell uninstall --yes', variables);
    assert.equal(Object.keys(person.tree()), []);
  }));

test('bash: a login shell sees it where .profile reads .bashrc, and is told of where it does not', () =>
  withPerson(async (person) => {
    person.write('.profile', 'echo\n');
    const without = await person.kit('shell install --shell bash --profile devops --yes');
    assert.match(without.said, /A login bash .* put this line into ~\/\.profile: (.*)/);
    assert.is(await person.sees('bash'), 'devops');
    assert.is(await person.sees('bash', '-l'), '');
    assert.match((await person.kit('shell status')).printed, /login shell +\(not set\)/);
    const [, line = ''] = /put this line into \S+: (.*)/.exec(without.said) ?? [];
    person.write('.profile', `echo\n${line}\n`);
    assert.is(await person.sees('bash', '-l'), 'devops');
    assert.not.match((await person.kit('shell status')).printed, /login shell/);
  }));

test('a completion of the same name that was there comes back', () =>
  withPerson(async (person) => {
    person.write('.config/fish/completions/atmos-kit.fish', '# mine\n');
    person.write('.local/share/bash-completion/completions/atmos-kit', '');
    const before = person.tree();
    await person.kit('shell install --shell all --profile devops --yes');
    assert.is.not(readFileSync(person.at('.config/fish/completions/atmos-kit.fish'), 'utf8'), '# mine\n');
    await person.kit('shell uninstall --yes');
    assert.equal(person.tree(), before);
  }));

test('the login shell is meant where none is named, and one that is none of ours is told', () =>
  withPerson(async (person) => {
    const install = 'shell install --profile devops --dry-run';
    assert.match((await person.kit(install, { SHELL: '/opt/bin/fish' })).printed, /atmos-kit\.fish$/m);
    for (const [SHELL, says] of [
      [
        '/bin/tcsh',
        /^Your shell is tcsh, which has no integration\.\nName one: --shell zsh\|bash\|fish\|all$/,
      ],
      ['', /^SHELL does not say what your shell is\./],
    ] as const)
      assert.match((await person.kit(install, { SHELL })).said, says);
    const { printed } = await person.kit(`${install} --shell all`, { SHELL: '' });
    assert.is(printed.match(/^\+\+\+ /gm)?.length, 3);
  }));

test('a damaged start-up file of one shell does not keep others from being taken out, and is named', () =>
  withPerson(async (person) => {
    await person.kit('shell install --shell all --profile devops --yes');
    person.write('.bashrc', '# >>> atmos-kit >>>\n');
    const used = await person.kit('profile use managers --persist');
    assert.match(used.said, /^bash is left alone\. ~\/\.bashrc: The lines /m);
    assert.is(await person.sees('fish'), 'managers');
    assert.match((await person.kit('shell status')).said, /^bash: ~\/\.bashrc: The lines /m);
    const done = await person.kit('shell uninstall --yes');
    assert.is(done.exitCode, 1);
    assert.match(done.said, /^bash is left alone\. ~\/\.bashrc: .* by hand\.$/m);
    assert.not.ok(person.at('.zshrc') in person.tree());
    person.write('.bashrc', '');
    assert.is((await person.kit('shell uninstall --yes')).exitCode, 0);
    const left = Object.keys(person.tree()).map((path) => path.slice(person.home.length));
    assert.equal(
      left.filter((path) => path.includes('atmos-kit')),
      [],
    );
  }));

test('every combination of shells that come and go leaves nothing behind', () =>
  withPerson(async (person) => {
    for (const order of [shells, [...shells].reverse()]) {
      for (const shell of shells) await person.kit(`shell install --shell ${shell} --profile devops --yes`);
      for (const shell of order) {
        assert.is((await person.kit(`shell uninstall --shell ${shell} --yes`)).exitCode, 0);
        const left = Object.keys(person.tree()).filter((path) => path.includes(join(startUp[shell])));
        assert.equal(left, [], shell);
      }
      assert.equal(person.tree(), {});
    }
    assert.match((await person.kit('shell uninstall')).said, /Nothing of atmos-kit is installed/);
  }));

test.run();
