import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import { toPlain } from '../../../src/domain/value.ts';
import { diskFiles } from '../../../src/edge/disk-files.ts';
import { included } from '../../../src/yaml/include.ts';
import { findByPath } from '../../../src/yaml/query.ts';
import { readTfvars } from '../../../src/yaml/tfvars.ts';
import { YamlFiles } from '../../../src/yaml/yaml-files.ts';

test('links that lead back up are not gone into again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'links-'));
  mkdirSync(join(folder, 'a'));
  writeFileSync(join(folder, 'a', 'x.yaml'), '');
  for (const name of ['up', 'down', 'again']) symlinkSync('..', join(folder, 'a', name));
  symlinkSync('self', join(folder, 'self'));
  const yaml = new YamlFiles(diskFiles());
  assert.equal(
    yaml.glob(folder, '**/*.yaml').map((path) => relative(folder, path)),
    ['a/x.yaml'],
  );
});

test('a manifest of five megabytes is read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'large-'));
  const lines = Array.from(
    { length: 100_000 },
    (_, n) => `  key_${n}: some text that fills the line, and more of it ${n}`,
  );
  writeFileSync(join(folder, 'x.yaml'), `vars:\n${lines.join('\n')}\n`);
  const value = new YamlFiles(diskFiles()).read(join(folder, 'x.yaml'));
  const vars = value?.type === 'map' ? value.entries.get('vars') : undefined;
  assert.is(vars?.type === 'map' ? vars.entries.size : 0, 100_000);
});

const paths: readonly (readonly [string, unknown])[] = [
  ['.', { a: { b: [1, 2], 'x.y': 3 }, n: null }],
  ['.a.b[1]', 2],
  ['.a.b[-1]', 2],
  ['.a["x.y"]', 3],
  ['.a.gone.deeper', null],
  ['.gone // "a // b"', 'a // b'],
  ['.n // .a.b[0]', 1],
  ['.gone // null', null],
];
for (const [path, expected] of paths)
  test(`${path} finds its value`, () =>
    assert.equal(findByPath({ a: { b: [1, 2], 'x.y': 3 }, n: null }, path, { file: 'f' }), expected));

test('an expression that does more than follow a path is refused by name', () => {
  try {
    findByPath({}, '.a | keys', { file: 'f', line: 3 });
    assert.unreachable();
  } catch (error) {
    assert.ok(isProblem(error));
    assert.equal([error.code, error.at?.line], ['construct-not-supported', 3]);
  }
});

test('variable definitions hold literal values', () => {
  const text = [
    'region = "eu\\n$${x}" # words',
    'count = 3 // more',
    'big = 9007199254740993',
    'on = true',
    'none = null',
    'list = [1, "two", [3,],]',
    'map = { a = 1, "b c" : 2',
    '  d = -1.5e1 }',
    'text = <<-END',
    '    one',
    '      two',
    '  END',
  ].join('\n');
  assert.equal(readTfvars(text, 'x.tfvars'), {
    region: 'eu\n${'.concat('x}'),
    count: 3,
    big: 9007199254740993n,
    on: true,
    none: null,
    list: [1, 'two', [3]],
    map: { a: 1, 'b c': 2, d: -15 },
    text: 'one\n  two\n',
  });
});

for (const [text, line] of [
  ['a = 1\nb = var.x', 2],
  ['a = "x-$'.concat('{var.b}"'), 1],
  ['a = [1 2]', 1],
  ['a', 1],
] as const)
  test(`${JSON.stringify(text)} is no variable definition, and the line is told`, () => {
    try {
      readTfvars(text, 'x.tfvars');
      assert.unreachable();
    } catch (error) {
      assert.ok(isProblem(error), String(error));
      assert.equal([error.code, error.at?.line], ['config-invalid', line]);
    }
  });

test('what is included is read as its extension says, and its functions are text', () => {
  const folder = mkdtempSync(join(tmpdir(), 'include-'));
  const at = { file: join(folder, 'stacks', 'dev.yaml') };
  mkdirSync(join(folder, 'stacks'));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('x.yaml', 'a: !env HOME\nb: [1]');
  write('x.env', 'export A=1 # one\nB="two words"\n');
  write('stacks/near.txt', 'near');
  const places = { yaml: new YamlFiles(diskFiles()), cwd: join(folder, 'nowhere'), basePath: folder };
  const get = (argument: string) => toPlain(included(places, '!include', argument, at));
  assert.equal(get('x.yaml'), { a: 'HOME', b: [1] });
  assert.equal(get('x.yaml .b[0]'), 1);
  assert.equal(get('x.env'), { A: '1', B: 'two words' });
  assert.equal(get('./near.txt'), 'near');
});

test.run();
