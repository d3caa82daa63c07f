import { Problem } from '../src/domain/problem.ts';
import { type Shell, shells } from '../src/domain/shell.ts';
import type { Call } from './grammar/verb.ts';

/** The shell that is a verb's first word. Throws Problem `usage` where there is no `what` for it. */
export function shellNamed({ words: [name], verb }: Call, what: string): Shell {
  const shell = shells.find((one) => one === name);
  if (shell !== undefined) return shell;
  throw new Problem({
    code: 'usage',
    message: `There is no ${what} for "${name}".`,
    hint: `atmos-kit ${verb.path.join(' ')} ${shells.join('|')}`,
  });
}
