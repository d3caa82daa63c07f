import { constants } from 'node:os';
import { $, type ProcessPromise } from 'zx/core';
import type { Ports } from '../src/ports.ts';

/** Runs this very program's verbs as commands, as a person would type them one after the other. */
export interface ProgramRunner {
  /** On this terminal; returns the exit code. */
  run(...words: string[]): Promise<number>;
  /** On this terminal, for whoever may have to end it. */
  start(...words: string[]): Started;
  /** In silence; returns what it said. */
  ask(...words: string[]): Promise<Said>;
}

export interface Started {
  /** The exit code. */
  readonly ended: Promise<number>;
  readonly pid: number | undefined;
}

export interface Said {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function programRunner({ here }: Pick<Ports, 'here'>): ProgramRunner {
  const call = (words: readonly string[], stdio: 'inherit' | 'pipe') => {
    const command = $({
      stdio: [stdio === 'pipe' ? 'ignore' : stdio, stdio, stdio],
      nothrow: true,
      quiet: true,
      cwd: here.folder,
    })`exec ${[...here.program, ...words]}`;
    return { pid: command.pid, said: waitFor(command) };
  };
  const start = (...words: string[]): Started => {
    const { pid, said } = call(words, 'inherit');
    return { pid, ended: said.then(({ exitCode }) => exitCode) };
  };
  return {
    start,
    run: (...words) => start(...words).ended,
    ask: (...words) => call(words, 'pipe').said,
  };
}

/** What shells say of a command that a signal ended. */
export const exitCodeOf = (signal: NodeJS.Signals | null): number =>
  128 + (signal === null ? 0 : constants.signals[signal]);

async function waitFor(command: ProcessPromise): Promise<Said> {
  // Ctrl-C reached the command as well: it decides how it ends, and we wait for it. What was sent to us alone it
  // must be told, and only it: zx's own kill would tell Terraform too, which takes a second signal for "now".
  const wait = () => {};
  const forward = (signal: NodeJS.Signals) => void command.child?.kill(signal);
  process.on('SIGINT', wait).on('SIGTERM', forward).on('SIGHUP', forward);
  try {
    const { exitCode, signal, stdout, stderr } = await command;
    return { exitCode: exitCode ?? exitCodeOf(signal), stdout, stderr };
  } finally {
    process.off('SIGINT', wait).off('SIGTERM', forward).off('SIGHUP', forward);
  }
}
