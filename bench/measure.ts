import { spawn } from 'node:child_process';
import { once } from 'node:events';
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
export async function measure(
  subjects: readonly Subject[],
  rounds: number,
  environment: Readonly<Record<string, string>>,
): Promise<Figures[]> {
  const times = subjects.map((): number[] => []);
  for (let round = -1; round < rounds; round += 1)
    for (const [index, subject] of subjects.entries()) {
      await makeReady(subject, environment);
      const { took } = await run(subject, [], environment);
      // The first round only warms the file system.
      if (round >= 0) times[index]?.push(took);
    }
  const figures: Figures[] = [];
  for (const [index, subject] of subjects.entries()) {
    const own = times[index] ?? [];
    const floor = times[subjects.findIndex(({ node }) => node === subject.node)] ?? [];
    figures.push({
      subject,
      milliseconds: median(own),
      ratio: median(own.map((took, round) => took / (floor[round] ?? Number.NaN))),
      peak: await peakOf(subject, Math.min(3, rounds), environment),
    });
  }
  return figures;
}

async function peakOf(
  subject: Subject,
  times: number,
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  const hook = ['--require', join(import.meta.dirname, 'peak-memory.cjs')];
  const kibibytes: number[] = [];
  for (let time = 0; time < times; time += 1) {
    await makeReady(subject, environment);
    kibibytes.push(Number((await run(subject, hook, environment)).said));
  }
  return median(kibibytes) / 1024;
}

async function makeReady(subject: Subject, environment: Readonly<Record<string, string>>): Promise<void> {
  subject.before?.();
  if (subject.warmedUp) await run(subject, [], environment);
}

/** Runs a subject: how many milliseconds it took, and what was written to descriptor 3. The portal it may ask is this process. */
async function run(
  subject: Subject,
  hook: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly took: number; readonly said: string }> {
  const started = performance.now();
  const child = spawn(subject.node ?? process.execPath, [...hook, ...subject.args], {
    cwd: subject.folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [said, stderr] = [child.stdio[3], child.stderr].map((pipe) => {
    const parts: Buffer[] = [];
    pipe?.on('data', (part: Buffer) => parts.push(part));
    return parts;
  }) as [Buffer[], Buffer[]];
  const closed = once(child, 'close');
  const [status] = (await once(child, 'exit')) as [number | null];
  const took = performance.now() - started;
  await closed;
  if (status !== 0) throw new Error(`${subject.name} ended with ${status}: ${Buffer.concat(stderr)}`);
  return { took, said: Buffer.concat(said).toString() };
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
