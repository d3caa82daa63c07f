import type { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { type MapValue, type Plain, textOf, toPlain, type Value, valueAt } from '../domain/value.ts';
import type { World } from '../ports.ts';
import type { EvaluationOptions } from '../stacks/component-sections.ts';
import { type DependencyEdge, dependencyEdges } from '../stacks/dependency-edges.ts';
import { describeComponent } from '../stacks/describe-component.ts';
import { describeStacks } from '../stacks/describe-stacks.ts';

/** A component in a stack, as `describe dependents` and `describe affected` name it. */
export interface NamedInstance {
  readonly component: string;
  readonly stack: string;
}

/** What depends on what, and what is known of each component. */
export interface DependencyGraph {
  /** `<stack>: components: <type>: <component>` with vars, settings and component_info. */
  readonly stacks: MapValue;
  readonly edges: readonly DependencyEdge[];
  readonly faults: readonly Problem[];
}

const sections = ['vars', 'settings', 'component_info', 'atmos_manifest'];

/** Reads it all. Throws Suspended and what describeStacks throws. */
export function dependencyGraph(
  world: World,
  project: Project,
  options: EvaluationOptions = {},
): DependencyGraph {
  const { stacks, faults } = describeStacks(world, project, { ...options, sections, includeEmpty: true });
  return { stacks, edges: dependencyEdges(world, project).edges, faults };
}

/**
 * What depends on a component in a stack, which may be named by the path of its manifest. Throws Problem
 * `stack-not-found` or `component-not-found`, with what was probably meant.
 */
export function dependentsIn(
  world: World,
  project: Project,
  wanted: NamedInstance,
  graph: DependencyGraph,
  includeSettings: boolean,
): Plain[] {
  const stack = [...graph.stacks.entries.keys()].find((name) => {
    const found = instanceIn(graph.stacks, { ...wanted, stack: name });
    return (
      found && (name === wanted.stack || textOf(valueAt(found.value, 'atmos_manifest')) === wanted.stack)
    );
  });
  // Whoever finds components knows what is wrong with this one.
  if (stack === undefined) describeComponent(world, project, { ...wanted, processFunctions: false });
  return dependentsOf({ ...wanted, stack: stack ?? wanted.stack }, graph, includeSettings);
}

/** The list that Atmos prints; what depends on a dependent is only told where `deep`. */
export function dependentsOf(
  wanted: NamedInstance,
  graph: DependencyGraph,
  includeSettings: boolean,
  deep?: readonly NamedInstance[],
): Plain[] {
  const found = new Map<string, Plain>();
  for (const { from, to } of graph.edges) {
    if (to.component !== wanted.component || to.stack !== wanted.stack) continue;
    const above = deep?.some((one) => one.component === from.component && one.stack === from.stack);
    const dependents =
      deep === undefined ? null : above ? [] : dependentsOf(from, graph, includeSettings, [...deep, from]);
    found.set(`${from.stack}\0${from.component}`, {
      ...instanceData(graph.stacks, from),
      dependents,
      included_in_dependents: false,
      settings: includeSettings ? settingsOf(graph.stacks, from) : null,
    });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** What is said of every component: its type, folder, the variables that name stacks, and a short name. */
export function instanceData(stacks: MapValue, wanted: NamedInstance): { [key: string]: Plain } {
  const { component, stack } = wanted;
  const found = instanceIn(stacks, wanted);
  const named = ['namespace', 'tenant', 'environment', 'stage'].flatMap((key) => {
    const text = textOf(valueAt(found?.value, 'vars', key));
    return text ? [[key, text] as const] : [];
  });
  return {
    component,
    component_type: found?.type ?? 'terraform',
    component_path: textOf(valueAt(found?.value, 'component_info', 'component_path')) ?? '',
    ...Object.fromEntries(named),
    stack,
    stack_slug: `${stack}-${component.replaceAll('/', '-')}`,
  };
}

export function settingsOf(stacks: MapValue, wanted: NamedInstance): Plain {
  const settings = valueAt(instanceIn(stacks, wanted)?.value, 'settings');
  return settings === undefined ? null : toPlain(settings);
}

/** The sections of a component and its type; undefined where the stack has none. */
function instanceIn(
  stacks: MapValue,
  { component, stack }: NamedInstance,
): { readonly type: string; readonly value: Value } | undefined {
  const types = valueAt(stacks, stack, 'components');
  if (types?.type !== 'map') return undefined;
  for (const [type, all] of types.entries) {
    const value = valueAt(all, component);
    if (value !== undefined) return { type, value };
  }
  return undefined;
}
