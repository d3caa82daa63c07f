import { basename, dirname, join } from 'node:path';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import { quoteForShell } from '../domain/shell-word.ts';
import type { Here, Ports } from '../ports.ts';

/** How a shell is started so that it reads its start-up files and then ours. */
export interface ShellStart {
  readonly args: readonly string[];
  readonly change: EnvironmentChange;
}

/** Where the files stand that shells read for us: beside the program. */
export function startFiles({ program }: Pick<Here, 'program'>): string {
  return join(dirname(program.at(-1) ?? ''), 'shell');
}

/** The shell to open: the named one, ATMOS_SHELL, SHELL, bash, else sh. Source of the order: Atmos. */
export function chooseShell(
  { environment, children }: Pick<Ports, 'environment' | 'children'>,
  named: string | undefined,
): string {
  if (named !== undefined) return named;
  const usual = [environment.get('ATMOS_SHELL'), environment.get('SHELL'), 'bash'];
  return usual.find((shell) => shell && children.find(shell) !== undefined) ?? 'sh';
}

/**
 * How a shell starts: interactive, with the start-up files that it would read anyway, and then a file of `folder`, which
 * puts right what these have said of credentials and lets the prompt name the identity. Whoever gives arguments of
 * their own says how it starts; a shell that we do not know gets none. `zdotdir` is ZDOTDIR as it is inherited.
 */
export function shellStart(
  shell: string,
  args: readonly string[],
  folder: string,
  change: EnvironmentChange,
  zdotdir: string | undefined,
): ShellStart {
  if (args.length > 0) return { args, change: {} };
  switch (basename(shell)) {
    case 'bash':
      return { args: ['--rcfile', join(folder, 'bash', 'start.bash')], change: {} };
    case 'zsh':
      return {
        args: [],
        change: { ZDOTDIR: join(folder, 'zsh'), ATMOS_KIT_ZDOTDIR: zdotdir ?? null },
      };
    case 'fish':
      return {
        args: ['--init-command', `source ${quoteForShell(join(folder, 'fish', 'start.fish'))}`],
        change: Object.fromEntries(
          Object.entries(change).flatMap(([name, value]) =>
            value === null ? [] : [[`ATMOS_KIT_KEEP_${name}`, value]],
          ),
        ),
      };
    default:
      return { args: [], change: {} };
  }
}
