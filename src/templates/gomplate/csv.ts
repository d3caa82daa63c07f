import { Fault } from '../fault.ts';
import { typeName } from '../types.ts';
import { Dict, dictOf, Slice, stringsOf, type Value } from '../values.ts';
import { toText } from './conversion.ts';

const field = /(?:"((?:[^"]|"")*)"|([^"\n]*?))(?=\r?\n|$|DELIMITER)/;

/** The rows of a CSV text, each of as many cells as the first. Fault for a quote or a number of cells that is wrong. */
function readRows(text: string, delimiter: string): string[][] {
  const escaped = delimiter.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const cell = new RegExp(field.source.replace('DELIMITER', escaped), 'y');
  const rows: string[][] = [];
  let [row, position]: [string[], number] = [[], 0];
  while (position < text.length || row.length > 0) {
    if (row.length === 0 && /^\r?\n/.test(text.slice(position, position + 2))) {
      position += text[position] === '\r' ? 2 : 1;
      continue;
    }
    cell.lastIndex = position;
    const [all, quoted, plain = ''] = cell.exec(text) ?? [];
    if (all === undefined) throw new Fault(`a quote is wrong in row ${rows.length + 1}`);
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    position += all.length;
    if (text.startsWith(delimiter, position)) {
      position += delimiter.length;
      if (position < text.length) continue;
      row.push('');
    }
    position += text.startsWith('\r\n', position) ? 2 : 1;
    rows.push(row);
    if (row.length !== rows[0]?.length) throw new Fault(`row ${rows.length} has ${row.length} cells`);
    row = [];
  }
  return rows;
}

/** What `csv` and its kin are given: a delimiter or names of columns or both, and the text. */
function readTable(args: readonly string[]): { header: string[]; rows: string[][] } {
  const [first = '', second = ''] = args;
  const text = args.at(-1) ?? '';
  const delimiter = args.length === 3 || (args.length === 2 && first.length === 1) ? first : ',';
  const rows = readRows(text, delimiter || ',');
  const names = args.length === 3 ? second : args.length === 2 && first.length !== 1 ? first : undefined;
  if (names === undefined) return { header: rows[0] ?? [], rows: rows.slice(1) };
  if (names === '' && args.length === 2)
    return { header: (rows[0] ?? []).map((_, index) => columnName(index)), rows };
  return { header: names.split(args.length === 3 ? delimiter : ','), rows };
}

// A to Z, then AA, BB, …
const columnName = (index: number): string =>
  String.fromCharCode(65 + (index % 26)).repeat(Math.floor(index / 26) + 1);

export function tableAsRows(args: readonly string[]): Value {
  const { header, rows } = readTable(args);
  return new Slice([header, ...rows].map(stringsOf), '[]string');
}

export function tableByRow(args: readonly string[]): Value {
  const { header, rows } = readTable(args);
  const maps = rows.map((row) =>
    dictOf(
      row.map((cell, index) => [nameOf(header, index), cell]),
      'string',
    ),
  );
  return new Slice(maps, 'map[string]string', maps.length === 0);
}

export function tableByColumn(args: readonly string[]): Value {
  const { header, rows } = readTable(args);
  const columns = new Map<string, Value>();
  for (const [index] of (rows[0] ?? []).entries()) {
    columns.set(nameOf(header, index), stringsOf(rows.map((row) => row[index] ?? '')));
  }
  return new Dict(() => columns, '[]string');
}

function nameOf(header: readonly string[], index: number): string {
  const name = header[index];
  if (name === undefined) throw new Fault(`column ${index + 1} has no name`);
  return name;
}

/** Lists of lists as CSV text, with CRLF at the ends of lines. */
export function printTable(args: readonly Value[]): string {
  const [first] = args;
  const table = args.at(-1);
  const delimiter = args.length === 2 ? first : ',';
  if (typeof delimiter !== 'string')
    throw new Fault(`a delimiter must be a string, not ${typeName(delimiter)}`);
  if (!(table instanceof Slice)) throw new Fault(`a list of lists is needed, not ${typeName(table)}`);
  return table.items
    .map((row) => {
      if (!(row instanceof Slice)) throw new Fault(`a row must be a list, not ${typeName(row)}`);
      return `${row.items.map((cell) => quoteCell(toText(cell), delimiter)).join(delimiter)}\r\n`;
    })
    .join('');
}

const quoteCell = (cell: string, delimiter: string): string =>
  cell === '\\.' || /^\s|["\r\n]/.test(cell) || cell.includes(delimiter)
    ? `"${cell.replaceAll('"', '""').replaceAll(/\r?\n/g, '\r\n')}"`
    : cell;
