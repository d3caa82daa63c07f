import { constants } from 'node:os';
import { $ } from 'zx/core';
import type { Ports } from '../src/ports.ts';

/** Runs this very program's verbs as commands, as a person would type them one after the other. */
export interface ProgramRunner {
  /** On this terminal; returns the exit code. */
  run(...words: string[]): Promise<number>;
  /** In silence; returns what it said. */
  ask(...words: string[]): Promise<Said>;
}

export interface Said {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function programRunner({ here }: Pick<Ports, 'here'>): ProgramRunner {
  const call = async (words: readonly string[], stdio: 'inherit' | 'pipe'): Promise<Said> => {
    const command = $({
      stdio: [stdio === 'pipe' ? 'ignore' : stdio, stdio, stdio],
      nothrow: true,
      quiet: true,
      cwd: here.folder,
    })`exec ${[...here.program, ...words]}`;
    // Ctrl-C reached the command as well: it decides how it ends, and we wait for it. What was sent to us alone it
    // must be told, and only it: zx's own kill would tell Terraform too, which takes a second signal for "now".
    const wait = () => {};
    const forward = (signal: NodeJS.Signals) => void command.child?.kill(signal);
    process.on('SIGINT', wait).on('SIGTERM', forward).on('SIGHUP', forward);
    try {
      const { exitCode, signal, stdout, stderr } = await command;
      const code = exitCode ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      return { exitCode: code, stdout, stderr };
    } finally {
      process.off('SIGINT', wait).off('SIGTERM', forward).off('SIGHUP', forward);
    }
  };
  return {
    run: async (...words) => (await call(words, 'inherit')).exitCode,
    ask: (...words) => call(words, 'pipe'),
  };
}
