import { together } from '../domain/effect.ts';
import { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { type MapValue, type Value, valueAt } from '../domain/value.ts';
import type { World } from '../ports.ts';
import { treeOf } from '../yaml/plain-value.ts';
import type { ComponentSections, EvaluationOptions } from './component-sections.ts';
import { componentInfo, describedSections } from './describe-component.ts';
import { type WalkedStack, walkStacks } from './list-stacks.ts';
import { OpenStacks } from './open-stacks.ts';

/** What to show of all stacks. */
export interface StacksQuestion extends EvaluationOptions {
  /** A name or the path of a manifest. */
  readonly stack?: string;
  readonly components?: readonly string[];
  readonly types?: readonly string[];
  /** Keys of components; all of them unless said. */
  readonly sections?: readonly string[];
  readonly includeEmpty?: boolean;
}

/** What `describe stacks` says. */
export interface StacksDescription {
  /** `<stack>: components: <type>: <component>: <sections>` */
  readonly stacks: MapValue;
  /** Manifests and components that could not be read: what is shown is the rest. */
  readonly faults: readonly Problem[];
}

/**
 * Every component of every stack, or those that were asked for; only what is shown is worked out.
 * Throws Suspended, Problem `config-invalid` where nothing names stacks, `stack-invalid` for a component with two
 * definitions, and what the values throw.
 */
export function describeStacks(
  world: World,
  project: Project,
  question: StacksQuestion = {},
): StacksDescription {
  refuseWithoutNames(project);
  const stacks = new OpenStacks(world, project);
  const { stack, components, types, sections, includeEmpty, ...options } = question;
  const bareWorkspace = project.stacks.nameTemplate !== undefined;
  const walked = walkStacks(stacks, types, { ...options, bareWorkspace });
  const [double] = walked.doubles;
  if (double !== undefined) throw double;
  const wanted = (found: ComponentSections): boolean =>
    components === undefined || components.length === 0 || components.includes(found.place.name);
  const shown = walked.stacks
    .filter((one) => stack === undefined || one.name === stack || one.manifest === stack)
    .map((one) => ({ ...one, components: one.components.filter(wanted) }));
  const described = together(shown, (one) => [one.name, stackOf(stacks, one, sections)] as const);
  const kept = described.filter(([, value]) => includeEmpty === true || hasSections(value));
  const at = project.config.at;
  return { stacks: { type: 'map', entries: new Map(kept), at }, faults: walked.faults };
}

function stackOf(stacks: OpenStacks, one: WalkedStack, sections: readonly string[] | undefined): Value {
  const types = new Map<string, Map<string, Value>>();
  const described = together(
    one.components,
    (found) => [found, componentOf(stacks, found, sections)] as const,
  );
  for (const [found, value] of described) {
    const all = types.get(found.type) ?? new Map<string, Value>();
    types.set(found.type, all.set(found.place.name, value));
  }
  const at = one.components[0]?.layers.own.map.at ?? { file: one.manifest };
  const map = (entries: Iterable<readonly [string, Value]>): Value => ({
    type: 'map',
    entries: new Map(entries),
    at,
  });
  return map([['components', map([...types].map(([type, all]) => [type, map(all)] as const))]]);
}

function componentOf(
  stacks: OpenStacks,
  found: ComponentSections,
  wanted: readonly string[] | undefined,
): Value {
  const keys = [
    ...found.keys(),
    'atmos_component',
    'atmos_stack',
    'stack',
    'atmos_stack_file',
    'atmos_manifest',
  ];
  const shown =
    wanted === undefined || wanted.length === 0 ? keys : keys.filter((key) => wanted.includes(key));
  const sections = describedSections(stacks, found, shown);
  const { at } = found.layers.own.map;
  if (wanted === undefined || wanted.length === 0 || wanted.includes('component_info'))
    sections.set('component_info', treeOf(componentInfo(stacks, found, false), at));
  return { type: 'map', entries: sections, at };
}

/** Whether any component shows anything. */
function hasSections(stack: Value): boolean {
  const types = valueAt(stack, 'components');
  return (
    types?.type === 'map' &&
    [...types.entries.values()].some(
      (all) =>
        all.type === 'map' &&
        [...all.entries.values()].some((one) => one.type === 'map' && one.entries.size > 0),
    )
  );
}

function refuseWithoutNames({ stacks, config }: Project): void {
  if (stacks.nameTemplate !== undefined || stacks.namePattern !== undefined) return;
  throw new Problem({
    code: 'config-invalid',
    message: 'Nothing says how stacks are called, so they cannot be described together.',
    hint: 'Set stacks.name_template, or stacks.name_pattern, in atmos.yaml.',
    at: valueAt(config, 'stacks')?.at ?? { file: 'atmos.yaml' },
  });
}
