import { inert } from '../../../src/domain/inert.ts';
import { mermaidText } from './charts.ts';
import type { Listing } from './listing.ts';
import { identityRows, providerRows } from './table.ts';

/** A page with both tables and the chart, for a wiki or a pull request. */
export function markdownText(listing: Listing): string {
  return [
    '# Authentication\n',
    ...(listing.providers.length > 0 ? [`## Providers\n`, table(providerRows(listing))] : []),
    ...(listing.identities.length > 0 ? [`## Identities\n`, table(identityRows(listing))] : []),
    `## Chains\n`,
    `\`\`\`mermaid\n${mermaidText(listing)}\`\`\`\n`,
  ].join('\n');
}

/** Rows as a table of GitHub's Markdown; the first is its head. Whatever Markdown would read stands behind a backslash. */
function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return [head, ...rows]
    .map((row) => line(row.map(cell)))
    .toSpliced(1, 0, line(head.map(() => '---')))
    .join('');
}

const cell = (text: string): string => inert(text).replace(/[\\`*_{}[\]<>#|~!&$]/g, '\\$&');
