/** What other people of a machine can see of processes while they run, and what their owner can: arguments and environments. */
import { readdirSync, readFileSync } from 'node:fs';

export interface WatchedProcesses {
  /** Every command line that was seen, words between blanks. */
  readonly commandLines: ReadonlySet<string>;
  /** The environment of every process that was seen, by its command line. */
  readonly environments: ReadonlyMap<string, string>;
  stop(): void;
}

/**
 * Looks at every process of this machine that has `mark` in its environment (a folder that is theirs alone), again and
 * again until it is stopped. Undefined where there is no /proc.
 */
export function watchProcesses(mark: string): WatchedProcesses | undefined {
  const commandLines = new Set<string>();
  const environments = new Map<string, string>();
  const look = () => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      if (pid === String(process.pid)) continue;
      const environment = read(`/proc/${pid}/environ`);
      if (!environment.includes(mark)) continue;
      const line = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
      commandLines.add(line);
      environments.set(line, `${environments.get(line) ?? ''}\n${environment}`);
    }
  };
  try {
    look();
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
