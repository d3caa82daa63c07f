import { join } from 'node:path';
import { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import type { World } from '../ports.ts';
import { findComponent } from '../stacks/find-component.ts';
import { listStacks } from '../stacks/list-stacks.ts';
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
 * Throws Problem `stack-not-found`, `component-not-found`, `construct-not-supported`, and what reading them throws.
 */
export function selectRuns(
  world: World,
  project: Project,
  stack: string | undefined,
  many: ManyArguments,
): Selection {
  refuseMissing(many);
  const { stacks, faults } = listStacks(world, project);
  const inStack = stacks.filter(
    ({ name, manifest }) => stack === undefined || name === stack || manifest === stack,
  );
  if (stack !== undefined && inStack.length === 0) throw faults[0] ?? unknownStack(stack, stacks);
  const real = (list: typeof stacks): SelectedRun[] =>
    list.flatMap(({ name, components }) =>
      components
        .filter(({ abstract, enabled }) => !abstract && enabled)
        .map((one) => ({
          component: one.name,
          stack: name,
          folder: join(project.terraform.basePath, one.folder),
          dependsOn: [],
        })),
    );
  const candidates = real(inStack);
  const chosen =
    many.components.length === 0
      ? candidates
      : candidates.filter(({ component }) => many.components.includes(component));
  const missing = many.components.find((name) => !chosen.some(({ component }) => component === name));
  if (missing !== undefined) throw unknownComponent(missing, stack, candidates);
  const edges = (target: Target) => dependenciesOf(findComponent(world, project, target));
  return { runs: widen(chosen, many, () => real(stacks), edges), faults };
}

/** Adds what was asked for along the dependencies, and these to each. */
function widen(
  chosen: readonly SelectedRun[],
  { includeDependencies, includeDependents }: ManyArguments,
  everywhere: () => readonly SelectedRun[],
  edges: (target: Target) => readonly Target[],
): readonly SelectedRun[] {
  const known = new Map<string, SelectedRun>();
  const withEdges = (run: SelectedRun): SelectedRun => {
    const found = known.get(keyOf(run)) ?? { ...run, dependsOn: edges(run) };
    known.set(keyOf(run), found);
    return found;
  };
  if (!includeDependencies && !includeDependents) return chosen.map(withEdges);
  const all = new Map(everywhere().map((run) => [keyOf(run), run]));
  const selected = new Map(chosen.map((run) => [keyOf(run), run]));
  const add = (from: readonly SelectedRun[], next: (run: SelectedRun) => readonly SelectedRun[]) => {
    for (const queue = [...from]; queue.length > 0; ) {
      const found = next(queue.pop() as SelectedRun).filter((run) => !selected.has(keyOf(run)));
      for (const run of found) selected.set(keyOf(run), run);
      queue.push(...found);
    }
  };
  if (includeDependencies)
    add(chosen, (run) => withEdges(run).dependsOn.flatMap((target) => all.get(keyOf(target)) ?? []));
  if (includeDependents)
    add(chosen, (run) =>
      [...all.values()].filter((one) =>
        withEdges(one).dependsOn.some((target) => keyOf(target) === keyOf(run)),
      ),
    );
  return [...selected.values()].map(withEdges);
}

function refuseMissing({ affected, query }: ManyArguments): void {
  if (!affected && query === undefined) return;
  throw new Problem({
    code: 'construct-not-supported',
    message: affected
      ? 'atmos-kit cannot tell yet which components a change affects (describe affected), which --affected needs.'
      : 'atmos-kit cannot answer --query yet.',
    hint: 'Name the components: --components a,b.',
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
