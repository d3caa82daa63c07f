import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Plain } from '../../../src/domain/value.ts';
import { treeOf } from '../../../src/yaml/plain-value.ts';
import { printJson, readJson } from '../../../src/yaml/print-json.ts';

const print = (plain: Plain, compact?: boolean) => printJson(treeOf(plain, { file: 'f' }), compact);

test('keys are sorted, two spaces a level', () => {
  assert.is(
    print({ b: [1, {}], a: { c: [] } }),
    '{\n  "a": {\n    "c": []\n  },\n  "b": [\n    1,\n    {}\n  ]\n}',
  );
});

test('compact text is one line', () => {
  assert.is(print({ b: [1, 'x\n'], a: null }, true), '{"a":null,"b":[1,"x\\n"]}');
});

test('integers beyond 2^53 are printed and read exactly', () => {
  assert.is(print({ a: 12345678901234567890n }, true), '{"a":12345678901234567890}');
  assert.equal(readJson('{"a": 12345678901234567890}'), { a: 12345678901234567890n });
  assert.equal(readJson('{"a": "12345678901234567890"}'), { a: '12345678901234567890' });
});

test('what JSON has no number for is a Problem', () => {
  assert.throws(() => print({ a: Number.POSITIVE_INFINITY }), /JSON has no such number/);
});

test('what was printed is read back as it was', () => {
  const data = fc.jsonValue() as fc.Arbitrary<Plain>;
  fc.assert(
    fc.property(data, fc.boolean(), (plain, compact) =>
      assert.equal(JSON.parse(print(plain, compact)), plain),
    ),
  );
});

test.run();
