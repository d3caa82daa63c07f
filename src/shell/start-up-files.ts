import { join } from 'node:path';
import type { Shell } from '../domain/shell.ts';
import type { Files } from '../ports.ts';
import { readsFile } from './sourced-files.ts';
import type { Surroundings } from './surroundings.ts';

/** The start-up files of one shell. */
export interface StartUpFiles {
  /** Where our block belongs. */
  readonly own: string;
  /** Other places where it may stand from before. */
  readonly others: readonly string[];
  /** What an interactive shell reads, in order; those that are not there as well. */
  readonly interactive: readonly string[];
  /** What an interactive login shell reads, in order. */
  readonly login: readonly string[];
  /** The file that a login shell reads instead of `own`, or is to read for want of one; undefined where it comes to `own`. */
  readonly loginInstead: string | undefined;
  /** Which of the two a new terminal starts. */
  readonly terminal: 'interactive' | 'login';
}

/**
 * Where a shell's start-up files stand. A new terminal on a Mac starts login shells.
 * Sources of the rules: the manuals of the shells, "Invocation" (bash), "Startup/Shutdown Files" (zsh), "Configuration" (fish).
 */
export function startUpFiles(files: Files, shell: Shell, around: Surroundings): StartUpFiles {
  const terminal = around.platform === 'darwin' ? 'login' : 'interactive';
  switch (shell) {
    case 'zsh':
      return { ...zsh(around), terminal };
    case 'bash':
      return { ...bash(files, around), terminal };
    case 'fish':
      return { ...fish(files, around), terminal: 'interactive' };
  }
}

type Places = Omit<StartUpFiles, 'terminal'>;

function zsh({ home, zdotdir }: Surroundings): Places {
  const environment = [...new Set([join(home, '.zshenv'), join(zdotdir, '.zshenv')])];
  const [own, before, after] = ['.zshrc', '.zprofile', '.zlogin'].map((name) => join(zdotdir, name)) as [
    string,
    string,
    string,
  ];
  return {
    own,
    others: [join(home, '.zshrc')].filter((path) => path !== own),
    interactive: [...environment, own],
    login: [...environment, before, own, after],
    loginInstead: undefined,
  };
}

function bash(files: Files, around: Surroundings): Places {
  const { home, platform } = around;
  const rc = join(home, '.bashrc');
  const profiles = ['.bash_profile', '.bash_login', '.profile'].map((name) => join(home, name));
  const profile = profiles.find((path) => files.stat(path) !== undefined);
  const readsRc = profile !== undefined && readsFile(files, profile, rc, around);
  // A new .bash_profile would hide a .profile.
  const own = platform !== 'darwin' || readsRc ? rc : (profile ?? (profiles[0] as string));
  return {
    own,
    others: [rc, ...profiles].filter((path) => path !== own),
    interactive: [rc],
    login: profile === undefined ? (own === rc ? [] : [own]) : [profile],
    loginInstead: own === rc && !readsRc ? (profile ?? profiles[0]) : undefined,
  };
}

// Files of conf.d come in the order of their names, and config.fish after all of them.
function fish(files: Files, { config }: Surroundings): Places {
  const folder = join(config, 'fish', 'conf.d');
  const own = join(folder, 'atmos-kit.fish');
  const names = (files.list(folder) ?? []).flatMap(({ name }) =>
    name.endsWith('.fish') ? [join(folder, name)] : [],
  );
  const read = [...[...new Set([...names, own])].sort(), join(config, 'fish', 'config.fish')];
  return { own, others: [], interactive: read, login: read, loginInstead: undefined };
}
