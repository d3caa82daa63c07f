import { $ } from 'zx/core';
import type { Ports } from '../src/ports.ts';

/** Runs this very program's verbs as commands, as a person would type them one after the other. */
export interface ProgramRunner {
  /** On this terminal; returns the exit code. */
  run(...words: string[]): Promise<number>;
  /** In silence; returns what it said. */
  ask(...words: string[]): Promise<{ readonly exitCode: number; readonly stdout: string }>;
}

export function programRunner({ here }: Pick<Ports, 'here'>): ProgramRunner {
  const call = (words: readonly string[], stdio: 'inherit' | 'pipe') =>
    $({
      stdio: [stdio === 'pipe' ? 'ignore' : stdio, stdio, stdio],
      nothrow: true,
      quiet: true,
      cwd: here.folder,
    })`${[...here.program, ...words]}`;
  return {
    async run(...words) {
      // Ctrl-C reached the command as well: it decides how it ends, and we wait for it.
      const wait = () => {};
      process.on('SIGINT', wait);
      try {
        return (await call(words, 'inherit')).exitCode ?? 1;
      } finally {
        process.off('SIGINT', wait);
      }
    },
    async ask(...words) {
      const { exitCode, stdout } = await call(words, 'pipe');
      return { exitCode: exitCode ?? 1, stdout };
    },
  };
}
