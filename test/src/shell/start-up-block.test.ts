import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import { shells } from '../../../src/domain/shell.ts';
import { putBack, setAside } from '../../../src/shell/set-aside.ts';
import {
  type BlockContent,
  marks,
  startUpBlock,
  withoutStartUpBlock,
  withProfile,
  withStartUpBlock,
} from '../../../src/shell/start-up-block.ts';

const content = (profile: string | undefined, ...setAside: string[]): BlockContent => ({
  profile,
  snippet: '~/.local/share/atmos-kit/shell/init.sh',
  setAside,
});

const parts = fc.array(
  fc.oneof(
    fc.constantFrom(
      '\n',
      '\r\n',
      '\r',
      marks.begin,
      marks.end,
      `x${marks.begin}`,
      'export ATMOS_PROFILE=devops',
      'ä',
      '\t',
      '\ufeff',
    ),
    fc.string({ maxLength: 8 }),
  ),
  { maxLength: 14 },
);
const wholeMark = (text: string) =>
  text.split('\n').some((line) => [marks.begin, marks.end].includes(line.replace(/\r$/, '')));
/** A file without a line that is one of our marks: such a one is refused. */
const file = fc.option(
  parts.map((all) => all.join('')).filter((text) => !wholeMark(text)),
  { nil: undefined },
);
const profile = fc.option(
  fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '')),
  { nil: undefined },
);

for (const shell of shells) {
  test(`in ${shell} the block comes, changes and goes without a trace, whatever the file`, () => {
    fc.assert(
      fc.property(file, profile, profile, (text, first, second) => {
        const once = withStartUpBlock(text, shell, content(first));
        assert.is(withStartUpBlock(once, shell, content(first)), once);
        assert.is(startUpBlock(once, shell)?.profile, first);
        assert.is(withoutStartUpBlock(once), text);
        const other = withProfile(once, shell, second) as string;
        assert.is(other, withStartUpBlock(once, shell, content(second)));
        assert.is(startUpBlock(other, shell)?.profile, second);
        assert.is(withoutStartUpBlock(other), text);
      }),
    );
  });

  test(`in ${shell} lines that others add behind the block stay, and none is glued to it`, () => {
    fc.assert(
      fc.property(file, (text) => {
        const more = `${withStartUpBlock(text, shell, content('devops'))}added\n`;
        const kept = text === undefined || text === '' || text.endsWith('\n') ? (text ?? '') : `${text}\n`;
        assert.is(withoutStartUpBlock(more), `${kept}added\n`);
      }),
    );
  });
}

test('the block has no carriage returns, in a file that has them as well', () => {
  const text = withStartUpBlock('a\r\nb\r\n', 'bash', content('devops'));
  assert.ok(text.startsWith('a\r\nb\r\n# >>> atmos-kit >>>\n'));
  assert.is(withoutStartUpBlock(text), 'a\r\nb\r\n');
  const converted = text.replace(/\r?\n/g, '\r\n');
  assert.is(startUpBlock(converted, 'bash')?.profile, 'devops');
  assert.is(withStartUpBlock(converted, 'bash', content('devops')), text);
});

test('what somebody wrote into the block stays when only the profile changes', () => {
  const edited = withStartUpBlock('', 'zsh', content('devops')).replace('if [', 'echo hello\nif [');
  assert.match(withProfile(edited, 'zsh', 'managers') as string, /ATMOS_PROFILE=managers\necho hello\nif \[/);
  assert.match(
    withProfile(withProfile(edited, 'zsh', undefined) as string, 'zsh', 'a') as string,
    /=a\necho hello/,
  );
  assert.is(withProfile('no block\n', 'zsh', 'a'), undefined);
});

for (const [what, text] of [
  ['only the first mark', `${marks.begin}\n`],
  ['only the last mark', `x\n${marks.end}\n`],
  ['two blocks', `${marks.begin}\n${marks.end}\n`.repeat(2)],
  ['a first mark with a carriage return alone', `${marks.begin}\r\n`],
] as const)
  test(`a file with ${what} is refused`, () => {
    for (const touch of [
      () => withStartUpBlock(text, 'bash', content('a')),
      () => withoutStartUpBlock(text),
      () => startUpBlock(text, 'bash'),
      () => withProfile(text, 'bash', 'a'),
    ])
      assert.throws(touch, (error: unknown) => isProblem(error) && error.code === 'file-unreadable');
  });

test('lines that are set aside come back as they were, and do nothing meanwhile', () => {
  const text = 'a\n  export ATMOS_PROFILE=x\r\nb';
  const out = setAside(text, [2, 3], '/f', false);
  assert.is(out, 'a\n: # set aside by atmos-kit:   export ATMOS_PROFILE=x\r\n: # set aside by atmos-kit: b');
  assert.is(putBack(out), text);
  assert.is(setAside(out, [1], '/f', true).split('\n').length, 3);
  assert.throws(() => setAside(out, [1], '/f', false), /were set aside before/);
});

test.run();
