import { Problem } from '../src/domain/problem.ts';
import { shells } from '../src/domain/shell.ts';
import { completionText } from './completion-text.ts';
import type { RunVerb } from './verb-context.ts';

/** `completion`: prints a shell's completion, to be kept as a file that the shell loads when it is first needed. */
export const run: RunVerb = async ({ call, ports, print }) => {
  const [name] = call.words;
  const shell = shells.find((one) => one === name);
  if (shell === undefined)
    throw new Problem({
      code: 'usage',
      message: `There is no completion for "${name}".`,
      hint: `atmos-kit completion ${shells.join('|')}`,
    });
  print(completionText(ports, shell));
  return 0;
};
