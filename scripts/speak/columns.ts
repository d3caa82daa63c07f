import { inert, inertLines, steers } from '../../src/domain/inert.ts';

/** Rows as text in aligned columns; the last column is not padded. What would steer a terminal is shown as an escape. */
export function columns(rows: readonly (readonly string[])[], gap = '  '): string {
  const text = aligned(rows, gap);
  // A look at the whole is much faster than one at each cell.
  const asMeant = !steers(text) && !text.includes('\t') && linesIn(text) === rows.length;
  return asMeant
    ? text
    : aligned(
        rows.map((row) => row.map(inert)),
        gap,
      );
}

function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

// Written for a thousand rows in a warm verb: few small objects.
function aligned(rows: readonly (readonly string[])[], gap: string): string {
  const widths: number[] = [];
  for (const row of rows)
    for (let index = 0; index < row.length; index += 1)
      widths[index] = Math.max(widths[index] ?? 0, (row[index] as string).length);
  const blanks = Array.from({ length: Math.max(0, ...widths) + 1 }, (_, length) => ' '.repeat(length));
  let text = '';
  for (const row of rows) {
    let last = row.length - 1;
    while (last > 0 && row[last] === '') last -= 1;
    for (let index = 0; index < last; index += 1) {
      const cell = row[index] as string;
      text += cell + blanks[(widths[index] as number) - cell.length] + gap;
    }
    text += `${(row[last] ?? '').trimEnd()}\n`;
  }
  return text;
}

/** Rows as CSV (RFC 4180). Quotes hold line breaks; what else would steer a terminal is shown as an escape. */
export function csv(rows: readonly (readonly string[])[]): string {
  const field = (cell: string) => {
    const text = inertLines(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/**
 * Rows of names as CSV: a spreadsheet reckons with what begins like a formula, and some of its functions reach out, so an
 * apostrophe stands before it. Source: OWASP, "CSV Injection".
 */
export function csvOfNames(rows: readonly (readonly string[])[]): string {
  return csv(rows.map((row) => row.map((cell) => (/^[=+@-]/.test(cell) ? `'${cell}` : cell))));
}

/** Data as JSON; signs that would steer a terminal stand as escapes, which mean the same. */
export function json(data: unknown): string {
  return `${escapeAll(JSON.stringify(data, null, 2))}\n`;
}

/** JSON text in which nothing steers a terminal. */
export function escapeAll(text: string): string {
  return steers(text) ? text.replace(beyondAscii, escaped) : text;
}

const beyondAscii = /[^ -~\n]/g;
const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
