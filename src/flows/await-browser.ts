import { Problem } from '../domain/problem.ts';
import type { Ports, ProgressLine } from '../ports.ts';
import { waitingText } from './waiting-text.ts';

type Needs = Pick<Ports, 'clock' | 'terminal'>;

/** How long a person has in her browser. */
export const browserWaitMs = 10 * 60_000;

/**
 * Waits for what a person does in her browser, with a countdown. Throws Problem `login-expired` after ten minutes,
 * and what `answer` throws; its signal aborts when nobody waits any more.
 */
export async function awaitBrowser<T>(
  ports: Needs,
  answer: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const end = ports.clock.now().getTime() + browserWaitMs;
  const line = ports.terminal.progress(waitingText(browserWaitMs));
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  try {
    const answered = await Promise.race([answer(both), countdown(ports, line, end, both)]);
    line.end('Signed in in the browser.');
    return answered;
  } catch (error) {
    line.end();
    throw error;
  } finally {
    stop.abort();
  }
}

async function countdown(ports: Needs, line: ProgressLine, end: number, signal: AbortSignal): Promise<never> {
  for (let left = browserWaitMs; left > 0; left = end - ports.clock.now().getTime()) {
    line.update(waitingText(left));
    await ports.clock.sleep(Math.min(1000, left), signal);
  }
  throw new Problem({
    code: 'login-expired',
    message: 'Nobody signed in within ten minutes.',
    hint: 'atmos-kit auth login starts again.',
  });
}
