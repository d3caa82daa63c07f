import { completionText } from './completion-text.ts';
import { shellNamed } from './shell-named.ts';
import type { RunVerb } from './verb-context.ts';

/** `completion`: prints a shell's completion, to be kept as a file that the shell loads when it is first needed. */
export const run: RunVerb = async ({ call, ports, print }) => {
  print(completionText(ports, shellNamed(call, 'completion')));
  return 0;
};
