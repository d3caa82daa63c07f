import { writeSync } from 'node:fs';
import { formatPlace, type Problem } from '../src/domain/problem.ts';

/** Prints a Problem on stderr: what is so, where, and the one next thing to do. */
export function tellProblem(problem: Problem, folder: string): void {
  const place = problem.at === undefined ? '' : `${formatPlace(problem.at, folder)}: `;
  const hint = problem.hint === undefined ? '' : `\n  ${problem.hint}`;
  writeSync(2, `atmos-kit: ${place}${problem.message}${hint}\n`);
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
