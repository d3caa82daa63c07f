import { join } from 'node:path';
import { type Effects, isSuspended, Suspended } from '../domain/effect.ts';
import type { Ports, World } from '../ports.ts';
import { type Memo, memoPath } from '../store/memo.ts';
import { changedMs, changedSince } from './changed-since.ts';
import { type EvaluationPorts, evaluated } from './evaluate-component.ts';
import { type Observer, observe } from './observe.ts';
import { withIndex } from './stack-index.ts';

/**
 * Answers a question by looking, and keeps the answer for the next time. A place where nothing can be kept only
 * costs that next time. Throws Suspended for what files and variables alone cannot answer.
 */
export function answerAndRemember<T>(
  ports: Pick<Ports, 'files' | 'environment' | 'writer' | 'clock' | 'here'>,
  question: string,
  look: (world: World) => T,
): T {
  const observer = observe(ports.files, ports.environment, ports.clock);
  const { files, environment, index } = withIndex(ports, observer);
  const answer = look({ files, environment, index, effects: suspending });
  index.keep();
  if (answer !== undefined) keepAnswer(ports, question, observer, answer);
  return answer;
}

/** The same with whatever else it takes; what commands, git or the clock had a say in is never kept. */
export async function answerOrFetch<T>(
  ports: EvaluationPorts & Pick<Ports, 'writer'>,
  question: string,
  look: (world: World) => T,
): Promise<T> {
  const pure = withoutEffects(() => answerAndRemember(ports, question, look));
  if (pure !== undefined) return pure.answer;
  const indexed = withIndex(ports);
  const answer = await evaluated(indexed, look);
  indexed.index.keep();
  return answer;
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

/**
 * Keeps an answer for as long as what was looked at stays as it is, and says whether it did: what has only just changed may
 * change unseen.
 */
export function keepAnswer(
  ports: Pick<Ports, 'files' | 'writer' | 'clock' | 'here'>,
  question: string,
  observer: Observer,
  answer: unknown,
): boolean {
  const observed = observer.observed();
  if (Object.values(observed.paths).some((stamp) => changedSince(stamp, observer.began))) return false;
  const memo: Memo = { build: ports.here.build, question, observed, answer };
  try {
    ports.writer.write(memoPath(ports.here.answers, question), JSON.stringify(memo), 0o600, 'forNow');
    forgetOld(ports);
    return true;
  } catch {
    // A full disk or a read-only home is told by whatever must be written.
    return false;
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
