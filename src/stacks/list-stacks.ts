import { isProblem, type Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { textOf } from '../domain/value.ts';
import type { World } from '../ports.ts';
import { isFlag } from './build-component.ts';
import { oneDefinition, openAll } from './find-component.ts';
import { listManifests } from './list-manifests.ts';
import type { OpenManifest } from './open-manifest.ts';
import { ManifestReader } from './read-manifest.ts';
import { stackContext } from './stack-context.ts';

/** Every stack that can be told, and what is wrong with the rest. */
export interface StackList {
  /** By name. */
  readonly stacks: readonly ListedStack[];
  readonly faults: readonly Problem[];
}

interface ListedStack {
  readonly name: string;
  /** The first manifest of that name. */
  readonly manifest: string;
  readonly components: readonly ListedComponent[];
}

interface ListedComponent {
  readonly name: string;
  readonly abstract: boolean;
  readonly enabled: boolean;
  readonly folder: string;
}

/** All stacks with their components; stacks without any are left out. Throws only what listManifests throws. */
export function listStacks(world: World, project: Project): StackList {
  const context = stackContext(world, project);
  const { opened, broken } = openAll(context, new ManifestReader(context), listManifests(context));
  const faults = broken.map(({ problem }) => problem);
  const stacks = new Map<string, { manifest: string; components: Map<string, ListedComponent> }>();
  const owners = new Map<string, OpenManifest>();
  for (const manifest of opened)
    for (const name of manifest.components.names()) {
      try {
        const stack = manifest.stackOf(name);
        if (stack === undefined) continue;
        const entry = stacks.get(stack) ?? { manifest: manifest.name, components: new Map() };
        const before = owners.get(`${stack}\0${name}`);
        if (before === undefined) {
          owners.set(`${stack}\0${name}`, manifest);
          entry.components.set(name, listedComponent(manifest, name));
        } else oneDefinition(context, { component: name, stack }, [before, manifest]);
        stacks.set(stack, entry);
      } catch (error) {
        if (!isProblem(error)) throw error;
        faults.push(error);
      }
    }
  const list = [...stacks].map(([name, { manifest, components }]) => ({
    name,
    manifest,
    components: [...components.values()],
  }));
  return { stacks: list.sort((a, b) => (a.name < b.name ? -1 : 1)), faults };
}

function listedComponent(manifest: OpenManifest, name: string): ListedComponent {
  const metadata = manifest.layers(name).metadata();
  return {
    name,
    abstract: textOf(metadata.entries.get('type')) === 'abstract',
    enabled: !isFlag(metadata, 'enabled', false),
    folder: manifest.folder(name),
  };
}
