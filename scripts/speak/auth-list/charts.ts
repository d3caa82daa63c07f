import { inert } from '../../../src/domain/inert.ts';
import { lineageOf } from './lineage.ts';
import type { Listing } from './listing.ts';

interface Node {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly look: 'provider' | 'identity' | 'default';
}

interface Chart {
  readonly nodes: readonly Node[];
  readonly edges: readonly (readonly [from: string, to: string])[];
}

/** Ids are made up by place in the list: two names may differ only in what an id cannot hold. */
function chartOf({ answer, providers, identities }: Listing): Chart {
  const ids = new Map<object, string>([
    ...providers.map((one, index) => [one, `p${index + 1}`] as const),
    ...identities.map((one, index) => [one, `i${index + 1}`] as const),
  ]);
  const lineage = lineageOf(answer);
  const edges = [...providers, ...identities].flatMap((parent) =>
    lineage.below(parent).flatMap((one) => {
      const [from, to] = [ids.get(parent), ids.get(one)];
      return from === undefined || to === undefined ? [] : [[from, to] as const];
    }),
  );
  const nodes: Node[] = [
    ...providers.map((one) => ({ ...one, look: 'provider' as const })),
    ...identities.map((one) => ({
      ...one,
      look: one.default ? ('default' as const) : ('identity' as const),
    })),
  ].map(({ name, kind, look }, index) => ({ id: [...ids.values()][index] as string, name, kind, look }));
  return { nodes, edges };
}

/**
 * A flow chart in Mermaid's language, in the shape of Atmos's. Signs that mean something in a label stand as entity
 * codes. Source of that rule: Mermaid's documentation of flow charts.
 */
export function mermaidText(listing: Listing): string {
  const { nodes, edges } = chartOf(listing);
  if (nodes.length === 0) return 'graph LR\n  Empty["No providers or identities"]\n';
  const label = (text: string) => inert(text).replace(/["#&<>`\\]/g, (sign) => `#${sign.charCodeAt(0)};`);
  return [
    'graph LR',
    ...nodes.map(({ id, name, kind }) => `  ${id}["${label(name)}<br/>${label(kind)}"]`),
    ...edges.map(([from, to]) => `  ${from} --> ${to}`),
    '  classDef provider fill:#dbeafe,stroke:#1d4ed8,color:#1e3a8a',
    '  classDef identity fill:#f1f5f9,stroke:#475569,color:#0f172a',
    '  classDef default fill:#dcfce7,stroke:#15803d,color:#14532d',
    ...nodes.map(({ id, look }) => `  class ${id} ${look}`),
    '',
  ].join('\n');
}

const fills = { provider: 'lightblue', default: 'lightgreen', identity: undefined } as const;

/** A graph in the language of Graphviz (DOT), in the shape of Atmos's. In its quotes a backslash and a quote are escaped. */
export function graphvizText(listing: Listing): string {
  const { nodes, edges } = chartOf(listing);
  const label = (text: string) => inert(text).replace(/["\\]/g, '\\$&');
  return [
    'digraph AuthConfig {',
    '  rankdir=LR;',
    '  node [shape=box, style=rounded];',
    ...nodes.map(({ id, name, kind, look }) => {
      const fill = fills[look] === undefined ? '' : `, style="rounded,filled", fillcolor=${fills[look]}`;
      return `  ${id} [label="${label(name)}\\n(${label(kind)})"${fill}];`;
    }),
    ...edges.map(([from, to]) => `  ${from} -> ${to};`),
    '}',
    '',
  ].join('\n');
}
