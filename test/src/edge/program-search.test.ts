import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { searchProgram } from '../../../src/edge/program-search.ts';

const root = mkdtempSync(join(tmpdir(), 'search-'));
for (const [folder, name, mode] of [
  ['one', 'tool', 0o644],
  ['two', 'tool', 0o755],
  ['two', 'plain', 0o644],
] as const) {
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, folder, name), '', { mode });
}
mkdirSync(join(root, 'one', 'folder'));

for (const [name, path, state, at] of [
  ['tool', 'one:two', 'program', 'two/tool'],
  ['tool', 'one', 'not-executable', 'one/tool'],
  ['plain', 'one:two', 'not-executable', 'two/plain'],
  ['folder', 'one', 'missing', undefined],
  ['none', 'one:two', 'missing', undefined],
  ['two/tool', '', 'program', 'two/tool'],
  ['./one/folder', '', 'not-executable', 'one/folder'],
  ['tool', 'nowhere:one/tool:two', 'program', 'two/tool'],
  ['', 'one:two', 'missing', undefined],
] as const)
  test(`"${name}" on PATH=${path} is ${state}`, () => {
    const found = searchProgram(name, path, root);
    assert.is(found.state, state);
    if (found.state !== 'missing') assert.is(found.path, join(root, at as string));
  });

test('an empty entry of PATH is the folder we are in', () => {
  assert.is(searchProgram('tool', ':/nowhere', join(root, 'two')).state, 'program');
});

test('without PATH the system folders are searched', () => {
  assert.is(searchProgram('sh', undefined, root).state, 'program');
});

test.run();
