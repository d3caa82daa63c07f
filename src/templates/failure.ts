import { type Place, Problem, type ProblemCode } from '../domain/problem.ts';

/** Where a template's text comes from, for messages. */
export interface Origin {
  readonly name: string;
  readonly source: string;
  /** Where the text begins in a file. */
  readonly at?: Place | undefined;
}

/** The Problem of a fault at a position of a template: it names the template, the line, the column and the file. */
export function templateProblem(
  origin: Origin,
  position: number,
  message: string,
  code: ProblemCode = 'template-invalid',
): Problem {
  const before = origin.source.slice(0, position).split('\n');
  const [line, column] = [before.length, (before.at(-1)?.length ?? 0) + 1];
  const { at } = origin;
  return new Problem({
    code,
    message: `Template ${origin.name}, line ${line}, column ${column}: ${message}.`,
    ...(at && { at: at.line === undefined ? at : { file: at.file, line: at.line + line - 1 } }),
  });
}
