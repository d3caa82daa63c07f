import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { plainCall } from '../../bin/plain-call.ts';
import { execVerb } from '../../scripts/grammar/exec-verb.ts';
import { readCall } from '../../scripts/grammar/read-call.ts';
import type { Call, Verb } from '../../scripts/grammar/verb.ts';
import { verbs } from '../../scripts/grammar/verbs.ts';

const plain = (...words: readonly string[]) => plainCall(execVerb, ['auth', 'exec', ...words]);

/** What the grammar's own reader makes of it, undefined where it refuses. */
function judged(words: readonly string[]): Call | undefined {
  try {
    return readCall(verbs, ['auth', 'exec', ...words]);
  } catch {
    return undefined;
  }
}

test('a plain call is read', () => {
  const call = plain('-i', 'a/b', '--profile=x, y', '--credentials', 'env', '--', 'c', '--', '-i');
  assert.equal({ ...call?.flags }, { identity: 'a/b', profile: ['x', 'y'], credentials: 'env' });
  assert.equal(call?.rest, ['c', '--', '-i']);
});

for (const words of [
  ['true'],
  ['-i'],
  ['-ia', '--', 'true'],
  ['-i', '--', 'true'],
  ['--identity=', '--', 'true'],
  ['-i', 'a', '-i', 'b', '--', 'true'],
  ['--help', '--', 'true'],
  ['--nonsense', 'x', '--', 'true'],
  ['--credentials', 'paper', '--', 'true'],
  ['word', '--', 'true'],
])
  test(`"${words.join(' ')}" is left to the grammar's own reader`, () => {
    assert.is(plain(...words), undefined);
  });

test('whatever is plain, both readers read alike', () => {
  const word = fc.oneof(
    fc.constantFrom(
      '-i',
      '--identity',
      '--profile',
      '--credentials',
      '--',
      '-h',
      '--help',
      '-',
      '',
      '--shell',
    ),
    fc.constantFrom(
      'a',
      'a/b',
      'process',
      'env',
      'x,y',
      '=',
      '-x',
      '--identity=a',
      '--profile=a,,b',
      '-i=a',
      '-ia',
    ),
    fc.string(),
  );
  let read = 0;
  fc.assert(
    fc.property(fc.array(word, { maxLength: 7 }), (words) => {
      const call = plain(...words, '--', 'command', ...words);
      if (call === undefined) return;
      read += 1;
      const other = judged([...words, '--', 'command', ...words]);
      assert.equal({ ...call.flags }, { ...other?.flags });
      assert.equal(call.rest, other?.rest);
      assert.equal(other?.words, []);
    }),
    { numRuns: 2000 },
  );
  assert.ok(read > 20, `${read} of them were plain`);
});

for (const path of [
  'auth whoami',
  'auth list',
  'auth env',
  'auth process',
  'identity',
  'list stacks',
  'auth login',
  'terraform',
])
  test(`both readers read a plain "${path}" alike`, () => {
    const verb = verbs.find((one) => one.path.join(' ') === path) as Verb;
    const flag = fc.constantFrom(
      ...Object.keys(verb.flags).flatMap((name) => [`--${name}`, `--${name}=a`]),
      '-i',
      '-s',
    );
    const word = fc.oneof(flag, flag, fc.constantFrom('vpc', 'a,b', 'json', 'table', '-', '--', '', '='));
    let read = 0;
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), (words) => {
        const argv = [...verb.path, ...words];
        const call = plainCall(verb, argv);
        if (call === undefined) return;
        read += 1;
        const other = readCall(verbs, argv);
        assert.equal({ ...call, flags: { ...call.flags } }, { ...other, flags: { ...other.flags } });
      }),
      { numRuns: 2000 },
    );
    assert.is(read > 20, path !== 'terraform', `${read} of them were plain`);
  });

test.run();
