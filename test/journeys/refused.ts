/** A Problem as a person meets it, checked whole. */
import * as assert from 'uvu/assert';
import { type Desk, more, type RunOptions, type Words } from './desk.ts';

/**
 * Runs the program, which must be refused: `message` is how stderr reads, `hint` the line below it, and the last line
 * names the section about `code`. Nothing stands on stdout. The exit code is 1 unless given.
 */
export async function refused(
  desk: Desk,
  words: Words,
  code: string,
  message: RegExp,
  hint: string,
  { exitCode = 1, ...options }: RunOptions & { readonly exitCode?: number } = {},
): Promise<void> {
  const told = await desk.kit(words, options);
  assert.match(told.stderr, message);
  assert.ok(told.stderr.endsWith(`\n  ${hint}\n${more(code)}`), told.stderr);
  assert.is(told.stdout, '');
  assert.is(told.exitCode, exitCode);
}
