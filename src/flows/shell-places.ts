import { isAbsolute, join, relative } from 'node:path';
import { Problem } from '../domain/problem.ts';
import type { Shell } from '../domain/shell.ts';
import type { Ports } from '../ports.ts';
import { literalWord, readWord } from '../shell/literal-word.ts';
import type { Surroundings } from '../shell/surroundings.ts';
import { startFiles } from './shell-start.ts';

/** Reading .zshenv takes milliseconds, unless it starts programs. */
const patienceMs = 5000;

/**
 * What decides where a person's start-up files stand. ZDOTDIR is often set in ~/.zshenv and nowhere else: then zsh is asked.
 * Throws Problem `file-unwritable` where no home is named.
 */
export async function shellSurroundings({
  environment,
  here,
  shellProbe,
}: Pick<Ports, 'environment' | 'here' | 'shellProbe'>): Promise<Surroundings> {
  const home = absolute(environment.get('HOME'));
  if (home === undefined)
    throw new Problem({
      code: 'file-unwritable',
      message: 'There is no place for start-up files: HOME names no folder.',
      hint: 'Set HOME to your home folder.',
    });
  const set = absolute(environment.get('ZDOTDIR'));
  // `auth shell` starts zsh with a folder of ours.
  const ours = set === join(startFiles(here), 'zsh') ? environment.get('ATMOS_KIT_ZDOTDIR') : set;
  const say = 'print -rn -- "$ZDOTDIR" >&3';
  const zdotdir =
    ours ?? absolute(await shellProbe.writtenToThree(['zsh', '-c', say], patienceMs, ['ZDOTDIR']));
  return {
    home,
    config: absolute(environment.get('XDG_CONFIG_HOME')) ?? join(home, '.config'),
    zdotdir: zdotdir ?? home,
    platform: here.platform,
  };
}

/** The files of ours that an installation writes for a shell. */
export interface OwnFiles {
  /** What the start-up file reads. */
  readonly snippet: string;
  /** Completion, where the shell finds it when it is first needed. */
  readonly completion: string;
}

/**
 * Where those files stand. Sources: bash-completion's README (BASH_COMPLETION_USER_DIR), fish's manual ("Where to put
 * completions"); zsh has no folder for a person's completions, so the snippet adds one of ours to fpath.
 */
export function ownFiles(
  { environment, here }: Pick<Ports, 'environment' | 'here'>,
  shell: Shell,
  { home, config }: Surroundings,
): OwnFiles {
  const snippet = join(here.shell, `init.${shell}`);
  switch (shell) {
    case 'zsh':
      return { snippet, completion: join(here.shell, 'zsh', '_atmos-kit') };
    case 'fish':
      return { snippet, completion: join(config, 'fish', 'completions', 'atmos-kit.fish') };
    case 'bash': {
      const data = absolute(environment.get('XDG_DATA_HOME')) ?? join(home, '.local', 'share');
      const [named] = (environment.get('BASH_COMPLETION_USER_DIR') ?? '').split(':');
      const folder = absolute(named) ?? join(data, 'bash-completion');
      return { snippet, completion: join(folder, 'completions', 'atmos-kit') };
    }
  }
}

/** A path as a start-up file spells it: from the home folder on where it is below it, because that file may be shared by machines. */
export function spelled(shell: Shell, path: string, { home }: Pick<Surroundings, 'home'>): string {
  const below = relative(home, path);
  const outside = below === '' || below === '..' || below.startsWith('../');
  return outside ? literalWord(shell, path) : `~/${literalWord(shell, below)}`;
}

/** The path that `spelled` gave; undefined where somebody has changed it. */
export function unspelled(
  shell: Shell,
  word: string,
  { home }: Pick<Surroundings, 'home'>,
): string | undefined {
  const below = word.startsWith('~/');
  const read = readWord(shell, word, below ? 2 : 0);
  if (read === undefined || read.end !== word.length) return undefined;
  return below ? join(home, read.value) : read.value;
}

/** A path as people read it. */
export function tilde(path: string, { home }: Pick<Surroundings, 'home'>): string {
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

const absolute = (path: string | undefined): string | undefined =>
  path !== undefined && isAbsolute(path) ? path : undefined;
