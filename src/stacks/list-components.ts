import type { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import type { World } from '../ports.ts';
import { listedComponent, walkStacks } from './list-stacks.ts';
import { OpenStacks } from './open-stacks.ts';

/** A component that at least one stack has, and can be run. */
export interface ComponentRow {
  readonly component: string;
  readonly type: string;
  /** Names of the stacks that have it, sorted. */
  readonly stacks: readonly string[];
}

/** Every component by name, those that are abstract left out; of one stack where one is named. */
export function listComponents(
  world: World,
  project: Project,
  stack?: string,
): { readonly components: readonly ComponentRow[]; readonly faults: readonly Problem[] } {
  const walked = walkStacks(new OpenStacks(world, project), undefined);
  const rows = new Map<string, { component: string; type: string; stacks: string[] }>();
  for (const { name, manifest, components } of walked.stacks) {
    if (stack !== undefined && stack !== name && stack !== manifest) continue;
    for (const found of components) {
      const { name: component, type, abstract } = listedComponent(found);
      if (abstract) continue;
      const key = `${component}\0${type}`;
      const row = rows.get(key) ?? { component, type, stacks: [] };
      row.stacks.push(name);
      rows.set(key, row);
    }
  }
  const components = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return { components, faults: [...walked.faults, ...walked.doubles] };
}
