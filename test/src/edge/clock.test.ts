import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem, Problem } from '../../../src/domain/problem.ts';
import { systemClock } from '../../../src/edge/clock.ts';

const endOf = (signal: AbortSignal) =>
  systemClock()
    .sleep(60_000, signal)
    .then(
      () => assert.unreachable(),
      (error: unknown) => {
        if (!isProblem(error)) throw error;
        return [error.code, error.exitCode];
      },
    );

test('a sleep ends by itself', async () => {
  const clock = systemClock();
  const before = clock.now();
  await clock.sleep(20);
  await clock.sleep(1, new AbortController().signal);
  assert.ok(clock.now() >= before);
});

test('a sleep whose signal aborts is interrupted', async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 10);
  assert.equal(await endOf(controller.signal), ['interrupted', 130]);
  assert.equal(await endOf(AbortSignal.abort()), ['interrupted', 130]);
});

test('the Problem that a signal was aborted with is passed on', async () => {
  const problem = new Problem({ code: 'lock-timeout', message: 'x' });
  assert.equal(await endOf(AbortSignal.abort(problem)), ['lock-timeout', 1]);
});

test.run();
