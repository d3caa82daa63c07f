import { isProblem, type Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { textOf } from '../domain/value.ts';
import type { World } from '../ports.ts';
import { isFlag } from './build-component.ts';
import type { ComponentSections } from './component-sections.ts';
import { OpenStacks, twice } from './open-stacks.ts';
import { sameSections } from './same-value.ts';

/** Every stack that can be told, and what is wrong with the rest. */
export interface StackList {
  /** By name. */
  readonly stacks: readonly ListedStack[];
  readonly faults: readonly Problem[];
}

export interface ListedStack {
  readonly name: string;
  /** The first manifest of that name. */
  readonly manifest: string;
  /** Terraform components in the order of the manifests. */
  readonly components: readonly ListedComponent[];
}

export interface ListedComponent {
  readonly name: string;
  readonly type: string;
  readonly abstract: boolean;
  readonly enabled: boolean;
  readonly folder: string;
}

/** All stacks with their Terraform components; stacks without any are left out. Throws only what listManifests throws. */
export function listStacks(world: World, project: Project): StackList {
  const { stacks, faults, doubles } = walkStacks(new OpenStacks(world, project), ['terraform']);
  return {
    stacks: stacks.map(({ name, manifest, components }) => ({
      name,
      manifest,
      components: components.map(listedComponent),
    })),
    faults: [...faults, ...doubles],
  };
}

/** A stack with the sections of its components. */
export interface WalkedStack {
  readonly name: string;
  readonly manifest: string;
  readonly components: readonly ComponentSections[];
}

/**
 * Goes through every component of the given types (all of them for none) in the order of stacks' names. `doubles` are
 * components with two unlike definitions, of which the first one is shown.
 */
export function walkStacks(
  stacks: OpenStacks,
  types: readonly string[] | undefined,
  make: Parameters<OpenStacks['sections']>[3] & { readonly bareWorkspace?: boolean } = {},
): {
  readonly stacks: readonly WalkedStack[];
  readonly faults: readonly Problem[];
  readonly doubles: readonly Problem[];
} {
  const { opened, broken } = stacks.all();
  const faults = broken.map(({ problem }) => problem);
  const doubles: Problem[] = [];
  const found = new Map<string, { manifest: string; components: Map<string, ComponentSections> }>();
  for (const manifest of opened)
    for (const type of types ?? manifest.components.types())
      for (const name of manifest.of(type).names())
        try {
          const stack = manifest.stackOf(name, type);
          if (stack === undefined) continue;
          const entry = found.get(stack) ?? { manifest: manifest.name, components: new Map() };
          const place = { name, stack, ...(make.bareWorkspace && { bareWorkspace: true }) };
          const sections = stacks.sections(manifest, place, type, make);
          const before = entry.components.get(`${type}\0${name}`);
          if (before === undefined) entry.components.set(`${type}\0${name}`, sections);
          else if (!sameSections(before, sections)) doubles.push(twice(before, sections));
          found.set(stack, entry);
        } catch (error) {
          if (!isProblem(error)) throw error;
          faults.push(error);
        }
  const list = [...found].map(([name, { manifest, components }]) => ({
    name,
    manifest,
    components: [...components.values()],
  }));
  return { stacks: list.sort((a, b) => (a.name < b.name ? -1 : 1)), faults, doubles };
}

/** Whether Terraform runs it: it is neither abstract nor switched off. */
export function isRunnable(sections: ComponentSections): boolean {
  const { abstract, enabled } = listedComponent(sections);
  return !abstract && enabled;
}

/** What a list says of one component. */
export function listedComponent(sections: ComponentSections): ListedComponent {
  const metadata = sections.layers.metadata();
  return {
    name: sections.place.name,
    type: sections.type,
    abstract: textOf(metadata.entries.get('type')) === 'abstract',
    enabled: !isFlag(metadata, 'enabled', false),
    folder: sections.folder,
  };
}
