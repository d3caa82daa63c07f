import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { delayMs, readRetry } from '../../../src/workflows/retry.ts';
import { readYaml } from '../../../src/yaml/read-yaml.ts';

const retry = (text: string) => readRetry(readYaml(text, 'a.yaml'));

test('nothing said is one attempt', () => assert.is(readRetry(undefined).attempts, 1));

const delays: [text: string, delays: number[]][] = [
  ['{max_attempts: 3, initial_delay: 1ms}', [1, 1, 1]],
  ['{initial_delay: 1m30s, backoff_strategy: linear}', [90_000, 180_000, 270_000]],
  ['{initial_delay: 2s, backoff_strategy: exponential, max_delay: 5s}', [2000, 4000, 5000]],
  ['{initial_delay: 1s, backoff_strategy: exponential, multiplier: 3}', [1000, 3000, 9000]],
];
for (const [text, expected] of delays)
  test(`${text} waits ${expected.join(', ')} ms`, () =>
    assert.equal(
      [1, 2, 3].map((attempt) => delayMs(retry(text), attempt)),
      expected,
    ));

for (const text of [
  '{initial_delay: soon}',
  '{max_attempts: many}',
  '{backoff_strategy: x}',
  '{max_atempts: 3}',
])
  test(`${text} is told with its place`, () => assert.throws(() => retry(text), /max_at|initial_|backoff_/));

test.run();
