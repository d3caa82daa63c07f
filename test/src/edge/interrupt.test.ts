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

test('after dispose nothing listens any more', () => {
  const count = () => process.listenerCount('SIGINT') + process.listenerCount('SIGTERM');
  const before = count();
  const { signal, dispose } = interruptSignal();
  assert.is(count(), before + 2);
  dispose();
  assert.is(count(), before);
  assert.is(signal.aborted, false);
});

test.run();
