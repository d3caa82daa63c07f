import { type EffectRequest, type Effects, effectName, isSuspended, Suspended } from '../domain/effect.ts';
import { formatPlace, isProblem, Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import type { MapValue, Value } from '../domain/value.ts';
import type { World } from '../ports.ts';
import { walkStacks } from './list-stacks.ts';
import { OpenStacks } from './open-stacks.ts';

/** What `validate stacks` finds. */
export interface Validation {
  /** What is wrong: no command that needs it can work. */
  readonly faults: readonly Problem[];
  /** What is odd: it works, and perhaps not as it was meant. */
  readonly warnings: readonly Problem[];
}

/**
 * Every fault of every manifest and component, and every odd value: two of unlike types where a layer meets another, and
 * dates that reach Terraform as empty maps. Values are merged and their templates filled in; nothing runs.
 */
export function validateStacks(world: World, project: Project): Validation {
  const stacks = new OpenStacks({ ...world, effects: notAsked }, project);
  const { stacks: walked, faults, doubles } = walkStacks(stacks, undefined, { processFunctions: false });
  const all: Problem[] = [...faults, ...doubles];
  for (const { components } of walked)
    for (const found of components)
      for (const key of found.keys())
        try {
          found.value(key);
        } catch (error) {
          if (isProblem(error)) all.push(error);
          else if (!isSuspended(error)) throw error;
        }
  const warnings = stacks
    .all()
    .opened.flatMap(({ manifest }) => oddValues(manifest.parts.map(({ map }) => map)));
  return { faults: onePerPlace(all), warnings: onePerPlace(warnings) };
}

/** A value that only the world can tell is no fault, and nobody needs it here; what time it is never decides. */
export const notAsked: Effects = {
  answer(request) {
    switch (request.type) {
      case 'now':
        return 0;
      case 'time-zone':
        return 'UTC';
      case 'random':
        return '00'.repeat(request.bytes);
      default:
        throw request.from === undefined ? withoutAnswer(request) : new Suspended([request]);
    }
  },
};

/** While manifests are read there is nobody yet whose value could wait. */
const withoutAnswer = (request: EffectRequest): Problem =>
  new Problem({
    code: 'construct-not-supported',
    message: `${effectName(request)} stands where manifests are read, and nothing runs for a validation.`,
    hint: 'Move it into a value of a component.',
    at: request.at,
  });

function onePerPlace(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Map<string, Problem>();
  for (const problem of problems) {
    const key = `${problem.code} ${problem.message} ${problem.at === undefined ? '' : formatPlace(problem.at)}`;
    if (!seen.has(key)) seen.set(key, problem);
  }
  return [...seen.values()];
}

function oddValues(parts: readonly MapValue[]): Problem[] {
  const found: Problem[] = [];
  for (const [index, part] of parts.entries()) {
    dates(part, '', found);
    for (const lower of parts.slice(0, index)) unlike(lower, part, '', found);
  }
  return found;
}

/** An unquoted date is the one thing that is read as a map without any sign of one. */
function dates(value: Value, path: string, found: Problem[]): void {
  if (value.type === 'scalar') return;
  if (value.type === 'map' && value.date === true)
    found.push(
      new Problem({
        code: 'stack-invalid',
        message: `${path} is a date without quotes, and reaches Terraform as {}.`,
        hint: 'Put it in quotes.',
        at: value.at,
      }),
    );
  for (const [key, item] of value.type === 'list' ? value.items.entries() : value.entries)
    dates(item, path === '' ? String(key) : `${path}.${key}`, found);
}

/** Where one file says a map or a list and a later one says something else. */
function unlike(low: Value, high: Value, path: string, found: Problem[]): void {
  if (low.type === 'map' && high.type === 'map') {
    for (const [key, value] of high.entries) {
      const below = low.entries.get(key);
      if (below !== undefined && below !== value && key !== 'import')
        unlike(below, value, path === '' ? key : `${path}.${key}`, found);
    }
    return;
  }
  if (low.type === high.type || isComputed(low) || isComputed(high) || isNull(low) || isNull(high)) return;
  found.push(
    new Problem({
      code: 'stack-invalid',
      message: `${path} is a ${high.type} here and a ${low.type} at ${formatPlace(low.at)}: the one here counts alone.`,
      hint: 'Give both the same type, or one of them another name.',
      at: high.at,
    }),
  );
}

const isNull = (value: Value): boolean => value.type === 'scalar' && value.data === null;

/** A function or a template may turn out to be anything. */
const isComputed = (value: Value): boolean =>
  value.type === 'scalar' &&
  (value.tag !== undefined || (typeof value.data === 'string' && /^!|\{\{/.test(value.data)));
