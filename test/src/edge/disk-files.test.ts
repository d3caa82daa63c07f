import { mkdirSync, mkdtempSync, renameSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import { diskFiles } from '../../../src/edge/disk-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'disk-files-'));
const at = (name: string): string => join(folder, name);
const files = diskFiles();
mkdirSync(at('sub'));
writeFileSync(at('b.yaml'), 'snow ☃');
writeFileSync(at('a.yaml'), '');
symlinkSync('sub', at('link-to-folder'));
symlinkSync('b.yaml', at('link-to-file'));
symlinkSync('nowhere', at('dangling'));
symlinkSync('loop', at('loop'));

test('a file is read as UTF-8, and what is not there is nothing', () => {
  assert.is(files.read(at('b.yaml')), 'snow ☃');
  assert.is(files.read(at('a.yaml')), '');
  for (const gone of ['gone', 'b.yaml/below', 'dangling']) {
    assert.is(files.read(at(gone)), undefined);
    assert.is(files.stat(at(gone)), undefined);
    assert.is(files.list(at(gone)), undefined);
  }
});

test('a folder lists its names in order, links as what they lead to', () => {
  assert.equal(
    files.list(folder)?.map(({ name, type }) => `${name} ${type}`),
    [
      'a.yaml file',
      'b.yaml file',
      'dangling other',
      'link-to-file file',
      'link-to-folder folder',
      'loop other',
      'sub folder',
    ],
  );
});

test('what is there but cannot be read is a Problem with what to do', () => {
  for (const path of [folder, at('loop')]) {
    try {
      files.read(path);
      assert.unreachable(path);
    } catch (error) {
      assert.ok(isProblem(error), String(error));
      assert.is(error.code, 'file-unreadable');
      assert.is(error.at?.file, path);
      assert.ok(error.hint);
    }
  }
});

test('a stamp changes with the content, the time and the file behind the name, and not otherwise', () => {
  const path = at('stamped');
  const stamp = () => files.stat(path)?.stamp;
  writeFileSync(path, 'one');
  const first = stamp();
  assert.is(stamp(), first);
  writeFileSync(path, 'three');
  const second = stamp();
  assert.is.not(second, first);
  utimesSync(path, 1, 1);
  const third = stamp();
  assert.is.not(third, second);
  writeFileSync(at('other'), 'three');
  utimesSync(at('other'), 1, 1);
  renameSync(at('other'), path);
  assert.is.not(stamp(), third);
});

test("a folder's stamp changes when a name comes or goes", () => {
  const before = files.stat(at('sub'))?.stamp;
  writeFileSync(at('sub/new'), '');
  assert.is.not(files.stat(at('sub'))?.stamp, before);
  assert.is(files.stat(at('sub'))?.type, 'folder');
});

test.run();
