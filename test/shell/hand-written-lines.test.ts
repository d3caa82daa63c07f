/** Lines of a person's own that set ATMOS_PROFILE, beside the block and after it: what real shells see, and what is told. */
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Shell } from '../../src/domain/shell.ts';
import { withPerson } from './person.ts';

/** A line that a shell comes to after the block, in a file or behind the block in its own; options are of the shell that does. */
const later: readonly (readonly [shell: Shell, file: string, line: string, ...options: string[]])[] = [
  ['zsh', '.zshrc', "export ATMOS_PROFILE='managers' # mine"],
  ['zsh', '.zlogin', 'export ATMOS_PROFILE=managers', '-l'],
  ['bash', '.bashrc', 'export ATMOS_PROFILE="managers"'],
  ['fish', '.config/fish/config.fish', 'set -gx ATMOS_PROFILE managers'],
  ['fish', '.config/fish/conf.d/work.fish', 'set -x -g ATMOS_PROFILE managers'],
];

for (const [shell, file, line, ...options] of later)
  test(`${shell}: a line in ~/${file} shadows the block, is told with its place, and is adopted and put back`, () =>
    withPerson(async (person) => {
      await person.kit(`shell install --shell ${shell} --profile devops --yes`);
      let text = '# mine\n';
      try {
        text = readFileSync(person.at(file), 'utf8');
      } catch {
        // The file is the person's alone.
      }
      person.write(file, `${text}${line}\n`);
      const number = text.split('\n').length;
      assert.is(await person.sees(shell, ...options), 'managers');
      const status = await person.kit('shell status');
      assert.match(
        status.printed,
        new RegExp(`^${shell} +shadowed (?:.|\\n)*? managers +~/${file}:${number}, a line of your own$`, 'm'),
      );
      assert.match(
        status.said,
        new RegExp(`~/${file}:${number} outranks the block\\. atmos-kit shell install --shell`),
      );
      const json = JSON.parse((await person.kit('shell status --format json')).printed).find(
        (one: { shell: string }) => one.shell === shell,
      );
      assert.equal(json.shadowed_by, [{ file: person.at(file), line: number }]);
      const used = await person.kit('profile use developers --persist');
      assert.match(used.said, new RegExp(`But ~/${file}:${number} comes later and decides`));
      assert.is(await person.sees(shell, ...options), 'managers');

      const install = `shell install --shell ${shell}`;
      const dry = await person.kit(`${install} --dry-run`);
      assert.match(dry.printed, new RegExp(`^-${line.replace(/[$|]/g, '\\$&')}$`, 'm'));
      await person.kit(`${install} --yes`);
      // What an ordinary new terminal sees is kept.
      assert.is(await person.sees(shell, ...options), options.length === 0 ? 'managers' : 'developers');
      assert.match((await person.kit('shell status')).printed, new RegExp(`^${shell} +current`, 'm'));
      await person.kit('profile use devops --persist');
      assert.is(await person.sees(shell, ...options), 'devops');
      await person.kit('shell uninstall --yes');
      assert.ok(readFileSync(person.at(file), 'utf8').endsWith(`${line}\n`));
      assert.is(await person.sees(shell, ...options), 'managers');
    }));

test('what a line before the block sets is adopted, and the line stays where other shells read it', () =>
  withPerson(async (person) => {
    person.write('.zshenv', 'export ATMOS_PROFILE=managers\n');
    person.write('.profile', 'export ATMOS_PROFILE=developers\n. ~/.bashrc\n');
    const before = person.tree();
    await person.kit('shell install --shell zsh --yes');
    await person.kit('shell install --shell bash --yes');
    assert.is(readFileSync(person.at('.zshenv'), 'utf8'), 'export ATMOS_PROFILE=managers\n');
    assert.is(await person.sees('zsh'), 'managers');
    assert.is(await person.sees('bash'), 'developers');
    assert.match((await person.kit('shell status')).printed, /^zsh +current(?:.|\n)*^bash +current/m);
    await person.kit('shell uninstall --yes');
    assert.equal(person.tree(), before);
  }));

test('a line in a file that the start-up file reads is found, set aside there and put back', () =>
  withPerson(async (person) => {
    person.write('.zshrc', '. ~/.own/aliases\n');
    person.write('.own/aliases', 'alias a=b\nexport ATMOS_PROFILE=managers');
    const before = person.tree();
    await person.kit('shell install --shell zsh --yes');
    assert.is(await person.sees('zsh'), 'managers');
    person.write('.zshrc', `${readFileSync(person.at('.zshrc'), 'utf8')}source "$HOME/.own/more"\n`);
    person.write('.own/more', 'export ATMOS_PROFILE=developers\n');
    await person.kit('shell install --shell zsh --yes');
    assert.match(readFileSync(person.at('.own/more'), 'utf8'), /^: # set aside by atmos-kit: export/);
    assert.is(await person.sees('zsh'), 'developers');
    await person.kit('shell uninstall --yes');
    assert.is(readFileSync(person.at('.own/more'), 'utf8'), 'export ATMOS_PROFILE=developers\n');
    assert.is(readFileSync(person.at('.zshrc'), 'utf8'), '. ~/.own/aliases\nsource "$HOME/.own/more"\n');
    assert.is(person.tree()[person.at('.own/aliases')], before[person.at('.own/aliases')]);
  }));

test('a line that only the shell can work out is left alone, and told where it decides', () =>
  withPerson(async (person) => {
    const line = 'if true; then export ATMOS_PROFILE="$(echo managers)"; fi\n';
    person.write('.bashrc', line);
    await person.kit('shell install --shell bash --profile devops --yes');
    assert.is(await person.sees('bash'), 'devops');
    person.write('.bashrc', `${readFileSync(person.at('.bashrc'), 'utf8')}${line}`);
    const { printed } = await person.kit('shell status');
    assert.match(printed, /^bash +shadowed .* managers +~\/\.bashrc:\d+, a line of your own$/m);
    const again = await person.kit('shell install --shell bash --yes');
    assert.match(
      again.said,
      /~\/\.bashrc:\d+ comes later and decides about ATMOS_PROFILE as well; it is more than a plain line/,
    );
    assert.ok(readFileSync(person.at('.bashrc'), 'utf8').endsWith(line));
  }));

test('what start-up files do without a line that says so is told by the shell itself', () =>
  withPerson(async (person) => {
    person.write('.own', 'ATMOS_PROFILE=$(echo managers); export ATMOS_PROFILE\n');
    person.write('.zshrc', 'for f in ~/.ow*; do . $f; done\n');
    const { printed } = await person.kit('shell status');
    assert.match(printed, /^zsh +not installed +new terminal +managers +set by what start-up files run$/m);
  }));

test('without --profile the value of this environment is kept, else none, and that is said', () =>
  withPerson(async (person) => {
    const none = await person.kit('shell install --shell zsh --yes');
    assert.match(
      none.said,
      /No profile was named, so new terminals choose none: atmos-kit profile use NAME\./,
    );
    assert.is(await person.sees('zsh'), '');
    await person.kit('shell install --shell bash --yes', { ATMOS_PROFILE: 'developers,local' });
    assert.is(await person.sees('bash'), 'developers,local');
    assert.is((await person.kit('shell install --shell fish --profile nobody --yes')).exitCode, 2);
    // What Node makes of a byte that is no UTF-8.
    const torn = await person.kit('shell install --shell fish --yes', { ATMOS_PROFILE: 'caf\ufffd' });
    assert.match(
      torn.said,
      /^ATMOS_PROFILE is not UTF-8 text, so it cannot be kept\.\nName the profiles with --profile\.$/,
    );
  }));

test.run();
