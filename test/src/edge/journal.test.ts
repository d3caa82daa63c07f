import { mkdirSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import { fileJournal } from '../../../src/edge/journal.ts';

const scratch = (): string => mkdtempSync(join(tmpdir(), 'journal-'));
const journal = fileJournal();

test('lines are added to the end of a file that only its owner reads', () => {
  const path = join(scratch(), 'deep', 'journal');
  journal.add(path, 'one');
  const { ino } = statSync(path);
  journal.add(path, 'two');
  assert.is(readFileSync(path, 'utf8'), 'one\ntwo\n');
  assert.is(statSync(path).ino, ino, 'it is the same file');
  assert.is(statSync(path).mode & 0o777, 0o600);
  assert.is(statSync(join(path, '..')).mode & 0o777, 0o700);
});

test('a line that cannot be written is a Problem', () => {
  const path = join(scratch(), 'folder');
  mkdirSync(path);
  try {
    journal.add(path, 'one');
    assert.unreachable();
  } catch (error) {
    assert.ok(isProblem(error) && error.code === 'file-unwritable');
  }
});

test.run();
