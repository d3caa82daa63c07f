import { formatPlace, type Problem } from '../../src/domain/problem.ts';

/** A line or two about something that did not stop the answer. */
export function warningText({ at, message, hint }: Problem, root: string | undefined): string {
  const place = at === undefined ? '' : `${formatPlace(at, root)}: `;
  return `Warning: ${place}${message}${hint === undefined ? '' : `\n  ${hint}`}`;
}
