import PQueue from 'p-queue';
import { isProblem, type Problem } from '../domain/problem.ts';
import type { Ports } from '../ports.ts';
import { keyOf, nameOf, orderRuns, predecessors } from '../terraform/order-runs.ts';
import type { AmongOthers } from './run-in-stack.ts';
import type { SelectedRun } from './select-runs.ts';

export interface ManyRequest {
  readonly runs: readonly SelectedRun[];
  /** Everything before what it depends on: for destroying. */
  readonly reverse: boolean;
  /** After a failure: stop, or go on with what does not depend on it. */
  readonly failureMode: 'fail-fast' | 'keep-going';
  /** At most so many at once; those of one folder always come one after the other. */
  readonly maxConcurrency: number;
  /** The exit codes of a run that is no failure: 2 as well for plan -detailed-exitcode. */
  readonly success: readonly number[];
  /** Does one of them; the number is its exit code. */
  readonly runOne: (run: SelectedRun, among: AmongOthers) => Promise<number>;
  /** Tells a Problem of one run, where the others go on. */
  readonly tell: (problem: Problem) => void;
}

type State =
  | { readonly type: 'done' | 'failed'; readonly exitCode: number; readonly problem?: Problem }
  | { readonly type: 'skipped'; readonly because: string };

/**
 * Runs several components in the order of their dependencies, says how far it is, and sums up at the end. The exit code
 * is 0; that of a success that is told apart; else that of the first failure, or 1 where runs went on after it.
 * Throws Problem `stack-invalid` for a circle, before anything runs, and the Problem that stopped the rest.
 */
export async function runMany(
  ports: Pick<Ports, 'terminal' | 'interrupts'>,
  request: ManyRequest,
): Promise<number> {
  const ordered = orderRuns(request.runs, request.reverse);
  const { terminal } = ports;
  if (ordered.length === 0) {
    terminal.say('No component is to run.');
    return 0;
  }
  terminal.say(`${count(ordered.length)}, in this order: ${ordered.map(nameOf).join(', ')}.`);
  // A Ctrl-C ends the run that it meets; whatever was to come after it must not begin.
  const { signal, dispose } = ports.interrupts.listen();
  const states = await new Round(terminal, request, ordered, signal).run().finally(dispose);
  for (const line of summary(ordered, states)) terminal.say(line);
  const [problem] = [...states.values()].flatMap((state) => ('problem' in state ? [state.problem] : []));
  if (problem !== undefined && request.failureMode === 'fail-fast') throw problem;
  const exitCode = exitCodeOf(request, [...states.values()]);
  return exitCode === 0 && signal.aborted ? 130 : exitCode;
}

class Round {
  readonly #terminal: Ports['terminal'];
  readonly #request: ManyRequest;
  readonly #ordered: readonly SelectedRun[];
  readonly #before: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #states = new Map<string, State>();
  readonly #begun = new Set<string>();
  readonly #busy = new Set<string>();
  readonly #queue: PQueue;
  readonly #signal: AbortSignal;
  #turn: Promise<unknown> = Promise.resolve();
  #number = 0;

  constructor(
    terminal: Ports['terminal'],
    request: ManyRequest,
    ordered: readonly SelectedRun[],
    signal: AbortSignal,
  ) {
    this.#signal = signal;
    this.#terminal = terminal;
    this.#request = request;
    this.#ordered = ordered;
    this.#before = predecessors(ordered, request.reverse);
    this.#queue = new PQueue({ concurrency: request.maxConcurrency });
  }

  async run(): Promise<ReadonlyMap<string, State>> {
    this.#begin();
    await this.#queue.onIdle();
    return this.#states;
  }

  /** Queues whatever may run now; the first in order goes first when there is room. */
  #begin(): void {
    const { failureMode } = this.#request;
    const failed = [...this.#states.values()].some(({ type }) => type === 'failed');
    if (this.#signal.aborted || (failureMode === 'fail-fast' && failed)) {
      this.#queue.clear();
      return;
    }
    for (const [index, run] of this.#ordered.entries()) {
      const key = keyOf(run);
      if (this.#begun.has(key)) continue;
      const before = [...(this.#before.get(key) ?? [])];
      const broken = before.find((one) => ['failed', 'skipped'].includes(this.#states.get(one)?.type ?? ''));
      if (broken !== undefined) {
        this.#begun.add(key);
        const missing = this.#ordered.find((one) => keyOf(one) === broken) as SelectedRun;
        this.#states.set(key, { type: 'skipped', because: nameOf(missing) });
      } else if (before.every((one) => this.#states.has(one)) && !this.#busy.has(run.folder)) {
        this.#begun.add(key);
        this.#busy.add(run.folder);
        this.#queue.add(() => this.#do(run), { priority: -index });
      }
    }
  }

  async #do(run: SelectedRun): Promise<void> {
    this.#number += 1;
    this.#terminal.say(`\n[${this.#number}/${this.#ordered.length}] ${nameOf(run)}`);
    this.#states.set(keyOf(run), await this.#outcome(run));
    this.#busy.delete(run.folder);
    this.#begin();
  }

  async #outcome(run: SelectedRun): Promise<State> {
    const { maxConcurrency, success, failureMode } = this.#request;
    const parallel = maxConcurrency > 1;
    try {
      const exitCode = await this.#request.runOne(run, {
        oneByOne: (work) => this.#oneByOne(work),
        ...(parallel && { label: nameOf(run) }),
      });
      return { type: success.includes(exitCode) ? 'done' : 'failed', exitCode };
    } catch (error) {
      if (!isProblem(error)) throw error;
      if (failureMode === 'keep-going') this.#request.tell(error);
      return { type: 'failed', exitCode: error.exitCode, problem: error };
    }
  }

  #oneByOne<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }
}

function summary(ordered: readonly SelectedRun[], states: ReadonlyMap<string, State>): readonly string[] {
  const words = (state: State | undefined): string => {
    if (state === undefined) return 'not run';
    if (state.type === 'skipped') return `skipped, for it needs ${state.because}`;
    return state.type === 'failed' ? `failed (exit code ${state.exitCode})` : 'done';
  };
  const width = Math.max(...ordered.map((run) => nameOf(run).length));
  const done = [...states.values()].filter(({ type }) => type === 'done').length;
  return [
    `\n${done} of ${count(ordered.length)} done.`,
    ...ordered.map((run) => `  ${nameOf(run).padEnd(width)}  ${words(states.get(keyOf(run)))}`),
  ];
}

function exitCodeOf({ failureMode }: ManyRequest, states: readonly State[]): number {
  const codes = (wanted: State['type']) =>
    states.flatMap((state) => (state.type === wanted && 'exitCode' in state ? [state.exitCode] : []));
  const [failed] = codes('failed');
  if (failed !== undefined) return failureMode === 'keep-going' ? 1 : failed;
  return codes('done').find((code) => code !== 0) ?? 0;
}

const count = (number: number): string => (number === 1 ? '1 component' : `${number} components`);
