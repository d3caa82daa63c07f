import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Shell, shells } from '../../../src/domain/shell.ts';
import { literalWord, readWord } from '../../../src/shell/literal-word.ts';

/** Anything that a variable can hold, with much of what shells find special. */
const value = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'\'"\\$`!~#*?[]{}()<>|&;=%^,: \t\n\r'.split(''),
        '$(exit 3)',
        '$HOME',
        '\\n',
        "''",
        '\r\n',
      ),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.join('').replaceAll('\0', ''));

const modes: Readonly<Record<string, readonly [Shell, ...string[]]>> = {
  bash: ['bash', '--norc', '--noprofile'],
  'bash --posix': ['bash', '--posix'],
  zsh: ['zsh', '-f'],
  'zsh with other options': [
    'zsh',
    '-f',
    '-o',
    'rc_quotes',
    '-o',
    'sh_word_split',
    '-o',
    'no_unset',
    '-o',
    'err_return',
  ],
  fish: ['fish', '--no-config'],
};

for (const [name, [shell, ...options]] of Object.entries(modes))
  test(`${name} reads every value back as it is, from one line, and runs nothing`, () => {
    const values = fc.sample(value, { numRuns: 400, seed: 6 });
    const words = values.map((one) => literalWord(shell, one));
    for (const word of words) assert.not.match(word, /[\n\r]/);
    const set = shell === 'fish' ? 'set -gx X ' : 'export X=';
    const script = words.map((word) => `${set}${word}\nsh -c 'printf "%s\\0" "$X"'\n`).join('');
    const file = join(mkdtempSync(join(tmpdir(), 'words-')), 'script');
    writeFileSync(file, script);
    const { stdout, stderr, status } = spawnSync(shell, [...options, file], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: tmpdir(), LANG: 'C.UTF-8' },
      maxBuffer: 1e8,
    });
    assert.is(status, 0, stderr);
    assert.equal(stdout.split('\0').slice(0, -1), values);
  });

test('what is written is read back, whatever stands behind it', () => {
  for (const shell of shells)
    fc.assert(
      fc.property(value, fc.constantFrom('', ' ', ' # more', ';', '\n'), (one, behind) => {
        const word = literalWord(shell, one);
        assert.equal(readWord(shell, `${word}${behind}`, 0), { value: one, end: word.length });
      }),
    );
});

for (const [shell, text, read] of [
  ['bash', 'devops', 'devops'],
  ['bash', 'a,b # both', 'a,b'],
  ['bash', 'a;b', 'a'],
  ['bash', '"a b"c\'d e\'', 'a bcd e'],
  ['zsh', '"a\\"b\\$c"', 'a"b$c'],
  ['bash', 'a\\ b', 'a b'],
  ['fish', "'a\\'b\\\\c\\n'", "a'b\\c\\n"],
  ['fish', '"a\\$b`"', 'a$b`'],
  ['fish', 'a\\nb', 'a\nb'],
  ['fish', 'a\\x41', undefined],
  ['bash', '$HOME', undefined],
  ['bash', '"$HOME"', undefined],
  ['bash', '`id`', undefined],
  ['bash', '~/x', undefined],
  ['bash', "'open", undefined],
  ['bash', 'a*', undefined],
  ['bash', ' a', undefined],
] as const)
  test(`${shell} reads ${JSON.stringify(text)} as ${JSON.stringify(read)}`, () => {
    assert.is(readWord(shell, text, 0)?.value, read);
  });

test.run();
