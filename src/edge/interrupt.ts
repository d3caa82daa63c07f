import { interruption } from './interruption.ts';

/** A signal that aborts when a person gives up, and what stops listening for it. */
export interface InterruptSignal {
  readonly signal: AbortSignal;
  dispose(): void;
}

/**
 * Turns the first SIGINT or SIGTERM to this process into an abort with Problem `interrupted`. The listeners are
 * gone after it, so a second Ctrl-C ends a program whose tidying hangs.
 */
export function interruptSignal(): InterruptSignal {
  const controller = new AbortController();
  const abort = () => {
    dispose();
    controller.abort(interruption());
  };
  const dispose = () => {
    process.off('SIGINT', abort);
    process.off('SIGTERM', abort);
  };
  process.on('SIGINT', abort);
  process.on('SIGTERM', abort);
  return { signal: controller.signal, dispose };
}
