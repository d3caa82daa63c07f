import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Plain, toPlain, type Value } from '../../../src/domain/value.ts';
import { printYaml } from '../../../src/yaml/print-yaml.ts';
import { readYaml } from '../../../src/yaml/read-yaml.ts';

const at = { file: 'f.yaml' };

function treeOf(plain: Plain): Value {
  if (Array.isArray(plain)) return { type: 'list', items: plain.map(treeOf), at };
  if (typeof plain !== 'object' || plain === null) return { type: 'scalar', data: plain, at };
  return {
    type: 'map',
    entries: new Map(Object.entries(plain).map(([key, value]) => [key, treeOf(value)])),
    at,
  };
}

const printed: readonly (readonly [string, Plain, string])[] = [
  ['a template at the start stands in quotes', '{{ add 1 2 }}', "a: '{{ add 1 2 }}'\n"],
  ['a template later on stands plain', '12{{ .x }}', 'a: 12{{ .x }}\n'],
  ['single quotes are doubled', "{{ print 'x' }}", "a: '{{ print ''x'' }}'\n"],
  ['text that looks like a number stands in quotes', '012', 'a: "012"\n'],
  ['old booleans stand in quotes', 'yes', 'a: "yes"\n'],
  ['a function stands in quotes', '!env X', "a: '!env X'\n"],
  ['nothing is two quotes', '', 'a: ""\n'],
  ['lines are a block', 'one\ntwo\n', 'a: |\n  one\n  two\n'],
  ['without a last line break the block is chomped', 'one\n two', 'a: |-\n  one\n   two\n'],
  ['lists are indented', [1, [2, { b: null }]], 'a:\n  - 1\n  - - 2\n    - b: null\n'],
  ['empty ones are short', { b: [], c: {} }, 'a:\n  b: []\n  c: {}\n'],
];

for (const [title, value, text] of printed)
  test(title, () => assert.is(printYaml(treeOf({ a: value })), text));

test('what is printed reads back as it was', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }).filter((text) => !/[\ud800-\udfff\x85\u2028\u2029\ufeff]/.test(text)),
    fc.string({ unit: fc.constantFrom(...' \n\t-:#{}[]\'"!&*|>%@`,?0129ayes.e+'.split('')) }),
  );
  const keys = texts.filter((key) => !['__proto__', '<nil>'].includes(key));
  const { tree } = fc.letrec<{ tree: Plain }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      texts,
      fc.integer(),
      fc
        .double({ noNaN: true })
        .filter(
          (number) => !Object.is(number, -0) && (!Number.isInteger(number) || Number.isSafeInteger(number)),
        ),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('tree')),
      fc.dictionary(keys, tie('tree')).map((map) => ({ ...map })),
    ),
  }));
  fc.assert(
    fc.property(tree, (plain) => {
      const back = readYaml(printYaml(treeOf({ a: plain })), 'f.yaml') as Value;
      assert.equal(toPlain(back), { a: plain });
    }),
    { numRuns: 400 },
  );
});

test.run();
