import { writeOut } from './write-out.ts';

/** Prints what a warm verb has to say; where it cannot be printed, the whole program tells why, and so does the exit code. */
export function printOrTell(text: string): void {
  try {
    writeOut(text);
  } catch (error) {
    require('./program.cjs').tell(error);
  }
}
