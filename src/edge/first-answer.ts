import type { Problem } from '../domain/problem.ts';
import { reasonOf } from './interruption.ts';

/** What came of a wait for a browser. */
export type Outcome<T> = { readonly answer: T } | { readonly problem: Problem };

/** Holds the one outcome until somebody waits for it; later ones change nothing. */
export class FirstAnswer<T> {
  #outcome: Outcome<T> | undefined;
  #told: (() => void) | undefined;

  get taken(): boolean {
    return this.#outcome !== undefined;
  }

  take(outcome: Outcome<T>): void {
    this.#outcome ??= outcome;
    this.#told?.();
  }

  /** Throws the Problem that came, or the signal's when it aborts before. */
  async wait(signal: AbortSignal): Promise<T> {
    if (this.#outcome === undefined) {
      if (signal.aborted) throw reasonOf(signal);
      await new Promise<void>((resolve, reject) => {
        const abort = () => reject(reasonOf(signal));
        this.#told = () => {
          signal.removeEventListener('abort', abort);
          resolve();
        };
        signal.addEventListener('abort', abort, { once: true });
      });
    }
    const outcome = this.#outcome as Outcome<T>;
    if ('problem' in outcome) throw outcome.problem;
    return outcome.answer;
  }
}
