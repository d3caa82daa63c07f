import { Problem } from '../domain/problem.ts';
import type { Ports } from '../ports.ts';

/** Holds, as JSON, what runs of workflows and custom commands this process is within, the outermost first. */
const variable = 'ATMOS_KIT_RUNNING';

/** Arguments can change each time, so that no two calls are one. */
const deepest = 32;

/**
 * The variable that tells what steps run that they are within `run`, as it was called in the project at `folder`.
 * Throws Problem `workflow-invalid` where this very call is under way already: it would never end.
 */
export function enterRun(
  { environment }: Pick<Ports, 'environment'>,
  folder: string,
  run: string,
): Readonly<Record<string, string>> {
  const outer = outerRuns(environment.get(variable));
  const names = outer.map(([, name]) => name);
  const again = outer.findIndex(([where, name]) => where === folder && name === run);
  if (again !== -1 || outer.length >= deepest)
    throw new Problem({
      code: 'workflow-invalid',
      message:
        again === -1
          ? `${outer.length} runs are within each other: ${[...names.slice(-3), run].join(' → ')}.`
          : `${run} calls itself: ${[...names.slice(again), run].join(' → ')}.`,
      hint: 'Take the step out that calls it again.',
    });
  return { [variable]: JSON.stringify([...outer, [folder, run]]) };
}

/** What is not of ours says nothing. */
function outerRuns(text: string | undefined): readonly (readonly [folder: string, run: string])[] {
  try {
    const runs: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(runs) ? runs.filter(isRun) : [];
  } catch {
    return [];
  }
}

const isRun = (one: unknown): one is readonly [string, string] =>
  Array.isArray(one) && one.length === 2 && one.every((part) => typeof part === 'string');
