import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type ListMerge, mergeLayers, mergeValues, withoutAppend } from '../../../src/domain/merge.ts';
import { type MapValue, type Plain, toPlain, type Value } from '../../../src/domain/value.ts';
import { readYaml } from '../../../src/yaml/read-yaml.ts';

const value = (text: string, file = 'f'): Value => readYaml(text, file) as Value;

const rows: readonly (readonly [string, string, ListMerge, Plain])[] = [
  ['{a: 1, b: {c: 1}}', '{b: {d: 2}}', 'replace', { a: 1, b: { c: 1, d: 2 } }],
  ['{a: {x: 1}}', '{a: null}', 'replace', { a: null }],
  ['{a: {x: 1}}', '{a: 7}', 'replace', { a: 7 }],
  ['{a: 7}', '{a: {x: 1}}', 'replace', { a: { x: 1 } }],
  ['{a: {x: 1}}', '{a: {}}', 'replace', { a: { x: 1 } }],
  ['{a: [1, 2]}', '{a: []}', 'replace', { a: [] }],
  ['{a: [1, 2]}', '{a: {x: 1}}', 'append', { a: { x: 1 } }],
  ['{a: [1, 2]}', '{a: [2, 3]}', 'append', { a: [1, 2, 2, 3] }],
  ['{a: [1, 2]}', '{a: [3]}', 'merge', { a: [1, 2] }],
  ['{a: [{x: 1, y: 1}, b]}', '{a: [{y: 2}, {z: 1}, c]}', 'merge', { a: [{ x: 1, y: 2 }, 'b', 'c'] }],
  ['{a: [1]}', '{a: !append [2]}', 'replace', { a: [1, 2] }],
  ['{a: 1}', '{a: !append [2]}', 'replace', { a: [2] }],
];
for (const [low, high, lists, merged] of rows)
  test(`${low} under ${high} with ${lists}`, () => {
    assert.equal(toPlain(mergeValues(value(low), value(high), lists)), merged);
  });

test('the place of a value is that of the side that won', () => {
  const merged = mergeValues(value('{a: 1, b: 1}', 'low'), value('{b: 2}', 'high')) as MapValue;
  assert.is(merged.entries.get('a')?.at.file, 'low');
  assert.is(merged.entries.get('b')?.at.file, 'high');
});

test('an !append is used up by the merge it stood in', () => {
  const once = withoutAppend(value('{a: !append [1], b: [!append [2]]}'));
  assert.equal(toPlain(mergeValues(value('{a: [0]}'), once)), { a: [1], b: [[2]] });
});

const tree = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.integer(),
    fc.constant(null),
    fc.array(fc.integer(), { maxLength: 2 }),
    tie('map'),
  ),
  map: fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), tie('any'), { maxKeys: 3 }),
})).map;
const asMap = (data: unknown): MapValue =>
  value(JSON.stringify(data) === '{}' ? '{}' : JSON.stringify(data)) as MapValue;

test('merging is associative, keeps both sides untouched, and nothing is lost under nothing', () => {
  fc.assert(
    fc.property(tree, tree, tree, (one, two, three) => {
      const [a, b, c] = [asMap(one), asMap(two), asMap(three)];
      const before = [a, b, c].map(toPlain);
      const left = mergeLayers([mergeLayers([a, b]), c]) as MapValue;
      const right = mergeLayers([a, mergeLayers([b, c])]) as MapValue;
      // A scalar between two maps hides the lower one: there the order of merging counts, as it does in Atmos.
      if (!hidesMap(a, b) && !hidesMap(b, c)) assert.equal(toPlain(left), toPlain(right));
      assert.equal([a, b, c].map(toPlain), before);
      assert.equal(toPlain(mergeLayers([undefined, a, undefined]) as MapValue), before[0]);
    }),
    { numRuns: 200 },
  );
});

function hidesMap(low: Value, high: Value): boolean {
  if (low.type !== 'map' || high.type !== 'map') return low.type === 'map' || high.type === 'map';
  return [...high.entries].some(([key, entry]) => {
    const below = low.entries.get(key);
    return below !== undefined && hidesMap(below, entry);
  });
}

test.run();
