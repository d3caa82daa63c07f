import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RequestLimit } from '../../../emulator/traffic/request-limit.ts';

const overAt = (limit: RequestLimit, perSecond: number, times: readonly number[]) =>
  times.map((time) => limit.isOver(perSecond, time));

test('so many may come at once, and one more for each part of a second that passes', () => {
  const limit = new RequestLimit();
  assert.equal(overAt(limit, 2, [1000, 1000, 1000, 1100]), [false, false, true, true]);
  assert.equal(overAt(limit, 2, [1500, 1500, 2000]), [false, true, false]);
});

test('what was not used for long is not saved up', () => {
  const limit = new RequestLimit();
  assert.equal(overAt(limit, 2, [0, 9000, 9000, 9000]), [false, false, false, true]);
});

test.run();
