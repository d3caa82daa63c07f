import type { ChildProcess } from 'node:child_process';
import type { ForwardedSignals } from './forwarded-signals.ts';

/** A program to start, by its path, with the whole of its environment. */
export interface Beside {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/**
 * Runs a program with our stdin, stdout and stderr, and resolves to how it ended: its exit code, or the signal that ended it.
 * Throws the system's error where that would not start it.
 */
export function runBeside(
  signals: ForwardedSignals,
  { file, args, ...options }: Beside,
): Promise<number | NodeJS.Signals> {
  // Asked for here and not at the top: most verbs start nothing.
  const { spawn } = process.getBuiltinModule('node:child_process');
  return signals.during(() => {
    const target = spawn(file, args, { ...options, stdio: 'inherit' });
    return { target, end: ended(target) };
  });
}

function ended(child: ChildProcess): Promise<number | NodeJS.Signals> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal ?? (code as number)));
  });
}
