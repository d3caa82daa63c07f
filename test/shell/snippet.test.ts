import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { snippetText } from '../../scripts/shell-snippet.ts';
import { type Shell, shells } from '../../src/domain/shell.ts';
import { diskFiles } from '../../src/edge/disk-files.ts';

const checkout = join(import.meta.dirname, '..', '..');
let scratch: string;
test.before(() => {
  scratch = mkdtempSync(join(tmpdir(), 'atmos-kit-'));
});
test.after(() => rmSync(scratch, { recursive: true, force: true }));

/** The snippet of a program that stands in `folder`, beside the texts that shells read. */
function snippetOf(shell: Shell, folder = checkout): string {
  const ports = { files: diskFiles(), here: { program: ['node', join(folder, 'kit.cjs')] } };
  return snippetText(ports as unknown as Parameters<typeof snippetText>[0], shell, { atmosFunction: 'auto' });
}

const checkers: Readonly<Record<Shell, readonly [string, ...string[]]>> = {
  bash: ['shellcheck', '--shell=bash'],
  zsh: ['zsh', '-n'],
  fish: ['fish', '--no-execute'],
};

for (const shell of shells) {
  test(`what ${shell} reads at its start is free of faults that its checker knows`, () => {
    const file = join(scratch, `snippet.${shell}`);
    writeFileSync(file, snippetOf(shell));
    const [program, ...args] = checkers[shell];
    execFileSync(program, [...args, file], { stdio: 'pipe' });
  });

  test(`what ${shell} reads at its start takes any path of the program for a text`, () => {
    const odd = join(scratch, `it's "odd" $(exit 9) \\ %`);
    cpSync(join(checkout, 'shell'), join(odd, 'shell'), { recursive: true });
    const [first, show] = {
      bash: ['--norc', `printf '%s\\n' "\${_atmos_kit_installed[@]}"`],
      zsh: ['-f', `print -rl -- "\${_atmos_kit_installed[@]}"`],
      fish: ['--no-config', 'string join \\n -- $_atmos_kit_installed'],
    }[shell] as [string, string];
    const shown = execFileSync(shell, [first, '-c', `${snippetOf(shell, odd)}\n${show}`], {
      encoding: 'utf8',
    });
    assert.is(shown, `node\n${odd}/kit.cjs\n`);
  });
}

test('the texts of the three shells have the same sections in the same order', () => {
  const sections = shells.map((shell) =>
    [...snippetOf(shell).matchAll(/^# --- (.*?) -+$/gm)].map(([, title]) => title),
  );
  assert.equal(sections[1], sections[0]);
  assert.equal(sections[2], sections[0]);
  assert.is(sections[0]?.length, 8);
});

test('the snippet of bash holds nothing that bash 3.2 lacks', () => {
  // What newer ones know better stands behind a look at the version, or is tried first.
  const text = snippetOf('bash').replace(/^.*(BASH_VERSINFO|@a\} in \*x|%\(%s\)T).*$/gm, '');
  for (const construct of [
    /declare -[gAn]/,
    /local -[An]/,
    /mapfile|readarray/,
    /\$\{\w+[@^,]/,
    /&>>|\|&/,
    /;;&|;&/,
    /\[-\d/,
  ])
    assert.not.match(text, construct);
});

test('the texts for other prompts name the variable that the shells set', () => {
  for (const file of ['starship.toml', 'p10k.zsh'])
    assert.match(readFileSync(join(checkout, 'shell', 'prompt', file), 'utf8'), 'ATMOS_KIT_SEGMENT');
});

test.run();
