import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { interruptSignal } from '../../../src/edge/interrupt.ts';
import { onTerminal } from './pseudo-terminal.ts';

test('Ctrl-C ends a wait with Problem interrupted; a second one ends the program', async () => {
  const run = onTerminal('wait-for-interrupt.ts', []);
  await run.waitFor('waiting');
  run.type('\x03');
  await run.waitFor('interrupted 130');
  run.type('\x03');
  assert.is(await run.ended, 130);
});

for (const [name, exitCode] of [
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)
  test(`${name} ends a wait with Problem interrupted, and with the exit code of its number`, async () => {
    const run = onTerminal('wait-for-interrupt.ts', []);
    await run.waitFor('waiting');
    process.kill(run.pid, name);
    await run.waitFor(`interrupted ${exitCode}`);
    process.kill(run.pid, name);
    assert.is(await run.ended, exitCode);
  });

test('after dispose nothing listens any more', () => {
  const count = () =>
    ['SIGINT', 'SIGTERM', 'SIGHUP'].reduce((sum, name) => sum + process.listenerCount(name), 0);
  const before = count();
  const { signal, dispose } = interruptSignal();
  assert.is(count(), before + 3);
  dispose();
  assert.is(count(), before);
  assert.is(signal.aborted, false);
});

test.run();
