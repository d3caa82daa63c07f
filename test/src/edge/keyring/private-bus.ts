import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdirSync, mkdtempSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const password = 'keychain password';

/** A session bus of our own, with gnome-keyring behind it. */
export interface PrivateBus {
  /** What leads a program to it. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** What is not installed of what a private keychain needs; undefined where all is there. */
export function missingPrograms(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = (program: string) =>
    folders.some((folder) => {
      try {
        accessSync(join(folder, program), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
  const missing = ['dbus-daemon', 'dbus-send', 'gnome-keyring-daemon'].filter((program) => !found(program));
  return missing.length === 0 ? undefined : missing.join(' and ');
}

/**
 * Starts a bus in `folder`, whose keychain outlives it there. Unlocked, its keychain is made where it is missing;
 * locked, the bus starts gnome-keyring by itself when it is asked for, and nobody has given it the password.
 */
export async function startBus(folder: string, state: 'unlocked' | 'locked'): Promise<PrivateBus> {
  // A folder for each bus: through an old one, a gnome-keyring that is about to end could still be reached.
  const run = mkdtempSync(join(folder, 'run-'));
  const base = { PATH: process.env['PATH'] ?? '', HOME: join(folder, 'home'), XDG_RUNTIME_DIR: run };
  mkdirSync(base.HOME, { recursive: true });
  const daemon = spawn(
    'dbus-daemon',
    ['--session', '--nofork', '--nopidfile', '--print-address=1', `--address=unix:path=${join(run, 'bus')}`],
    { env: base, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const [address] = (await once(daemon.stdout, 'data')) as [Buffer];
  const environment = { ...base, DBUS_SESSION_BUS_ADDRESS: address.toString().trim() };
  const children: ChildProcess[] = [daemon];
  const bus: PrivateBus = {
    environment,
    // What the bus started by itself ends with it.
    stop: async () => {
      for (const child of children.splice(0).reverse()) await end(child);
    },
  };
  if (state === 'locked') return bus;
  const keyring = spawn('gnome-keyring-daemon', ['--unlock', '--components=secrets', '--foreground'], {
    env: environment,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  children.push(keyring);
  keyring.stdin.end(password);
  // Asking the keychain itself would make the bus start a second one, which nobody has given the password.
  while (!hasOwner(environment, 'org.freedesktop.secrets')) {
    if (keyring.exitCode !== null) {
      await bus.stop();
      throw new Error(`gnome-keyring-daemon ended with ${keyring.exitCode}`);
    }
    await wait(20);
  }
  return bus;
}

function hasOwner(env: Readonly<Record<string, string>>, name: string): boolean {
  const to = ['--session', '--print-reply=literal', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus'];
  const { stdout } = spawnSync('dbus-send', [...to, 'org.freedesktop.DBus.NameHasOwner', `string:${name}`], {
    env,
    encoding: 'utf8',
  });
  return stdout.includes('boolean true');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
