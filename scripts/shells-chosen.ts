import { basename } from 'node:path';
import { Problem } from '../src/domain/problem.ts';
import { type Shell, shells } from '../src/domain/shell.ts';
import type { Ports } from '../src/ports.ts';
import { type Call, textFlag } from './grammar/verb.ts';

/**
 * The shells that --shell names: one, or with `all` those that are installed; without it the person's login shell.
 * Throws Problem `usage` where that is none of ours.
 */
export function shellsChosen(
  { environment, children }: Pick<Ports, 'environment' | 'children'>,
  call: Call,
): readonly Shell[] {
  const named = textFlag(call, 'shell');
  if (named === 'all') return shells.filter((shell) => children.find(shell) !== undefined);
  const wanted = named ?? basename(environment.get('SHELL') ?? '');
  const shell = shells.find((one) => one === wanted);
  if (shell !== undefined) return [shell];
  throw new Problem({
    code: 'usage',
    message:
      wanted === ''
        ? 'SHELL does not say what your shell is.'
        : `Your shell is ${wanted}, which has no integration.`,
    hint: `Name one: --shell ${[...shells, 'all'].join('|')}`,
  });
}
