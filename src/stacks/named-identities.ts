import { isProblem, type Place } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { entriesOf, type MapValue, type Value, valueAt } from '../domain/value.ts';
import type { World } from '../ports.ts';
import { OpenStacks } from './open-stacks.ts';
import { notAsked } from './validate-stacks.ts';

/** An identity below some `auth:` of a manifest. */
export interface NamedIdentity {
  readonly name: string;
  readonly entry: Value;
  readonly at: Place;
}

/**
 * Every identity that a manifest names: for the whole stack, for all Terraform components, or for one of them. Each place
 * once. Nothing runs, and manifests that cannot be read are left out: `validate stacks` tells of them.
 */
export function namedIdentities(world: World, project: Project): readonly NamedIdentity[] {
  const found = new Map<string, NamedIdentity>();
  for (const part of parts(world, project))
    for (const auth of authSections(part))
      for (const [name, entry] of entriesOf(valueAt(auth, 'identities'))) {
        const { at } = valueAt(entry, 'default') ?? valueAt(entry, 'kind') ?? entry;
        found.set(`${at.file}:${at.line}:${name}`, { name, entry, at });
      }
  return [...found.values()];
}

function parts(world: World, project: Project): readonly MapValue[] {
  try {
    const { opened } = new OpenStacks({ ...world, effects: notAsked }, project).all();
    return [...new Set(opened.flatMap(({ manifest }) => manifest.parts.map(({ map }) => map)))];
  } catch (error) {
    // A project need not have stacks.
    if (isProblem(error)) return [];
    throw error;
  }
}

function authSections(part: MapValue): readonly (Value | undefined)[] {
  const components = [...entriesOf(valueAt(part, 'components', 'terraform'))].map(
    ([, component]) => component,
  );
  return [
    valueAt(part, 'auth'),
    valueAt(part, 'terraform', 'auth'),
    ...components.flatMap((component) => [
      valueAt(component, 'auth'),
      valueAt(component, 'overrides', 'auth'),
    ]),
  ];
}
