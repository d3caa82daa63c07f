import type { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import type { World } from '../ports.ts';
import { listedComponent, walkStacks } from './list-stacks.ts';
import { OpenStacks } from './open-stacks.ts';

/** A component in a stack, of any type. */
export interface Instance {
  readonly component: string;
  readonly stack: string;
  readonly type: string;
  /** The first manifest of that stack. */
  readonly manifest: string;
  readonly abstract: boolean;
}

/** Every component of every stack, by stack and name. Throws only what listManifests throws. */
export function listInstances(
  world: World,
  project: Project,
): { readonly instances: readonly Instance[]; readonly faults: readonly Problem[] } {
  const { stacks, faults, doubles } = walkStacks(new OpenStacks(world, project), undefined);
  const instances = stacks.flatMap(({ name: stack, manifest, components }) =>
    components
      .map((found) => {
        const { name: component, type, abstract } = listedComponent(found);
        return { component, stack, type, manifest, abstract };
      })
      .sort((a, b) => (a.component < b.component ? -1 : 1)),
  );
  return { instances, faults: [...faults, ...doubles] };
}
