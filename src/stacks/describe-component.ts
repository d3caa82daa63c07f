import { isAbsolute, join, relative } from 'node:path';
import { maskedAuth } from '../domain/masked-auth.ts';
import { mergeValues } from '../domain/merge.ts';
import type { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { emptyMap, type MapValue, type Plain, toPlain, type Value, valueAt } from '../domain/value.ts';
import type { World } from '../ports.ts';
import { treeOf } from '../yaml/plain-value.ts';
import type { ComponentSections, EvaluationOptions } from './component-sections.ts';
import { typeFolder } from './open-manifest.ts';
import { OpenStacks } from './open-stacks.ts';
import { sourcesOf } from './sources.ts';
import type { WantedComponent } from './wanted-component.ts';

/** Types of components in the order in which a name is looked for. */
const componentTypes = ['terraform', 'helmfile', 'packer', 'ansible'] as const;

/** What `describe component` says. */
export interface Description {
  /** Every section by its key, each value with its place; turn it into data with `toPlain`. */
  readonly sections: MapValue;
  /** What could not be told and stands as `(computed)`. */
  readonly warnings: readonly Problem[];
}

/** Which component, and how its values are worked out. */
export interface DescriptionRequest extends WantedComponent, EvaluationOptions {
  /** The one key that somebody will look at: nothing else is worked out. */
  readonly only?: string;
}

/** The keys that `describe component` shows where nobody asks for more (`filter: schema`). */
export const schemaKeys: readonly string[] = [
  ...['vars', 'settings', 'env', 'backend', 'metadata', 'overrides', 'providers', 'imports', 'dependencies'],
  ...['component', 'hooks'],
];

/**
 * Everything that is known of a component, or what `only` names of it, templates and functions worked out.
 * Throws Suspended, Problem `stack-not-found`, `component-not-found` and whatever its values throw.
 * Source of the keys: what Atmos prints with the filter `full` (test/golden/describe-stacks-shape).
 */
export function describeComponent(world: World, project: Project, wanted: DescriptionRequest): Description {
  const stacks = new OpenStacks(world, project);
  const warnings: Problem[] = [];
  const { component, stack, types = componentTypes, only, ...options } = wanted;
  const found = stacks.find(
    { component, stack, types },
    { ...options, warn: (problem) => warnings.push(problem) },
  );
  const { at } = found.layers.own.map;
  const keys = [...found.keys(), ...names].filter((key) => only === undefined || key === only);
  const sections = describedSections(stacks, found, keys);
  const add = (key: string, value: () => Value | Plain): void => {
    if (only !== undefined && key !== only) return;
    const made = value();
    sections.set(key, isValue(made) ? made : treeOf(made, at));
  };
  const { name: manifest, manifest: read } = found.manifest;
  add('imports', () => found.value('imports'));
  add('deps', () => toPlain(found.value('deps')));
  add('deps_all', () => [...new Set([...read.imports, manifest])].sort());
  add('component_type', () => found.type);
  add('component_info', () => componentInfo(stacks, found, true));
  add('sources', () => sourcesOf(found));
  add('cli_args', () => ['describe', 'component']);
  add('tf_cli_vars', () => ({}));
  add('atmos_cli_config', () => configOf(project));
  return { sections: { type: 'map', entries: sections, at }, warnings };
}

const isValue = (value: Value | Plain): value is Value =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'at' in value && 'type' in value;

/** The sections that every description of a component has. */
export function describedSections(
  { context }: OpenStacks,
  found: ComponentSections,
  keys: readonly string[] = [...found.keys(), ...names],
): Map<string, Value> {
  const auth = context.project.auth;
  return new Map(
    keys.map((key) => [key, key === 'auth' ? maskedAuth(authOf(auth, found)) : found.value(key)]),
  );
}

function authOf(project: Value, found: ComponentSections): Value {
  const own = found.value('auth');
  return found.type === 'terraform' ? withLowerNames(mergeValues(project, own)) : own;
}

const names = ['atmos_component', 'atmos_stack', 'stack', 'atmos_stack_file', 'atmos_manifest'];

/** Atmos stores identities under names in lower case. */
function withLowerNames(auth: Value): Value {
  const identities = valueAt(auth, 'identities');
  if (auth.type !== 'map' || identities?.type !== 'map') return auth;
  const lower = new Map<string, Value>();
  for (const [name, value] of identities.entries) {
    const before = lower.get(name.toLowerCase());
    lower.set(name.toLowerCase(), before === undefined ? value : mergeValues(before, value));
  }
  return { ...auth, entries: new Map(auth.entries).set('identities', { ...identities, entries: lower }) };
}

/** Where a component's folder is: absolute, or below the base path. */
export function componentInfo({ context }: OpenStacks, found: ComponentSections, absolute: boolean): Plain {
  const base = typeFolder(context, found.type) ?? join(context.project.basePath, 'components', found.type);
  const path = join(base, found.folder);
  const below = relative(context.project.basePath, path);
  return {
    component_path: absolute || below.startsWith('..') || isAbsolute(below) ? path : below,
    component_type: found.type,
  };
}

function configOf(project: Project): Plain {
  const section = (key: string): Plain =>
    toPlain(valueAt(project.config, key) ?? emptyMap({ file: 'atmos.yaml' }));
  return {
    base_path: toPlain(valueAt(project.config, 'base_path') ?? treeOf('', { file: 'atmos.yaml' })),
    components: section('components'),
    stacks: section('stacks'),
    workflows: section('workflows'),
  };
}
