import { spawnSync } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const root = join(import.meta.dirname, '..', '..');

/** The built program with its stdout on a device that takes nothing. */
function onFullDisk(...words: string[]) {
  const full = openSync('/dev/full', 'w');
  const HOME = process.env['HOME'] ?? '/';
  return spawnSync(process.execPath, [join(root, 'dist', 'atmos-kit.cjs'), ...words], {
    cwd: root,
    env: { PATH: process.env['PATH'], HOME },
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  });
}

if (existsSync('/dev/full'))
  for (const words of [['--version'], ['list', 'stacks']])
    test(`${words.join(' ')} on a full disk is a Problem and no bug`, () => {
      const { status, stderr } = onFullDisk(...words);
      assert.is(status, 1, stderr);
      assert.match(stderr, /cannot be written \(ENOSPC\)/);
      assert.not.match(stderr, /bug|\n\s+at /);
    });
else
  test('a full disk can be had', () => {
    console.log('SKIPPED there is no /dev/full here');
  });

test.run();
