import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Plain } from '../../../src/domain/value.ts';
import { goText } from '../../../src/terraform/go-text.ts';
import { treeOf } from './project.ts';

// The right-hand sides are what a Go program printed.
const texts: readonly (readonly [value: Plain, text: string])[] = [
  ['a b', 'a b'],
  [true, 'true'],
  [42, '42'],
  [1000000, '1000000'],
  [9007199254740993n, '9007199254740993'],
  [1.5, '1.5'],
  [123456.7, '123456.7'],
  [1234567.5, '1.2345675e+06'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [-2.5e-9, '-2.5e-09'],
  [1e21, '1e+21'],
  [[1, 'a', null], '[1 a <nil>]'],
  [{ b: 1, a: null }, 'map[a:<nil> b:1]'],
];

for (const [value, text] of texts) {
  test(`the text of a value is ${text}`, () => assert.is(goText(treeOf(value)), text));
}

test.run();
