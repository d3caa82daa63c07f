import { writeSync } from 'node:fs';
import { Problem } from '../src/domain/problem.ts';

/**
 * Writes all of `text` to stdout without touching process.stdout, which costs more to make than a warm verb has,
 * and leaves a pipe non-blocking for whoever shares it. A reader that has gone away ends us as it ends any filter.
 * Throws Problem `file-unwritable` where the output cannot be taken, such as by a full disk.
 */
export function writeOut(text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') process.exit(141);
      if (code !== 'EAGAIN') throw unwritten(code, error);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function unwritten(code: string | undefined, cause: unknown): Problem {
  return new Problem({
    code: 'file-unwritable',
    message: `What should be printed cannot be written (${code}).`,
    hint: 'Make room there, or send the output elsewhere.',
    cause,
  });
}
