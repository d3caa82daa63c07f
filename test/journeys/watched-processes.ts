/** What other people of a machine can see of processes while they run, and what their owner can: arguments and environments. */
import { readdirSync, readFileSync } from 'node:fs';

export interface WatchedProcesses {
  /** Every command line that was seen, words between blanks. */
  readonly commandLines: ReadonlySet<string>;
  /** The environments of every process that was seen, by its command line. */
  readonly environments: ReadonlyMap<string, ReadonlySet<string>>;
  stop(): void;
}

/**
 * Looks at every process of this machine that starts from now on and has `mark` in its environment (a folder that is
 * theirs alone), again and again until it is stopped. Undefined where there is no /proc.
 */
export function watchProcesses(mark: string): WatchedProcesses | undefined {
  const commandLines = new Set<string>();
  const environments = new Map<string, Set<string>>();
  const pids = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  let before: ReadonlySet<string> = new Set();
  const look = () => {
    for (const pid of pids()) {
      if (before.has(pid)) continue;
      const environment = read(`/proc/${pid}/environ`);
      if (!environment.includes(mark)) continue;
      const line = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
      commandLines.add(line);
      environments.set(line, (environments.get(line) ?? new Set()).add(environment));
    }
  };
  try {
    before = new Set(pids());
  } catch {
    return undefined;
  }
  const timer = setInterval(look, 15);
  return { commandLines, environments, stop: () => clearInterval(timer) };
}

// A process may end between two looks.
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
