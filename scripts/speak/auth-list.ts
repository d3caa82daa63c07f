import { steers } from '../../src/domain/inert.ts';
import type { Plain } from '../../src/domain/value.ts';
import type { AuthAnswer } from '../../src/flows/auth-answer.ts';
import { treeOf } from '../../src/yaml/plain-value.ts';
import { printYaml } from '../../src/yaml/print-yaml.ts';
import { graphvizText, mermaidText } from './auth-list/charts.ts';
import { listData } from './auth-list/data.ts';
import { type Labels, type ListFilter, type Listing, listingOf } from './auth-list/listing.ts';
import { markdownText } from './auth-list/markdown.ts';
import { csvText, tableText } from './auth-list/table.ts';
import { treeText } from './auth-list/tree.ts';
import { json } from './columns.ts';

const texts = {
  table: tableText,
  tree: treeText,
  json: (listing: Listing) => json(listData(listing)),
  yaml: yamlText,
  csv: csvText,
  mermaid: mermaidText,
  graphviz: graphvizText,
  dot: graphvizText,
  markdown: markdownText,
  md: markdownText,
} as const;

/** How `auth list` may be printed. `dot` and `md` are Atmos's other names. */
export type AuthListFormat = keyof typeof texts;

/** What `auth list` prints: every provider and identity with what is at rest for it. Never a secret. */
export function authListText(
  answer: AuthAnswer,
  labels: Labels,
  now: Date,
  format: AuthListFormat,
  filter: ListFilter = {},
): string {
  return texts[format](listingOf(answer, labels, now, filter));
}

function yamlText(listing: Listing): string {
  const data = JSON.parse(JSON.stringify(listData(listing))) as Plain;
  const text = printYaml(treeOf(data, { file: '' }));
  // go-yaml's form leaves signs as they are that reorder a line. JSON is YAML as well, and can escape them.
  return steers(text) ? json(data) : text;
}
