import { realpathSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { ShellProbe } from '../domain/shell-probe.ts';

/** Looks at shells as the person of `variables` has them. */
export function shellProbe(variables: Readonly<Record<string, string | undefined>>): ShellProbe {
  return {
    writtenToThree: (argv, timeoutMs, without = []) => {
      const left = Object.entries(variables).filter(([name]) => !without.includes(name));
      return writtenToThree(argv, timeoutMs, Object.fromEntries(left));
    },
    realPath(path) {
      try {
        return realpathSync(path);
      } catch {
        return path;
      }
    },
  };
}

/** So long is waited for the rest of what an ended program wrote, where what it has left running holds the pipe open. */
const afterwardsMs = 100;

/**
 * What a program writes to file descriptor 3. It is a session of its own, so that an interactive shell neither takes our
 * terminal nor waits for it; whatever it has started is killed with it when its time is over, and the answer is undefined.
 */
function writtenToThree(
  [file, ...args]: readonly [string, ...string[]],
  timeoutMs: number,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const { spawn } = process.getBuiltinModule('node:child_process');
    const child = spawn(file, args, {
      env: { ...env },
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const written = child.stdio[3] as Readable;
    let text = '';
    written.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    const end = (answer: string | undefined) => {
      clearTimeout(timer);
      written.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => {
      kill(child.pid);
      end(undefined);
    }, timeoutMs);
    child.once('error', () => end(undefined));
    child.once('exit', () => {
      written.once('close', () => end(text));
      setTimeout(() => end(text), afterwardsMs);
    });
  });
}

function kill(group: number | undefined): void {
  if (group === undefined) return;
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}
