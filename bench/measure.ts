import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** One program to measure, as arguments of node. */
export interface Subject {
  readonly name: string;
  /** The Node that runs it; ours unless another is named. */
  readonly node?: string;
  readonly args: readonly string[];
  readonly folder: string;
  /** Done before every run, outside of the clock. */
  readonly before?: () => void;
  /** Whether it is run once before, outside of the clock as well, so that what it remembers is there. */
  readonly warmedUp?: boolean;
  /** What it should stay below, as a multiple of bare node. */
  readonly target?: number;
}

export interface Figures {
  readonly subject: Subject;
  /** Medians over all rounds. */
  readonly milliseconds: number;
  readonly ratio: number;
  /** Peak of resident memory in MiB. */
  readonly peak: number;
}

/**
 * Runs every subject once per round, round after round, so that what slows the machine down for a while slows all of
 * them down. A ratio is taken within a round, against the first subject of the same Node. Throws when a run fails.
 */
export function measure(
  subjects: readonly Subject[],
  rounds: number,
  environment: Readonly<Record<string, string>>,
): Figures[] {
  const times = subjects.map((): number[] => []);
  for (let round = -1; round < rounds; round += 1)
    subjects.forEach((subject, index) => {
      makeReady(subject, environment);
      const started = performance.now();
      run(subject, [], environment);
      const took = performance.now() - started;
      // The first round only warms the file system.
      if (round >= 0) times[index]?.push(took);
    });
  return subjects.map((subject, index) => {
    const own = times[index] ?? [];
    const floor = times[subjects.findIndex(({ node }) => node === subject.node)] ?? [];
    return {
      subject,
      milliseconds: median(own),
      ratio: median(own.map((took, round) => took / (floor[round] ?? Number.NaN))),
      peak: peakOf(subject, Math.min(3, rounds), environment),
    };
  });
}

function peakOf(subject: Subject, times: number, environment: Readonly<Record<string, string>>): number {
  const hook = ['--require', join(import.meta.dirname, 'peak-memory.cjs')];
  const kibibytes = Array.from({ length: times }, () => {
    makeReady(subject, environment);
    return Number(run(subject, hook, environment));
  });
  return median(kibibytes) / 1024;
}

function makeReady(subject: Subject, environment: Readonly<Record<string, string>>): void {
  subject.before?.();
  if (subject.warmedUp) run(subject, [], environment);
}

/** Returns what was written to descriptor 3. */
function run(subject: Subject, hook: readonly string[], env: Readonly<Record<string, string>>): string {
  const { status, error, stderr, output } = spawnSync(
    subject.node ?? process.execPath,
    [...hook, ...subject.args],
    {
      cwd: subject.folder,
      env,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    },
  );
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${subject.name} ended with ${status}: ${stderr}`);
  return output[3] ?? '';
}

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [
    sorted[sorted.length % 2 === 1 ? middle : middle - 1],
    sorted[middle],
  ];
  return (low + high) / 2;
}
