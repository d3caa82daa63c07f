import { Problem } from '../src/domain/problem.ts';
import { type Shell, shells } from '../src/domain/shell.ts';
import { quoteForShell } from '../src/domain/shell-word.ts';
import { completionLines } from './grammar/completion-lines.ts';
import { verbs } from './grammar/verbs.ts';
import { shellText } from './shell-text.ts';
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
  const template = shellText(ports, shell, 'completion');
  // A function: what stands in help must not be taken for a pattern of replace.
  print(template.replace('#{{grammar}}', () => grammar(shell)));
  return 0;
};

/** A branch for each beginning of a command line. */
function grammar(shell: Shell): string {
  return [...completionLines(verbs)]
    .map(([beginning, lines]) => {
      const say = `printf '%s\\n' ${lines.map(quoteForShell).join(' ')}`;
      const words = quoteForShell(beginning);
      return shell === 'fish' ? `        case ${words}\n            ${say}` : `  ${words}) ${say} ;;`;
    })
    .join('\n');
}
