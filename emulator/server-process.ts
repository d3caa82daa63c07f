/**
 * The process of a detached emulator: started by startDetached, ended by SIGTERM or SIGINT, by having nothing to do
 * for long enough, or by the end of the process that owns it. What it writes goes to the folder's log.
 */
import { parseArgs } from 'node:util';
import type { Message } from './control/message.ts';
import { isAlive } from './control/process-alive.ts';
import { EmulatorError } from './emulator-error.ts';
import { type Emulator, startEmulator } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    dir: { type: 'string' },
    seed: { type: 'string' },
    'idle-ms': { type: 'string' },
    'owner-pid': { type: 'string' },
    'latency-ms': { type: 'string' },
    'portal-limit': { type: 'string' },
  },
});
const { port, dir, seed, 'idle-ms': idleMs, 'owner-pid': ownerPid } = values;
if (port === undefined || dir === undefined || seed === undefined || idleMs === undefined)
  throw new Error('--port, --dir, --seed and --idle-ms are needed');

const report = (line: string) => void process.stderr.write(`${new Date().toISOString()} ${line}\n`);
const { 'latency-ms': latency, 'portal-limit': limit } = values;
const traffic = {
  ...(latency !== undefined && { latencyMs: Number(latency) }),
  ...(limit !== undefined && { portalRequestsPerSecond: Number(limit) }),
};
const options = { port: Number(port), dir, seed, idleMs: Number(idleMs), traffic, report };
try {
  const emulator = await startEmulator(options);
  report(`started at ${emulator.origin}, process ${process.pid}`);
  endWhenAsked(emulator);
  await tell({ ready: true });
  await emulator.closed;
  report('stopped');
} catch (error) {
  if (!(error instanceof EmulatorError)) throw error;
  const { code, message, hint, at } = error;
  report(`${code}: ${message}`);
  process.exitCode = error.exitCode;
  await tell({ fault: { code, message, ...(hint !== undefined && { hint }), ...(at && { at }) } });
}

function endWhenAsked(emulator: Emulator): void {
  const end = (why: string) => {
    report(`stopping: ${why}`);
    void emulator.close();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => end(signal));
  if (ownerPid === undefined) return;
  const owner = Number(ownerPid);
  const timer = setInterval(() => {
    if (isAlive(owner)) return;
    clearInterval(timer);
    end(`its owner, process ${owner}, is gone`);
  }, 500);
  timer.unref();
}

/** Tells the starter, if it still listens, and lets go of it. */
async function tell(message: Message): Promise<void> {
  if (process.send === undefined || !process.connected) return;
  await new Promise<void>((resolve) => process.send?.(message, undefined, undefined, () => resolve()));
  if (process.connected) process.disconnect();
}
