import { join } from 'node:path';
import { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import type { World } from '../ports.ts';
import type { ComponentSections } from '../stacks/component-sections.ts';
import { isRunnable, walkStacks } from '../stacks/list-stacks.ts';
import { OpenStacks } from '../stacks/open-stacks.ts';
import type { ManyArguments } from '../terraform/arguments.ts';
import { keyOf, type Node } from '../terraform/order-runs.ts';
import { dependenciesOf, type Target } from '../terraform/run-edges.ts';

/** A component that is to run, and where. */
export interface SelectedRun extends Node {
  /** Absolute. */
  readonly folder: string;
}

export interface Selection {
  readonly runs: readonly SelectedRun[];
  /** What could not be read, and so was not looked at. */
  readonly faults: readonly Problem[];
}

/**
 * The components that flags choose, in no order: those of a stack or of all, by name where names are given, with what
 * they depend on or what depends on them where that is asked for. Abstract and disabled ones are left out.
 * `only` are the keys of those that something else has chosen among them.
 * Throws Problem `stack-not-found`, `component-not-found`, and what reading them throws.
 */
export function selectRuns(
  world: World,
  project: Project,
  stack: string | undefined,
  many: Pick<ManyArguments, 'components' | 'includeDependencies' | 'includeDependents'>,
  only?: ReadonlySet<string>,
): Selection {
  const { stacks, faults, doubles } = walkStacks(new OpenStacks(world, project), ['terraform']);
  const inStack = stacks.filter(
    ({ name, manifest }) => stack === undefined || name === stack || manifest === stack,
  );
  if (stack !== undefined && inStack.length === 0) throw faults[0] ?? unknownStack(stack, stacks);
  const all = runnable(project, stacks);
  const candidates = runnable(project, inStack).filter((run) => only?.has(keyOf(run)) ?? true);
  const chosen =
    many.components.length === 0
      ? candidates
      : candidates.filter(({ component }) => many.components.includes(component));
  const missing = many.components.find((name) => !chosen.some(({ component }) => component === name));
  if (missing !== undefined) throw unknownComponent(missing, stack, candidates);
  return { runs: widen(chosen, many, all), faults: [...faults, ...doubles] };
}

/** Those of all stacks whose keys are in `only`, as `selectRuns` finds them: nothing is widened, nothing is left out by name. */
export function runsAmong(world: World, project: Project, only: ReadonlySet<string>): readonly SelectedRun[] {
  const everything = { components: [], includeDependencies: false, includeDependents: false };
  return selectRuns(world, project, undefined, everything, only).runs;
}

/** A component with what it says, which is worked out when it is asked for. */
interface Candidate extends Omit<SelectedRun, 'dependsOn'> {
  readonly sections: ComponentSections;
}

function runnable(
  project: Project,
  stacks: readonly { readonly components: readonly ComponentSections[] }[],
): readonly Candidate[] {
  return stacks
    .flatMap(({ components }) => components)
    .filter(isRunnable)
    .map((sections) => ({
      component: sections.place.name,
      stack: sections.place.stack,
      folder: join(project.terraform.basePath, sections.folder),
      sections,
    }));
}

/** Adds what was asked for along the dependencies, and these to each. */
function widen(
  chosen: readonly Candidate[],
  {
    includeDependencies,
    includeDependents,
  }: Pick<ManyArguments, 'includeDependencies' | 'includeDependents'>,
  all: readonly Candidate[],
): readonly SelectedRun[] {
  const edges = new Map<Candidate, readonly Target[]>();
  const dependsOn = (run: Candidate): readonly Target[] => {
    const found = edges.get(run) ?? edgesOf(run);
    edges.set(run, found);
    return found;
  };
  const byKey = new Map([...all, ...chosen].map((run) => [keyOf(run), run]));
  const selected = new Map(chosen.map((run) => [keyOf(run), run]));
  const add = (next: (run: Candidate) => readonly Candidate[]) => {
    for (const queue = [...chosen]; queue.length > 0; ) {
      const found = next(queue.pop() as Candidate).filter((run) => !selected.has(keyOf(run)));
      for (const run of found) selected.set(keyOf(run), run);
      queue.push(...found);
    }
  };
  if (includeDependencies) add((run) => dependsOn(run).flatMap((target) => byKey.get(keyOf(target)) ?? []));
  if (includeDependents) {
    const needs = (one: Candidate, run: Candidate) =>
      dependsOn(one).some((target) => keyOf(target) === keyOf(run));
    add((run) => all.filter((one) => needs(one, run)));
  }
  return [...selected.values()].map((run) => {
    const { component, stack, folder } = run;
    return { component, stack, folder, dependsOn: dependsOn(run) };
  });
}

function edgesOf({ stack, sections }: Candidate): readonly Target[] {
  return dependenciesOf({
    stack,
    settings: sections.value('settings'),
    dependencies: sections.value('dependencies'),
  });
}

function unknownStack(stack: string, stacks: readonly { readonly name: string }[]): Problem {
  return new Problem({
    code: 'stack-not-found',
    message: `There is no stack ${stack}.`,
    hint: `The stacks are ${stacks.map(({ name }) => name).join(', ')}.`,
  });
}

function unknownComponent(name: string, stack: string | undefined, candidates: readonly Target[]): Problem {
  const names = [...new Set(candidates.map(({ component }) => component))].sort();
  return new Problem({
    code: 'component-not-found',
    message: `No ${stack === undefined ? 'stack' : stack} has a component ${name} that can run.`,
    hint: `There are ${names.join(', ')}.`,
  });
}
