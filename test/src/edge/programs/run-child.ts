/** Runs the command after it through the adapter and ends with its exit code, as the program's door does. */
import { isProblem } from '../../../../src/domain/problem.ts';
import { children } from '../../../../src/edge/children.ts';

const [file = '', ...args] = process.argv.slice(2);
try {
  const result = await children(process.env).run({ file, args, cwd: process.cwd(), change: {} });
  process.stderr.write(`\nended ${result.exitCode}\n`);
  process.exitCode = result.exitCode;
} catch (error) {
  if (!isProblem(error)) throw error;
  process.exitCode = error.exitCode;
}
