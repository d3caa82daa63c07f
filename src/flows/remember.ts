import { join } from 'node:path';
import { type Effects, isSuspended, Suspended } from '../domain/effect.ts';
import type { Ports, World } from '../ports.ts';
import { type Memo, memoPath, type Observed } from '../store/memo.ts';
import { type EvaluationPorts, evaluated } from './evaluate-component.ts';
import { observe } from './observe.ts';

/** File systems note times in steps; a change within one step of our look would go unseen. */
const stepMs = 50;

/**
 * Answers a question by looking, and keeps the answer for the next time. A place where nothing can be kept only
 * costs that next time. Throws Suspended for what files and variables alone cannot answer.
 */
export function answerAndRemember<T>(
  ports: Pick<Ports, 'files' | 'environment' | 'writer' | 'clock' | 'here'>,
  question: string,
  look: (world: World) => T,
): T {
  const { files, environment, observed } = observe(ports.files, ports.environment);
  const answer = look({ files, environment, effects: suspending });
  if (answer !== undefined) keepAnswer(ports, question, observed(), answer);
  return answer;
}

/** The same with whatever else it takes; what commands, git or the clock had a say in is never kept. */
export async function answerOrFetch<T>(
  ports: EvaluationPorts & Pick<Ports, 'writer'>,
  question: string,
  look: (world: World) => T,
): Promise<T> {
  const pure = withoutEffects(() => answerAndRemember(ports, question, look));
  return pure === undefined ? evaluated(ports, look) : pure.answer;
}

/** Answers nothing: what it is asked for is to be fetched, and then nothing of the answer may be kept. */
export const suspending: Effects = {
  answer(request) {
    throw new Suspended([request]);
  },
};

/** What some work finds with files and variables alone; undefined where that does not do. `done` is called after it. */
export function withoutEffects<T>(
  work: () => T,
  done: () => void = () => {},
): { readonly answer: T } | undefined {
  try {
    return { answer: work() };
  } catch (error) {
    if (isSuspended(error)) return undefined;
    throw error;
  } finally {
    done();
  }
}

/** Keeps an answer for as long as what was looked at stays as it is; what has only just changed may change unseen. */
export function keepAnswer(
  ports: Pick<Ports, 'files' | 'writer' | 'clock' | 'here'>,
  question: string,
  observed: Observed,
  answer: unknown,
): void {
  const now = ports.clock.now().getTime();
  if (Object.values(observed.paths).some((stamp) => changedMs(stamp) > now - stepMs)) return;
  const memo: Memo = { build: ports.here.build, question, observed, answer };
  try {
    ports.writer.write(memoPath(ports.here.answers, question), JSON.stringify(memo), 0o600);
    forgetOld(ports);
  } catch {
    // A full disk or a read-only home is told by whatever must be written.
  }
}

/** Questions that nobody has asked for a month leave the folder. */
function forgetOld({ files, writer, clock, here }: Pick<Ports, 'files' | 'writer' | 'clock' | 'here'>): void {
  const oldest = clock.now().getTime() - 30 * 24 * 3_600_000;
  for (const { name } of files.list(here.answers) ?? []) {
    const path = join(here.answers, name);
    const changed = changedMs(files.stat(path)?.stamp ?? null);
    if (name.endsWith('.json') && changed > 0 && changed < oldest) writer.remove(path);
  }
}

function changedMs(stamp: string | null): number {
  const nanoseconds = stamp?.split('.')[3];
  return nanoseconds === undefined ? 0 : Number(BigInt(nanoseconds) / 1_000_000n);
}
