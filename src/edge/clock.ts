import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../ports.ts';
import { reasonOf } from './interruption.ts';

/** The clock of this machine. */
export function systemClock(): Clock {
  return {
    now: () => new Date(),
    async sleep(milliseconds, signal) {
      try {
        await wait(milliseconds, undefined, signal === undefined ? {} : { signal });
      } catch (error) {
        throw signal?.aborted ? reasonOf(signal) : error;
      }
    },
  };
}
