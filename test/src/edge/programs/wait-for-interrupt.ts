/** Waits until a signal comes, says why the wait ended and hangs; a second signal must end it. */
import { systemClock } from '../../../../src/edge/clock.ts';
import { interruptSignal } from '../../../../src/edge/interrupt.ts';

const { signal } = interruptSignal();
const wait = systemClock().sleep(60_000, signal);
console.log('waiting');
await wait.catch((error: { code: string; exitCode: number }) =>
  console.log(`${error.code} ${error.exitCode}`),
);
setInterval(() => {}, 1000);
