import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import { enterRun } from '../../../src/flows/nested-runs.ts';

const within = (running: string | undefined) => ({
  environment: { get: () => running, withPrefix: () => ({}) },
});

/** Enters runs one within the other; what is said where that is refused. */
function enterAll(runs: readonly (readonly [folder: string, run: string])[]): string | undefined {
  let running: string | undefined;
  try {
    for (const [folder, run] of runs) running = enterRun(within(running), folder, run)['ATMOS_KIT_RUNNING'];
  } catch (error) {
    if (isProblem(error)) return error.message;
    throw error;
  }
  return undefined;
}

test('a call within itself is a circle, and it is told', () => {
  assert.is(
    enterAll([
      ['/p', 'a'],
      ['/p', 'b'],
      ['/p', 'a'],
    ]),
    'a calls itself: a → b → a.',
  );
});

test('the same call in another project, or with other arguments, is another one', () => {
  assert.is(
    enterAll([
      ['/p', 'a'],
      ['/q', 'a'],
      ['/p', 'a x'],
    ]),
    undefined,
  );
});

test('calls that are never the same end somewhere', () => {
  const calls = Array.from({ length: 33 }, (_, index) => ['/p', `a ${index}`] as const);
  assert.is(enterAll(calls.slice(0, 32)), undefined);
  assert.is(enterAll(calls), '32 runs are within each other: a 29 → a 30 → a 31 → a 32.');
});

test('what is not of ours says nothing', () => {
  for (const odd of ['', '{', 'null', '7', '[["/p"],["/p",1],"a"]'])
    assert.equal(enterRun(within(odd), '/p', 'a'), { ATMOS_KIT_RUNNING: '[["/p","a"]]' });
});

test.run();
