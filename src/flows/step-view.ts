import type { Ports, ProgressLine } from '../ports.ts';
import type { Step } from '../workflows/step.ts';

/** How a step ended. */
export interface StepOutcome {
  readonly exitCode: number;
  /** The signal that ended it, if one did. */
  readonly signal?: string;
}

/**
 * Tells a person how far steps are: a line when each begins and ends, and all of them at the end. What a step writes goes to
 * the same terminal, so the time that runs stands in its title.
 */
export class StepView {
  readonly #ports: Pick<Ports, 'terminal' | 'clock'>;
  readonly #count: number;
  readonly #outcomes: string[] = [];
  readonly #began: number;

  constructor(ports: Pick<Ports, 'terminal' | 'clock'>, count: number) {
    this.#ports = ports;
    this.#count = count;
    this.#began = this.#now();
  }

  /** Runs a step and tells of it; `text` is what it does. */
  async during<T extends StepOutcome>(
    index: number,
    { name }: Step,
    text: string,
    work: () => Promise<T>,
  ): Promise<T> {
    const { terminal } = this.#ports;
    const place = `[${index + 1}/${this.#count}]`;
    terminal.say(`${place} ${name}: ${text}`);
    const began = this.#now();
    const title = terminal.progress(`${place} ${name}`, 'title');
    const over = new AbortController();
    const ticking = this.#tick(title, `${place} ${name}`, began, over.signal);
    try {
      const ended = await work();
      const told = `${name}: ${wordsOf(ended)} in ${duration(this.#now() - began)}`;
      const mark = ended.exitCode === 0 ? '✓' : '✗';
      this.#outcomes.push(this.#marked(mark, told));
      terminal.say(this.#marked(mark, `${place} ${told}`));
      return ended;
    } finally {
      over.abort();
      await ticking;
      title.end();
    }
  }

  /** Notes a step that was passed over. */
  passed({ name }: Step): void {
    this.#outcomes.push(this.#marked('–', `${name}: not run`));
  }

  end(): void {
    if (this.#count < 2) return;
    const lines = this.#outcomes.map((outcome) => `  ${outcome}`);
    this.#ports.terminal.say(['', ...lines, `  ${duration(this.#now() - this.#began)} in all`].join('\n'));
  }

  async #tick(title: ProgressLine, text: string, began: number, signal: AbortSignal): Promise<void> {
    const { clock, terminal } = this.#ports;
    if (!terminal.interactive) return;
    while (!signal.aborted) {
      // The end of a step cuts the wait short.
      await clock.sleep(1000, signal).catch(() => {});
      if (!signal.aborted) title.update(`${text} ${duration(this.#now() - began)}`);
    }
  }

  // Logs are searched and compared; marks are for eyes.
  #marked(mark: string, text: string): string {
    return this.#ports.terminal.interactive ? `${mark} ${text}` : text;
  }

  #now(): number {
    return this.#ports.clock.now().getTime();
  }
}

/** How a failure is told after the step's name. */
export const endOf = ({ exitCode, signal }: StepOutcome): string =>
  signal === undefined
    ? `ended with exit code ${exitCode}`
    : `was ended by ${signal} (exit code ${exitCode})`;

function wordsOf({ exitCode, signal }: StepOutcome): string {
  if (exitCode === 0) return 'done';
  return signal === undefined ? `exit code ${exitCode}` : `ended by ${signal}`;
}

function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
