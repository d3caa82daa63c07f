import type { Place, Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { entriesOf, textOf, type Value, valueAt } from '../domain/value.ts';
import type { World } from '../ports.ts';
import type { ComponentSections } from './component-sections.ts';
import { walkStacks } from './list-stacks.ts';
import { OpenStacks } from './open-stacks.ts';

/** One component that needs another one to be there before it. */
export interface DependencyEdge {
  readonly from: { readonly component: string; readonly stack: string; readonly type: string };
  readonly to: { readonly component: string; readonly stack: string };
  readonly at: Place;
}

/**
 * What `settings.depends_on.<key>` and `dependencies.components` of every component say, abstract ones left out. A
 * stack that is not named is the component's own, or where tenant, environment or stage are named (the old way) the one
 * that differs from it in these.
 */
export function dependencyEdges(
  world: World,
  project: Project,
): { readonly edges: readonly DependencyEdge[]; readonly faults: readonly Problem[] } {
  const { stacks, faults, doubles } = walkStacks(new OpenStacks(world, project), undefined);
  const all = stacks.flatMap(({ components }) => components);
  const edges = all
    .filter((found) => textOf(found.layers.metadata().entries.get('type')) !== 'abstract')
    .flatMap((found) => edgesOf(found, all));
  return { edges, faults: [...faults, ...doubles] };
}

function edgesOf(found: ComponentSections, all: readonly ComponentSections[]): DependencyEdge[] {
  const { name, stack } = found.place;
  const listed = valueAt(found.value('dependencies'), 'components');
  const entries = [
    ...[...entriesOf(valueAt(found.value('settings'), 'depends_on'))].map(([, entry]) => entry),
    ...(listed?.type === 'list' ? listed.items : []),
  ];
  return entries.flatMap((entry) => {
    const component = textOf(valueAt(entry, 'component')) ?? textOf(entry);
    if (component === undefined) return [];
    const to = {
      component,
      stack: textOf(valueAt(entry, 'stack')) ?? stackByParts(found, entry, component, all),
    };
    return [{ from: { component: name, stack, type: found.type }, to, at: entry.at }];
  });
}

const parts = ['namespace', 'tenant', 'environment', 'stage'];

function stackByParts(
  found: ComponentSections,
  entry: Value,
  component: string,
  all: readonly ComponentSections[],
): string {
  const named = parts.filter((part) => textOf(valueAt(entry, part)) !== undefined);
  if (named.length === 0) return found.place.stack;
  const wanted = (part: string): string | undefined =>
    textOf(valueAt(entry, part)) ?? textOf(valueAt(found.raw('vars'), part));
  const other = all.find(
    (one) =>
      one.place.name === component &&
      parts.every((part) => textOf(valueAt(one.raw('vars'), part)) === wanted(part)),
  );
  return other?.place.stack ?? found.place.stack;
}
