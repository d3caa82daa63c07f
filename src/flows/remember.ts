import { join } from 'node:path';
import type { Ports } from '../ports.ts';
import { type Memo, memoPath, type Observed } from '../store/memo.ts';
import { observe } from './observe.ts';

/** File systems note times in steps; a change within one step of our look would go unseen. */
const stepMs = 50;

/**
 * Answers a question by looking, and keeps the answer for the next time. A place where nothing can be kept only
 * costs that next time.
 */
export function answerAndRemember<T>(
  ports: Pick<Ports, 'files' | 'environment' | 'writer' | 'clock' | 'here'>,
  question: string,
  look: (world: Pick<Ports, 'files' | 'environment'>) => T,
): T {
  const observer = observe(ports.files, ports.environment);
  const answer = look(observer);
  if (answer !== undefined) keepAnswer(ports, question, observer.observed(), answer);
  return answer;
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
