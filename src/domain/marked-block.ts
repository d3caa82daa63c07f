import { Problem } from './problem.ts';

/** Lines of ours in a person's file stand between two lines that are nobody else's. Both without a line break. */
export interface BlockMarks {
  readonly begin: string;
  readonly end: string;
}

/**
 * The lines between the marks, or undefined where the block is not there.
 * Throws Problem `file-unreadable` where only one of the marks is there, or one of them twice.
 */
export function blockIn(text: string, marks: BlockMarks): readonly string[] | undefined {
  const span = spanOf(text, marks);
  return span && linesOf(text.slice(span.start, span.end)).slice(1, -1);
}

/**
 * The text with the block: its lines are replaced where it stands, or it is added at the end. Line breaks are those of
 * the text unless others are given, and a last line without one stays the last without one, so that `withoutBlock` gives back every byte.
 */
export function withBlock(text: string, marks: BlockMarks, lines: readonly string[], given?: '\n'): string {
  const span = spanOf(text, marks);
  const breaks = given ?? breaksIn(span === undefined ? text : text.slice(span.start));
  const block = [marks.begin, ...lines, marks.end].join(breaks);
  if (span !== undefined) {
    const old = text.slice(span.start, span.end);
    return `${text.slice(0, span.start)}${block}${old.endsWith('\n') ? breaks : ''}${text.slice(span.end)}`;
  }
  return text === '' || text.endsWith('\n') ? `${text}${block}${breaks}` : `${text}${breaks}${block}`;
}

/** The text as it was before `withBlock`; what was written around the block since then stays. */
export function withoutBlock(text: string, marks: BlockMarks): string {
  const span = spanOf(text, marks);
  if (span === undefined) return text;
  const [before, after] = [text.slice(0, span.start), text.slice(span.end)];
  const addedBreak = after === '' && !text.endsWith('\n');
  return addedBreak ? before.slice(0, -breaksIn(text.slice(span.start)).length) : before + after;
}

const breaksIn = (text: string): string => /\r?\n/.exec(text)?.[0] ?? '\n';

/** From the begin mark to behind the end mark with its line break. */
function spanOf(text: string, marks: BlockMarks): { start: number; end: number } | undefined {
  const starts = positions(text, marks.begin);
  const ends = positions(text, marks.end);
  const [start, end] = [starts[0], ends[0]];
  if (start === undefined && end === undefined) return undefined;
  if (start === undefined || end === undefined || end < start || starts.length > 1 || ends.length > 1)
    throw new Problem({
      code: 'file-unreadable',
      message: `The lines "${marks.begin}" and "${marks.end}" do not stand there once and in this order.`,
      hint: 'Remove them, and what atmos-kit wrote between them, by hand.',
    });
  const lineBreak = text.indexOf('\n', end);
  return { start, end: lineBreak === -1 ? text.length : lineBreak + 1 };
}

/** Where lines begin that are exactly `line`. */
function positions(text: string, line: string): readonly number[] {
  const found: number[] = [];
  let at = 0;
  for (const one of text.split('\n')) {
    if (one.replace(/\r$/, '') === line) found.push(at);
    at += one.length + 1;
  }
  return found;
}

function linesOf(block: string): readonly string[] {
  return block.replace(/\r?\n$/, '').split(/\r?\n/);
}
