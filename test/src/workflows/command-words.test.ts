import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { commandWords, withStack } from '../../../src/workflows/command-words.ts';

const at = { file: 'a.yaml', line: 1 };
const variables: Readonly<Record<string, string>> = { NAME: 'vpc', TWO: 'a b', EMPTY: '' };
const words = (text: string) => commandWords(text, (name) => variables[name], at);

const cases: [text: string, words: string[]][] = [
  ['terraform plan vpc', ['terraform', 'plan', 'vpc']],
  ['  a\t b\n', ['a', 'b']],
  [`a 'b c' "d e"`, ['a', 'b c', 'd e']],
  [`a "" ''`, ['a', '', '']],
  ['a b\\ c', ['a', 'b c']],
  [`"a \\" b \\n"`, ['a " b \\n']],
  [`'a\\' b`, ['a\\', 'b']],
  [`'$NAME \${NAME}'`, [`$NAME \${NAME}`]],
  ['plan $NAME', ['plan', 'vpc']],
  [`x\${NAME}y`, ['xvpcy']],
  ['"$TWO" $TWO', ['a b', 'a', 'b']],
  ['x$EMPTY $EMPTY $NONE "$NONE"', ['x', '']],
  ['-var=$', ['-var=$']],
  ['a | b > c *', ['a', '|', 'b', '>', 'c', '*']],
];

for (const [text, expected] of cases)
  test(`${JSON.stringify(text)} has ${expected.length} words`, () => assert.equal(words(text), expected));

test('a quote without its end is told with its place', () => {
  for (const text of [`a 'b`, `a "b`]) assert.throws(() => words(text), /without its end/);
});

test('a stack stands before what belongs to another program', () => {
  assert.equal(withStack(['terraform', 'plan'], 'dev'), ['terraform', 'plan', '-s', 'dev']);
  assert.equal(withStack(['terraform', '--', '-x'], 'dev'), ['terraform', '-s', 'dev', '--', '-x']);
  assert.equal(withStack(['a'], undefined), ['a']);
});

test.run();
