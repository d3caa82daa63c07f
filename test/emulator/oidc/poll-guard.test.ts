import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { PollGuard } from '../../../emulator/oidc/poll-guard.ts';

const table: [title: string, times: number[], tooFast: boolean][] = [
  ['the first two polls at once', [0, 0], false],
  ['five within a second', [0, 0, 0, 500, 999], false],
  ['six within a second', [0, 0, 0, 500, 998, 999], true],
  ['six, the first of them a second ago', [0, 200, 400, 600, 800, 1000], false],
  ['one each second for a long time', Array.from({ length: 100 }, (_, n) => n * 1000), false],
  ['a wait after too many', [0, 0, 0, 0, 0, 0, 1000], false],
];
for (const [title, times, tooFast] of table)
  test(`${title} ${tooFast ? 'is' : 'are not'} too fast`, () => {
    const guard = new PollGuard();
    assert.is(times.map((time) => guard.isTooFast('code', time)).at(-1), tooFast);
  });

test('each code is counted by itself', () => {
  const guard = new PollGuard();
  for (const _ of [1, 2, 3, 4, 5]) assert.not.ok(guard.isTooFast('one', 0) || guard.isTooFast('other', 0));
  assert.ok(guard.isTooFast('one', 0));
});

test.run();
