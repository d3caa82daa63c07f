import { interruption } from './interruption.ts';

/** A signal that aborts when a person gives up, and what stops listening for it. */
export interface InterruptSignal {
  readonly signal: AbortSignal;
  dispose(): void;
}

const ending = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Turns the first SIGINT, SIGTERM or SIGHUP to this process into an abort with Problem `interrupted`. The listeners
 * are gone after it, so a second Ctrl-C ends a program whose tidying hangs.
 */
export function interruptSignal(): InterruptSignal {
  const controller = new AbortController();
  const abort = (signal: NodeJS.Signals) => {
    dispose();
    controller.abort(interruption(signal as (typeof ending)[number]));
  };
  const dispose = () => {
    for (const signal of ending) process.off(signal, abort);
  };
  for (const signal of ending) process.on(signal, abort);
  return { signal: controller.signal, dispose };
}
