import { inert } from '../../src/domain/inert.ts';
import { treeOf } from '../../src/yaml/plain-value.ts';
import { type Call, textFlag } from '../grammar/verb.ts';
import { columns, csv, json } from './columns.ts';
import { dataText } from './data.ts';

export type RowsFormat = 'table' | 'json' | 'yaml' | 'csv' | 'tsv';

/** A list in columns. Names of columns are Atmos's; in a table they stand in capitals. */
export interface Rows {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A list in the form that was asked for; in JSON and YAML each row is a map by the columns' names. */
export function rowsText({ names, rows }: Rows, format: RowsFormat): string {
  if (format === 'table') return columns([names.map((name) => name.toUpperCase()), ...rows]);
  if (format === 'csv') return csv([names, ...rows]);
  // A tab or a line break in a value would make other columns and rows of it.
  if (format === 'tsv')
    return [names, ...rows]
      .map((row) => `${row.map((cell) => inert(cell.replace(/[\t\r\n]+/g, ' '))).join('\t')}\n`)
      .join('');
  const maps = rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? ''])));
  return format === 'json' ? json(maps) : dataText(treeOf(maps, { file: '' }), 'yaml');
}

/** The same in the form that --format of a call says. */
export const rowsOf = (call: Call, names: readonly string[], rows: Rows['rows']): string =>
  rowsText({ names, rows }, (textFlag(call, 'format') ?? 'table') as RowsFormat);
