import { setTimeout as wait } from 'node:timers/promises';
import { $ } from 'zx/core';
import type { Ports } from '../src/ports.ts';
import { programRunner } from './program-runner.ts';

/** How a shell with a limit ended. */
export interface ShellEnd {
  readonly exitCode: number;
  readonly because: 'exit' | 'limit';
}

/** A command that runs in the shell at its limit may go on for so long: an apply that is cut off leaves a lock. */
const graceMs = 10 * 60_000;
/** A shell that is told to end and does not is ended. */
const obeyMs = 5000;

/**
 * A shell of `auth shell`, opened with `words`, that ends by itself at `until`: a person is warned before, a command that
 * runs in it then may end first, and then the shell is told that its terminal has gone, as it is when a window is closed.
 */
export async function limitedShell(ports: Ports, words: readonly string[], until: Date): Promise<ShellEnd> {
  const { clock, terminal } = ports;
  const { pid, ended } = programRunner(ports).start('auth', 'shell', ...words);
  const over = new AbortController();
  const left = () => until.getTime() - clock.now().getTime();
  // Of a short limit the last half.
  const warnMs = Math.min(5 * 60_000, left() / 2);
  let atLimit = false;
  const watch = async () => {
    await sleep(left() - warnMs);
    if (over.signal.aborted) return;
    terminal.say(`\n${minutes(left())} left: then this shell ends by itself.`);
    await sleep(left());
    if (over.signal.aborted || pid === undefined) return;
    if ((await busy(pid)) && !over.signal.aborted)
      terminal.say('\nThe time is over: this shell ends with the command that runs in it.');
    while (!over.signal.aborted && left() > -graceMs && (await busy(pid))) await sleep(1000);
    if (over.signal.aborted) return;
    atLimit = true;
    terminal.say('\nThe time is over.');
    // Only what we started; it tells the shell.
    process.kill(pid, 'SIGHUP');
    await sleep(obeyMs);
    const shell = over.signal.aborted ? undefined : (await processes()).find(({ parent }) => parent === pid);
    if (shell !== undefined) process.kill(shell.id, 'SIGKILL');
  };
  const watching = watch();
  const exitCode = await ended;
  over.abort();
  await watching;
  // A shell that was ended in the midst of a line leaves the terminal as it had it: bracketed paste, application keys.
  if (atLimit)
    await $({
      stdio: 'inherit',
      nothrow: true,
      quiet: true,
    })`stty sane; printf '\\033[?2004l\\033[?1l\\033>' >&2`;
  return { exitCode, because: atLimit ? 'limit' : 'exit' };

  async function sleep(milliseconds: number): Promise<void> {
    await wait(Math.max(0, milliseconds), undefined, { signal: over.signal }).catch(() => {});
  }
}

const minutes = (milliseconds: number): string => {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
};

interface Running {
  readonly id: number;
  readonly parent: number;
  /** Its own process group, and the one that has the terminal. */
  readonly group: number;
  readonly foreground: number;
}

/** Whether a command has the terminal of the shell that `pid` has opened. */
async function busy(pid: number): Promise<boolean> {
  const shell = (await processes()).find(({ parent }) => parent === pid);
  return shell !== undefined && shell.foreground > 0 && shell.foreground !== shell.group;
}

async function processes(): Promise<readonly Running[]> {
  const { stdout } = await $({ nothrow: true, quiet: true })`ps -A -o pid=,ppid=,pgid=,tpgid=`;
  return stdout.split('\n').flatMap((line) => {
    const [id, parent, group, foreground] = line.trim().split(/\s+/).map(Number);
    return id === undefined || parent === undefined || group === undefined || foreground === undefined
      ? []
      : [{ id, parent, group, foreground }];
  });
}
