import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { pauseBefore } from '../../../../src/edge/aws/retries.ts';

for (const [errorType, attempts] of [
  ['THROTTLING', 8],
  ['TRANSIENT', 3],
  ['SERVER_ERROR', 3],
  ['CLIENT_ERROR', 1],
] as const)
  test(`${errorType} is tried ${attempts} times`, () => {
    let retries = 0;
    while (pauseBefore({ errorType }, retries, 100, 0.5) !== undefined) retries += 1;
    assert.is(retries + 1, attempts);
  });

for (const [retries, random, pause] of [
  [0, 0.5, 50],
  [1, 0.5, 100],
  [2, 0.25, 100],
  [3, 0, 0],
  [6, 0.5, 3200],
] as const)
  test(`the pause after failure ${retries + 1} is ${pause} ms when the die shows ${random}`, () =>
    assert.is(pauseBefore({ errorType: 'THROTTLING' }, retries, 100, random), pause));

test('no pause is longer than eight seconds, whatever the service asks for', () => {
  const retryAfterHint = new Date(Date.now() + 3_600_000);
  assert.is(pauseBefore({ errorType: 'THROTTLING', retryAfterHint }, 0, 100, 0), 8000);
  assert.is(pauseBefore({ errorType: 'THROTTLING' }, 6, 1_000_000, 1), 8000);
});

test('a refused connection is not tried again', () => {
  const error = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
  assert.is(pauseBefore({ errorType: 'TRANSIENT', error }, 0, 100, 0.5), undefined);
});

test.run();
