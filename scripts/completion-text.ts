import type { Shell } from '../src/domain/shell.ts';
import { quoteForShell } from '../src/domain/shell-word.ts';
import type { Ports } from '../src/ports.ts';
import { completionLines } from './grammar/completion-lines.ts';
import { verbs } from './grammar/verbs.ts';
import { shellText } from './shell-text.ts';

/** A shell's completion, with all verbs and flags in it. Throws Problem `file-unreadable`. */
export function completionText(ports: Pick<Ports, 'files' | 'here'>, shell: Shell): string {
  // A function: what stands in help must not be taken for a pattern of replace.
  return shellText(ports, shell, 'completion').replace('#{{grammar}}', () => grammar(shell));
}

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
