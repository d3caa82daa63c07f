import { writeSync } from 'node:fs';
import { inertLines } from '../src/domain/inert.ts';
import { formatPlace, type Place, type Problem } from '../src/domain/problem.ts';

/**
 * Prints a Problem on stderr: what is so, where, the one next thing to do, and where more is said about it. With ATMOS_KIT_PROBLEMS=json it is one
 * line of JSON, for programs that go by its code. `explained` are the codes that docs/troubleshooting.md is about.
 */
export function tellProblem(problem: Problem, folder: string, explained: readonly string[]): void {
  const section = explained.includes(problem.code) ? `docs/troubleshooting.md#${problem.code}` : undefined;
  if (process.env['ATMOS_KIT_PROBLEMS'] === 'json') {
    tellAsJson(problem, section);
    return;
  }
  const place = namesItsFile(problem) ? '' : `${formatPlace(problem.at as Place, folder)}: `;
  const hint = problem.hint === undefined ? '' : `\n  ${problem.hint}`;
  const more = section === undefined ? '' : `\n  More: ${section} (atmos-kit explain ${problem.code})`;
  // A message quotes names and words of others.
  writeSync(2, inertLines(`atmos-kit: ${place}${problem.message}${hint}${more}\n`));
}

// Where the file as such is at fault, the message is about it and has its whole path already.
function namesItsFile({ at, message }: Problem): boolean {
  return at === undefined || (at.line === undefined && message.includes(at.file));
}

function tellAsJson({ code, message, hint, at, exitCode }: Problem, docs: string | undefined): void {
  writeSync(2, `${JSON.stringify({ code, message, hint, at, exitCode, docs })}\n`);
}

/** Prints what is no Problem: a fault of this program. */
export function tellBug(error: unknown): void {
  const stack = error instanceof Error ? error.stack : String(error);
  writeSync(
    2,
    `atmos-kit: this is a bug in atmos-kit, not a mistake of yours. Please report it with these lines:\n${stack}\n`,
  );
  process.exitCode = 70;
}
