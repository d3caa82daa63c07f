import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import type { Plain } from '../../../src/domain/value.ts';
import { goJson } from '../../../src/terraform/go-json.ts';
import { treeOf } from './project.ts';

// The right-hand sides are what a Go program printed.
const json: readonly (readonly [value: Plain, text: string])[] = [
  [null, 'null'],
  [true, 'true'],
  [1, '1'],
  [-0, '-0'],
  [0.1, '0.1'],
  [1e-7, '1e-7'],
  [1e-10, '1e-10'],
  [0.000001, '0.000001'],
  [1e20, '100000000000000000000'],
  [1e21, '1e+21'],
  [1.5e300, '1.5e+300'],
  [9007199254740993n, '9007199254740993'],
  [18446744073709551615n, '18446744073709551615'],
  ['<&>', '"\\u003c\\u0026\\u003e"'],
  ['\u2028\u2029', '"\\u2028\\u2029"'],
  ['"\\/\b\f\n\r\t\u0001\x7f', '"\\"\\\\/\\b\\f\\n\\r\\t\\u0001\x7f"'],
  ['é😀', '"é😀"'],
  [[], '[]'],
  [{}, '{}'],
  [[1, [], {}], '[\n  1,\n  [],\n  {}\n]'],
  [
    { b: 1, a: { d: null, c: [2] } },
    '{\n  "a": {\n    "c": [\n      2\n    ],\n    "d": null\n  },\n  "b": 1\n}',
  ],
  [
    { b: 1, B: 2, '10': 3, '9': 4, '<': 5 },
    '{\n  "10": 3,\n  "9": 4,\n  "\\u003c": 5,\n  "B": 2,\n  "b": 1\n}',
  ],
  [{ '\u{1F600}': 1, '\uFFFD': 2 }, '{\n  "\uFFFD": 2,\n  "\u{1F600}": 1\n}'],
];

for (const [value, text] of json) {
  test(`the JSON of a value is ${JSON.stringify(text)}`, () => assert.is(goJson(treeOf(value)), text));
}

test('a key named __proto__ is a key like any other', () => {
  assert.is(goJson(treeOf(JSON.parse('{"__proto__": {"x": 1}}'))), '{\n  "__proto__": {\n    "x": 1\n  }\n}');
});

for (const number of [Number.POSITIVE_INFINITY, Number.NaN]) {
  test(`${number} has no JSON, and the Problem says where it stands`, () => {
    try {
      goJson(treeOf({ a: [number] }));
    } catch (error) {
      assert.ok(isProblem(error));
      assert.is(error.code, 'stack-invalid');
      assert.is(error.at?.line, 3);
      return;
    }
    assert.unreachable();
  });
}

test.run();
