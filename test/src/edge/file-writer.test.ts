import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import { fileWriter } from '../../../src/edge/file-writer.ts';

const scratch = (): string => mkdtempSync(join(tmpdir(), 'file-writer-'));
const files = fileWriter();
const modeOf = (path: string): number => statSync(path).mode & 0o777;

test('a secret file is 0600 in folders of 0700, whatever the umask', () => {
  const root = scratch();
  for (const umask of [0o000, 0o022, 0o177]) {
    const path = join(root, `${umask}`, 'deep', 'secret');
    const before = process.umask(umask === 0o177 ? 0o022 : umask);
    try {
      files.write(path, 'one', 0o600);
      process.umask(umask);
      files.write(path, 'two', 0o644);
      assert.is(modeOf(path), 0o644, 'exactly what was asked for');
      files.write(path, 'three', 0o600);
    } finally {
      process.umask(before);
    }
    assert.is(readFileSync(path, 'utf8'), 'three');
    assert.is(modeOf(path), 0o600);
    assert.is(modeOf(join(root, `${umask}`)), 0o700);
    assert.is(modeOf(join(root, `${umask}`, 'deep')), 0o700);
    assert.equal(readdirSync(join(root, `${umask}`, 'deep')), ['secret'], 'no draft stays');
  }
});

test('writing replaces the file and not its content, so that an open reader keeps the old text', () => {
  const path = join(scratch(), 'file');
  files.write(path, 'old', 0o644);
  const before = statSync(path).ino;
  files.write(path, 'new', 0o644);
  assert.is.not(statSync(path).ino, before);
});

test('a link stays a link, also through several and to a file that is not there yet', () => {
  const root = scratch();
  mkdirSync(join(root, 'real'));
  symlinkSync('real/file', join(root, 'near'));
  symlinkSync(join(root, 'near'), join(root, 'far'));
  for (const text of ['one', 'two']) {
    files.write(join(root, 'far'), text, 0o600);
    assert.is(readFileSync(join(root, 'real/file'), 'utf8'), text);
  }
  assert.is(readlinkSync(join(root, 'near')), 'real/file');
  assert.ok(lstatSync(join(root, 'far')).isSymbolicLink());
});

test("what a person's link leads to can go, and the link stays; no folder is made where it leads", () => {
  const root = scratch();
  symlinkSync('real', join(root, 'link'));
  files.write(join(root, 'link'), 'text', 'kept');
  files.remove(join(root, 'link'), 'kept');
  assert.equal(readdirSync(root), ['link']);
  files.remove(join(root, 'link'), 'kept');
  files.remove(join(root, 'link'));
  assert.equal(readdirSync(root), []);
  symlinkSync('not mounted/real', join(root, 'link'));
  assert.throws(
    () => files.write(join(root, 'link'), 'text', 'kept'),
    (error: unknown) =>
      isProblem(error) && /link cannot be written: a link leads to a folder/.test(error.message),
  );
  assert.equal(readdirSync(root), ['link']);
});

test('what cannot be written is a problem that names the path and the cause, and nothing is left behind', () => {
  const root = scratch();
  writeFileSync(join(root, 'file'), 'kept');
  mkdirSync(join(root, 'folder/inner'), { recursive: true });
  symlinkSync('loop', join(root, 'loop'));
  const table: [string, RegExp][] = [
    ['file/below', /a file stands where a folder must be/],
    ['file/below/it', /a file stands where a folder must be/],
    ['folder', /a folder stands in its place/],
    ['loop', /links lead in a circle/],
  ];
  for (const [path, cause] of table)
    assert.throws(
      () => files.write(join(root, path), 'text', 0o600),
      (error: unknown) =>
        isProblem(error) &&
        error.code === 'file-unwritable' &&
        error.message.includes(join(root, path)) &&
        cause.test(error.message) &&
        error.hint !== undefined,
      path,
    );
  assert.equal(readdirSync(root).sort(), ['file', 'folder', 'loop']);
  assert.is(readFileSync(join(root, 'file'), 'utf8'), 'kept');
});

test('removing a file that is not there is no problem, and removing a folder is one', () => {
  const root = scratch();
  files.write(join(root, 'file'), '', 0o600);
  files.remove(join(root, 'file'));
  files.remove(join(root, 'file'));
  assert.not(existsSync(join(root, 'file')));
  assert.throws(
    () => files.remove(root),
    (error: unknown) => isProblem(error) && error.code === 'file-unwritable',
  );
});

test('removing what a link leads to keeps the link, also where that is not there', () => {
  const root = scratch();
  writeFileSync(join(root, 'file'), '');
  symlinkSync('file', join(root, 'link'));
  for (const _ of [1, 2]) files.remove(join(root, 'link'), 'kept');
  assert.equal(readdirSync(root), ['link']);
  files.remove(join(root, 'link'));
  assert.equal(readdirSync(root), []);
});

test('a folder is removed only where it is empty, and without a complaint', () => {
  const root = scratch();
  mkdirSync(join(root, 'a/b'), { recursive: true });
  for (const name of ['a', 'a/b', 'a', 'a']) files.removeEmpty(join(root, name));
  assert.equal(readdirSync(root), []);
  writeFileSync(join(root, 'file'), '');
  files.removeEmpty(join(root, 'file'));
  assert.equal(readdirSync(root), ['file']);
});

test.run();
