import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { commandsIn, withUrl } from '../../../src/edge/command-words.ts';

for (const [text, commands] of [
  ['firefox', [['firefox']]],
  ['firefox --new-tab %s', [['firefox', '--new-tab', '%s']]],
  ['chromium:firefox -P work', [['chromium'], ['firefox', '-P', 'work']]],
  ['"/opt/My Browser/run" --x', [['/opt/My Browser/run', '--x']]],
  ["'a:b' c", [['a:b', 'c']]],
  ['a\\ b', [['a b']]],
  ["'a\\b'", [['a\\b']]],
  ['"say \\"hi\\""', [['say "hi"']]],
  ['x "" y', [['x', '', 'y']]],
  ['firefox %s &', [['firefox', '%s']]],
  ['$(touch /tmp/x); `id` > y', [['$(touch', '/tmp/x);', '`id`', '>', 'y']]],
  ['open "unfinished', [['open', 'unfinished']]],
  [' : :', []],
  ['', []],
] as const)
  test(`BROWSER=${text} is ${JSON.stringify(commands)}`, () => assert.equal(commandsIn(text), commands));

test('the URL takes the place of each %s, else it comes last', () => {
  assert.equal(withUrl(['a', '--url=%s', '%s'], 'u'), ['a', '--url=u', 'u']);
  assert.equal(withUrl(['a', '-b'], 'u'), ['a', '-b', 'u']);
  assert.equal(withUrl(['a', '%s'], 'http://x/?q=%s$&'), ['a', 'http://x/?q=%s$&']);
});

test.run();
