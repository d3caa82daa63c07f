import { execFileSync, spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { quoteCommand, quoteForShell } from '../../../src/domain/shell-word.ts';

const words: readonly (readonly [word: string, quoted: string])[] = [
  ['plan', 'plan'],
  ['-target=module.vpc', '-target=module.vpc'],
  ['plat-dev/ReadOnlyAccess', 'plat-dev/ReadOnlyAccess'],
  ['a,b:c@d+e_f.g', 'a,b:c@d+e_f.g'],
  ['', "''"],
  ['two words', "'two words'"],
  ['=zsh', "'=zsh'"],
  ['%1', "'%1'"],
  ['~', "'~'"],
  ["it's", "'it'\\''s'"],
  ['back\\slash', "'back'\\\\'slash'"],
  ['$HOME `id` !! {a,b} *', "'$HOME `id` !! {a,b} *'"],
];

for (const [word, quoted] of words) {
  test(`${JSON.stringify(word)} is written ${quoted}`, () => assert.is(quoteForShell(word), quoted));
}

const shells: readonly (readonly [shell: string, ...args: readonly string[]])[] = [
  ['bash', '--norc', '-c'],
  ['bash', '--norc', '--posix', '-c'],
  ['zsh', '-f', '-c'],
  ['fish', '--no-config', '-c'],
];

for (const [shell, ...args] of shells) {
  test(`${shell} ${args.join(' ')} reads every word back`, () => {
    if (spawnSync(shell, ['--version']).error) {
      assert.is.not(process.env['ATMOS_KIT_TEST_CI'], 'true', `${shell} is missing`);
      console.log(`SKIPPED ${shell} is not installed`);
      return;
    }
    const random = fc.sample(fc.string({ unit: 'binary', maxLength: 12 }), { numRuns: 300, seed: 7 });
    const nasty = fc.sample(
      fc.string({ unit: fc.constantFrom(...'\'"\\$`!*?[]{}()<>|&;#~=%^ \n\t\r-+@a'), maxLength: 12 }),
      { numRuns: 300, seed: 8 },
    );
    const all = [...words.map(([word]) => word), ...random, ...nasty].map((word) =>
      word.replace(/\0|\p{Surrogate}/gu, ''),
    );
    const print = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))';
    const line = quoteCommand([process.execPath, '-e', print, '--', ...all]);
    const answer = execFileSync(shell, [...args, line], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LANG: 'C.UTF-8' },
    });
    assert.equal(JSON.parse(answer), all);
  });
}

test.run();
