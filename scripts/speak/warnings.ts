import { formatPlace, type Problem } from '../../src/domain/problem.ts';

/** One line about something that did not stop the answer. */
export function warningText({ at, message }: Problem, root: string | undefined): string {
  return `Warning: ${at === undefined ? '' : `${formatPlace(at, root)}: `}${message}`;
}
