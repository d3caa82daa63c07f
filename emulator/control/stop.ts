import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmulatorError } from '../emulator-error.ts';
import { answersAs } from '../http/ask.ts';
import { filesOf } from '../state/folder.ts';
import { readInstance } from '../state/instance.ts';
import { isAlive } from './process-alive.ts';

const patience = 10_000;

/**
 * Ends the emulator of a folder and waits until it is gone. True when one ran, false when there was none: a process
 * is only signalled after it has answered as the one that the folder's record is about.
 * Throws EmulatorError `emulator-running` when it does not end within ten seconds.
 */
export async function stop(dir: string): Promise<boolean> {
  const folder = filesOf(resolve(dir));
  const instance = readInstance(folder);
  if (instance === undefined || !(await answersAs(instance))) return false;
  signal(instance.pid);
  const end = Date.now() + patience;
  // The record goes as the last act of the server; the process itself may be waited for by nobody.
  while (readInstance(folder)?.id === instance.id || isAlive(instance.pid)) {
    if (Date.now() > end)
      throw new EmulatorError({
        code: 'emulator-running',
        message: `The emulator at ${instance.origin} did not end within ten seconds.`,
        hint: `kill -9 ${instance.pid}`,
      });
    await sleep(20);
  }
  return true;
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    // It ended by itself in between.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
