import type { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import type { MapValue } from '../domain/value.ts';
import type { World } from '../ports.ts';
import { describedSections } from '../stacks/describe-component.ts';
import { isRunnable, walkStacks } from '../stacks/list-stacks.ts';
import { OpenStacks } from '../stacks/open-stacks.ts';
import { keyOf } from '../terraform/order-runs.ts';
import type { Target } from '../terraform/run-edges.ts';

/** A component with everything that a question about it may look at. */
export interface Questioned {
  readonly key: string;
  readonly sections: MapValue;
}

/** The components that may run, of a stack or of all, by name. Throws what walking the stacks throws. */
export function runnableTargets(
  world: World,
  project: Project,
  stack: string | undefined,
): { readonly targets: readonly Target[]; readonly faults: readonly Problem[] } {
  const { stacks, faults } = walkStacks(new OpenStacks(world, project), ['terraform']);
  const targets = stacks
    .filter(({ name, manifest }) => stack === undefined || name === stack || manifest === stack)
    .flatMap(({ components }) => components)
    .filter(isRunnable)
    .map(({ place }) => ({ component: place.name, stack: place.stack }));
  return { targets, faults };
}

/** All sections of some components, worked out. Throws Suspended and the Problems of the values. */
export function questionedComponents(
  world: World,
  project: Project,
  targets: readonly Target[],
): readonly Questioned[] {
  const stacks = new OpenStacks(world, project);
  return targets.map(({ component, stack }) => {
    const found = stacks.find({ component, stack });
    const { at } = found.layers.own.map;
    return {
      key: keyOf({ component, stack }),
      sections: { type: 'map', entries: describedSections(stacks, found), at },
    };
  });
}
