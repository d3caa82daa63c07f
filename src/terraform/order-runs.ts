import { Problem } from '../domain/problem.ts';
import type { Target } from './run-edges.ts';

/** A component that is to run, and what it must come after. */
export interface Node extends Target {
  readonly dependsOn: readonly Target[];
}

/** Names a component of a stack among others. */
export const keyOf = ({ component, stack }: Target): string => JSON.stringify([component, stack]);

/** What people read. */
export const nameOf = ({ component, stack }: Target): string => `${component} in ${stack}`;

/**
 * The nodes in an order in which everything comes after what it depends on; of those that may come next the first by
 * name, then by stack. With `reverse` everything comes before what it depends on, as for destroying. Targets that are
 * not among the nodes do not count. Problem `stack-invalid` that shows the circle.
 * Source of the rule: the order in which Atmos runs several components.
 */
export function orderRuns<N extends Node>(nodes: readonly N[], reverse = false): readonly N[] {
  const before = predecessors(nodes, reverse);
  const left = new Map(nodes.map((node) => [keyOf(node), node]));
  const ordered: N[] = [];
  while (left.size > 0) {
    const [next] = [...left.values()]
      .filter((node) => ![...(before.get(keyOf(node)) ?? [])].some((key) => left.has(key)))
      .sort(byName);
    if (next === undefined) throw circle([...left.values()]);
    left.delete(keyOf(next));
    ordered.push(next);
  }
  return ordered;
}

/** For each node the keys of those that must be done first. */
export function predecessors(
  nodes: readonly Node[],
  reverse = false,
): ReadonlyMap<string, ReadonlySet<string>> {
  const before = new Map(nodes.map((node) => [keyOf(node), new Set<string>()]));
  for (const node of nodes)
    for (const target of node.dependsOn) {
      const [first, then] = reverse ? [keyOf(node), keyOf(target)] : [keyOf(target), keyOf(node)];
      if (before.has(first)) before.get(then)?.add(first);
    }
  return before;
}

function byName(a: Target, b: Target): number {
  return compare(a.component, b.component) || compare(a.stack, b.stack);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** At least one circle is among the nodes that are left; others merely hang on it. */
function circle(left: readonly Node[]): Problem {
  const nodes = new Map(left.map((node) => [keyOf(node), node]));
  const dead = new Set<Node>();
  const round = [...left].sort(byName).reduce<readonly Node[]>((found, node) => {
    return found.length > 0 ? found : roundBelow([node], nodes, dead);
  }, []);
  return new Problem({
    code: 'stack-invalid',
    message: `These components depend on each other in a circle: ${round.map(nameOf).join(' → ')}.`,
    hint: 'Take one of the dependencies out of settings.depends_on or dependencies.components.',
  });
}

/** The way on from a path to a node that stands on it already; empty where no way leads round. */
function roundBelow(
  path: readonly Node[],
  nodes: ReadonlyMap<string, Node>,
  dead: Set<Node>,
): readonly Node[] {
  const last = path.at(-1) as Node;
  for (const target of last.dependsOn) {
    const next = nodes.get(keyOf(target));
    if (next === undefined || dead.has(next)) continue;
    if (path.includes(next)) return [...path.slice(path.indexOf(next)), next];
    const found = roundBelow([...path, next], nodes, dead);
    if (found.length > 0) return found;
  }
  dead.add(last);
  return [];
}
