import { Problem } from '../domain/problem.ts';

// A colon does nothing in zsh, bash and fish: the line may be the only one between `then` and `fi`.
const mark = ': # set aside by atmos-kit: ';

/**
 * A text in which the lines of these numbers (from 1 on) do nothing and stand there as they were.
 * Throws Problem `file-unreadable` where a line was set aside before and nobody knows of it: it could not be told which to put back.
 */
export function setAside(text: string, numbers: readonly number[], file: string, known: boolean): string {
  const lines = text.split('\n');
  if (!known && lines.some((line) => line.startsWith(mark)))
    throw new Problem({
      code: 'file-unreadable',
      message: `${file} has lines that were set aside before, by a block that is gone.`,
      hint: `Remove "${mark.trim()}" from them, or the lines, by hand.`,
      at: { file },
    });
  return lines.map((line, index) => (numbers.includes(index + 1) ? `${mark}${line}` : line)).join('\n');
}

/** The text with every line that was set aside put back. */
export function putBack(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.startsWith(mark) ? line.slice(mark.length) : line))
    .join('\n');
}
