import { isProblem } from '../src/domain/problem.ts';
import { explained } from './explained.ts';
import { tellBug, tellProblem } from './tell.ts';
import { writeOut } from './write-out.ts';

/** Prints what a warm verb has to say; where it cannot be printed, that is told, and the exit code says so too. */
export function printOrTell(text: string): void {
  try {
    writeOut(text);
  } catch (error) {
    if (!isProblem(error)) tellBug(error);
    else {
      tellProblem(error, '/', explained);
      process.exitCode = error.exitCode;
    }
  }
}
