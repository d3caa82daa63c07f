import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import { type Plain, toPlain, type Value, valueAt } from '../../../src/domain/value.ts';
import { readYaml } from '../../../src/yaml/read-yaml.ts';

const read = (text: string): Plain | undefined => {
  const value = readYaml(text, 'f.yaml');
  return value && toPlain(value);
};

const scalars: readonly (readonly [string, Plain])[] = [
  ['yes', 'yes'],
  ['TRUE', true],
  ['~', null],
  ['', null],
  ['010', 8],
  ['08', 8],
  ['0o17', 15],
  ['-0x1F', -31],
  ['+0b11', 3],
  ['1_000', 1000],
  ['1__0', 10],
  ['_1', '_1'],
  ['9007199254740991', 9007199254740991],
  ['9007199254740992', 9007199254740992n],
  ['-9223372036854775808', -9223372036854775808n],
  ['-9223372036854775809', -(2 ** 63)],
  ['18446744073709551616', 2 ** 64],
  ['1e999', '1e999'],
  ['.5', 0.5],
  ['._5', '._5'],
  ['5.', 5],
  ['+', '+'],
  ['1.2.3', '1.2.3'],
  ['12:30', '12:30'],
  ['.inf', Infinity],
  ['2024-02-30', '2024-02-30'],
  ['2024-02-29', {}],
  ['2024-1-2 3:4:5', {}],
  ['!!str 12', '12'],
  ['!!binary aGk=', 'hi'],
  ['"12"', '12'],
  ['[a, {b: c}]', ['a', { b: 'c' }]],
];

for (const [text, data] of scalars)
  test(`"${text}" reads as go-yaml reads it`, () => {
    assert.equal(read(`a: ${text}`), { a: data });
  });

test('a null key is called as Atmos prints it', () => {
  assert.equal(read('{null: {}}'), { '<nil>': {} });
});

test('a few lines of aliases that stand for billions of values are refused', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let n = 1; n < 10; n += 1)
    lines.push(
      `a${n}: &a${n} [${Array(9)
        .fill(`*a${n - 1}`)
        .join(', ')}]`,
    );
  try {
    readYaml(lines.join('\n'), 'f.yaml');
    assert.unreachable();
  } catch (error) {
    assert.ok(isProblem(error));
    assert.is(error.at?.line, 7);
  }
});

test('brackets without end are a Problem, not a crash', () => {
  for (const sign of ['[', '{a: ', '- '])
    try {
      readYaml(sign.repeat(100_000), 'f.yaml');
      assert.unreachable();
    } catch (error) {
      assert.ok(isProblem(error), String(error));
    }
});

test('keys are text, whatever they look like', () => {
  assert.equal(read('{1: a, true: b, 1.5: c, 010: d, 2024-01-02: e}'), {
    '1': 'a',
    true: 'b',
    '1.5': 'c',
    '8': 'd',
    '2024-01-02': 'e',
  });
});

test('only the first document counts, even when the second one is broken', () => {
  assert.equal(read('a: 1\n---\nb: ['), { a: 1 });
});

for (const text of ['', '# only words', '---\n', 'null', '\n\n'])
  test(`${JSON.stringify(text)} holds nothing`, () => {
    assert.is(readYaml(text, 'f.yaml'), undefined);
  });

test('a merge key gives what the map does not say itself, the first source first', () => {
  const text = 'a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], x: own}';
  assert.equal((read(text) as { c: Plain }).c, { x: 'own', y: 1, z: 2 });
});

test('tags of Atmos stay on the value, on scalars, lists and maps', () => {
  const value = readYaml('a: !env NAME word\nb: !append [1]\nc: !unset\nd: !x {y: 1}', 'f.yaml');
  const tag = (key: string) => valueAt(value, key)?.tag;
  assert.equal(['a', 'b', 'c', 'd'].map(tag), ['!env', '!append', '!unset', '!x']);
  assert.equal(toPlain(value as Value), { a: 'NAME word', b: [1], c: '', d: { y: 1 } });
});

test('every value knows its line and column; a block below a key stands where the key stands', () => {
  const value = readYaml('vars:\n  a: 1\n  list:\n    - x\n    - y\n  flow: {b: 2}\n', 'f.yaml');
  const at = (...path: string[]) => {
    const place = valueAt(value, ...path)?.at;
    return `${place?.line}:${place?.column}`;
  };
  assert.is(at('vars'), '1:1');
  assert.is(at('vars', 'a'), '2:6');
  assert.is(at('vars', 'list'), '3:3');
  assert.is(at('vars', 'flow', 'b'), '6:13');
  const list = valueAt(value, 'vars', 'list');
  assert.equal(list?.type === 'list' && list.items[1]?.at, { file: 'f.yaml', line: 5, column: 7 });
});

const faults: readonly (readonly [string, number, RegExp])[] = [
  ['a: 1\nb: 2\na: 3', 3, /"a" stands twice in this map, first in line 1/],
  ['a: 1\n"a": 2', 2, /stands twice/],
  ['a: [1', 1, /not valid YAML/],
  ['a:\n  b: 1\n c: 2', 3, /not valid YAML/],
  ['a: {{ x }}', 1, /cannot be a key/],
  ['a: &x {b: *x}', 1, /holds itself/],
  ['a: *x', 1, /no anchor|not valid YAML/],
  ['a: !!int x', 1, /not of the type/],
  ['a: {<<: 1}', 1, /merge key/],
  ['\ta: 1', 1, /Tabs/],
];
for (const [text, line, message] of faults)
  test(`${JSON.stringify(text)} is a Problem that names the line`, () => {
    try {
      readYaml(text, 'f.yaml');
    } catch (error) {
      assert.ok(isProblem(error), String(error));
      assert.is(error.code, 'yaml-invalid');
      assert.match(error.message, message);
      assert.is(error.at?.file, 'f.yaml');
      assert.is(error.at?.line, line);
      assert.ok(error.hint);
      return;
    }
    assert.unreachable();
  });

test('a fault does not show what the file holds, which may be a secret', () => {
  try {
    readYaml('password: hunter2\n bad: [', 'f.yaml');
    assert.unreachable();
  } catch (error) {
    assert.not.match((error as Error).message, /hunter2/);
  }
});

test.run();
