import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { blockIn, withBlock, withoutBlock } from '../../../src/domain/marked-block.ts';

const marks = { begin: '# >>> kit >>>', end: '# <<< kit <<<' };
const block = '# >>> kit >>>\na\nb\n# <<< kit <<<';
const add = (text: string, lines = ['a', 'b']) => withBlock(text, marks, lines);

for (const [what, before, after] of [
  ['an empty text', '', `${block}\n`],
  ['a text', 'x\n', `x\n${block}\n`],
  ['a text whose last line has no line break', 'x', `x\n${block}`],
  ['a text with carriage returns', 'x\r\ny\r\n', `x\r\ny\r\n${block.replaceAll('\n', '\r\n')}\r\n`],
  ['such a text whose last line has no line break', 'x\r\ny', `x\r\ny\r\n${block.replaceAll('\n', '\r\n')}`],
] as const)
  test(`${what} gets the block at its end, and gives it back byte for byte`, () => {
    assert.is(add(before), after);
    assert.equal(blockIn(after, marks), ['a', 'b']);
    assert.is(withoutBlock(after, marks), before);
  });

test('a block is replaced where it stands, and what a person wrote around it stays', () => {
  const text = `x\n${block}\ny\n`;
  assert.is(add(text, ['c']), 'x\n# >>> kit >>>\nc\n# <<< kit <<<\ny\n');
  assert.is(withoutBlock(text, marks), 'x\ny\n');
});

test('to add it twice is to add it once', () => {
  for (const text of ['', 'x', 'x\n', 'x\r\n']) assert.is(add(add(text)), add(text));
});

test('a text without the block has none, and is left as it is', () => {
  for (const text of ['', 'x', '# >>> kit >>> of somebody else\n']) {
    assert.is(blockIn(text, marks), undefined);
    assert.is(withoutBlock(text, marks), text);
  }
});

for (const [what, text] of [
  ['only the first mark', '# >>> kit >>>\na\n'],
  ['only the last mark', 'a\n# <<< kit <<<\n'],
  ['the marks the wrong way round', '# <<< kit <<<\n# >>> kit >>>\n'],
  ['two blocks', `${block}\n${block}\n`],
] as const)
  test(`a text with ${what} is not touched`, () => {
    for (const touch of [() => add(text), () => withoutBlock(text, marks), () => blockIn(text, marks)])
      assert.throws(touch, /do not stand there once/);
  });

test('whatever the text, the block comes and goes without a trace', () => {
  const text = fc
    .array(fc.constantFrom('', 'x', '[a]', '# c', '\r', '\n', '\n', '\r\n', 'ä'), { maxLength: 12 })
    .map((parts) => parts.join(''));
  const lines = fc.array(fc.constantFrom('', 'k = v', '[profile x]'), { maxLength: 4 });
  fc.assert(
    fc.property(text, lines, lines, (before, first, second) => {
      const after = add(before, first);
      assert.is(withoutBlock(after, marks), before);
      assert.equal(blockIn(add(after, second), marks), second);
      assert.is(withoutBlock(add(after, second), marks), before);
    }),
  );
});

test.run();
