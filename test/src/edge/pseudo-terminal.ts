/** A program on a terminal of its own, driven as a person would: wait for words, type keys. */
import { channel } from 'node:diagnostics_channel';
import { join } from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';

/** The channel of Node's on which each terminal is told of when it starts, with its command. */
export const terminals = 'atmos-kit.test.terminals';

const root = join(import.meta.dirname, '..', '..', '..');

export interface PseudoTerminal {
  /** Everything that was shown, escape sequences included. */
  shown(): string;
  /** Resolves when the text has been shown (after the last `waitFor`); rejects when the program ended without it. */
  waitFor(text: string): Promise<void>;
  type(keys: string): void;
  readonly pid: number;
  readonly ended: Promise<number>;
}

/** Runs a TypeScript or JavaScript file of this folder's `programs`. */
export function onTerminal(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): PseudoTerminal {
  const file = join(import.meta.dirname, 'programs', program);
  return startOnTerminal([process.execPath, '--import', 'tsx', file, ...args], root, {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    LANG: 'C.UTF-8',
    ...environment,
  });
}

/** Runs a command with exactly this environment, and TERM, on a terminal of 80 columns unless told otherwise. */
export function startOnTerminal(
  [file, ...args]: readonly [string, ...string[]],
  cwd: string,
  environment: Readonly<Record<string, string>>,
  columns = 80,
): PseudoTerminal {
  const pty: IPty = spawn(file, args, {
    cwd,
    cols: columns,
    rows: 24,
    env: { TERM: 'xterm-256color', ...environment },
  });
  let shown = '';
  let seen = 0;
  let over = false;
  const watchers = new Set<() => void>();
  const tell = () => {
    for (const watcher of watchers) watcher();
  };
  pty.onData((data) => {
    shown += data;
    tell();
  });
  const ended = new Promise<number>((resolve) => {
    pty.onExit(({ exitCode, signal }) => {
      over = true;
      tell();
      resolve(signal ? 128 + signal : exitCode);
    });
  });
  const terminal: PseudoTerminal = {
    shown: () => shown,
    type: (keys) => pty.write(keys),
    pid: pty.pid,
    ended,
    waitFor: (text) =>
      new Promise((resolve, reject) => {
        const watcher = () => {
          const at = shown.indexOf(text, seen);
          if (at !== -1) {
            seen = at + text.length;
            watchers.delete(watcher);
            resolve();
          } else if (over) reject(new Error(`Ended without showing ${JSON.stringify(text)}:\n${shown}`));
        };
        watchers.add(watcher);
        watcher();
      }),
  };
  channel(terminals).publish({ argv: [file, ...args], terminal });
  return terminal;
}
