import { dirname } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withoutChanges } from '../../../src/flows/without-changes.ts';
import type { Files } from '../../../src/ports.ts';

/** Files by path; folders are where files are. */
function filesOf(texts: Readonly<Record<string, string>>): Files {
  const folders = new Map<string, Map<string, 'file' | 'folder'>>();
  for (const path of Object.keys(texts)) {
    let type: 'file' | 'folder' = 'file';
    for (let at = path; at !== '/'; at = dirname(at)) {
      const above = folders.get(dirname(at)) ?? new Map();
      folders.set(dirname(at), above.set(at.slice(at.lastIndexOf('/') + 1), type));
      type = 'folder';
    }
  }
  return {
    stat: (path) =>
      path in texts
        ? { type: 'file', stamp: `${texts[path]}` }
        : folders.has(path)
          ? { type: 'folder', stamp: '' }
          : undefined,
    read: (path) => texts[path],
    list(path) {
      const names = folders.get(path);
      return (
        names && [...names].map(([name, type]) => ({ name, type })).sort((a, b) => (a.name < b.name ? -1 : 1))
      );
    },
  };
}

const now = filesOf({ '/a/kept': 'now', '/a/changed': 'now', '/a/new': 'now', '/b/new': 'now' });
const before = filesOf({ '/a/kept': 'old', '/a/changed': 'old', '/a/gone': 'old', '/c/d/gone': 'old' });
const without = withoutChanges(now, before, ['/a/changed', '/a/new', '/b/new', '/a/gone', '/c/d/gone']);

test('what changed is as it was before, and the rest is as it is', () => {
  assert.equal(
    ['kept', 'changed', 'new', 'gone'].map((name) => without.read(`/a/${name}`)),
    ['now', 'old', undefined, 'old'],
  );
  assert.is(without.stat('/a/new'), undefined);
  assert.is(without.stat('/a/gone')?.type, 'file');
});

test('folders hold what they held, also those that are gone', () => {
  const names = (path: string) => without.list(path)?.map(({ name }) => name);
  assert.equal(names('/a'), ['changed', 'gone', 'kept']);
  assert.equal(names('/b'), []);
  assert.equal(names('/'), ['a', 'b', 'c']);
  assert.equal(names('/c'), ['d']);
  assert.equal(names('/c/d'), ['gone']);
  assert.is(without.stat('/c/d')?.type, 'folder');
  assert.is(without.list('/e'), undefined);
});

test.run();
