import { join } from 'node:path';
import type { SessionLabel } from '../domain/session.ts';
import { chainKey } from '../identity/session-key.ts';
import { type ShellIdentity, shellMarks } from '../identity/shell-marks.ts';
import type { Keyring, Ports } from '../ports.ts';
import type { RunningAs } from './run-as.ts';
import { chooseShell, shellStart, startFiles } from './shell-start.ts';

export interface ShellRequest {
  /** The shell that was named. */
  readonly shell: string | undefined;
  /** Arguments for it; with some it is not for a person to sit in. */
  readonly args: readonly string[];
  /** What the prompt says before the identity. */
  readonly mark?: string;
}

/** What may be said of how long a shell's credentials last. */
export interface Lifetime {
  /** When they end for good; missing where they renew themselves as long as somebody is signed in. */
  readonly until?: Date;
  /** How the path of the sign-in's file begins. */
  readonly signInFile?: string;
  /** The provider that somebody is signed in at. */
  readonly provider?: string;
}

/** Opens a shell that runs as somebody, or as nobody, and returns its exit code. Throws what `children.run` throws. */
export async function openShell(
  ports: Ports,
  running: RunningAs,
  lifetime: Lifetime,
  { shell, args, mark }: ShellRequest,
): Promise<number> {
  const { environment, here } = ports;
  const { change, chosen } = running;
  const file = chooseShell(ports, shell);
  const level = environment.get('ATMOS_SHLVL');
  if (chosen.identity === undefined) {
    const marks = { ATMOS_SHLVL: shellMarks({ name: '', change: {} }, level)['ATMOS_SHLVL'] ?? '1' };
    const command = { file, args, cwd: here.folder, change: { ...change, ...marks } };
    return (await ports.children.run(command)).exitCode;
  }
  const identity: ShellIdentity = {
    name: chosen.identity.name,
    change,
    ...lifetime,
    ...(mark !== undefined && { mark }),
  };
  const start = shellStart(file, args, startFiles(here), change, environment.get('ZDOTDIR'));
  const marks = shellMarks(identity, level);
  const { exitCode } = await ports.children.run({
    file,
    args: start.args,
    cwd: here.folder,
    change: { ...change, ...marks, ...start.change },
  });
  return exitCode;
}

/** How long the credentials last that `running` hands out. Nothing where nothing of them rests. */
export function lifetimeOf(keyring: Keyring, { chain, credentials }: RunningAs): Lifetime {
  if (chain === undefined) return {};
  const labels = new Map(keyring.labels().map(({ key, label }) => [key, label]));
  const keys = labels.get(chainKey(chain));
  if (keys === undefined) return {};
  // Keys that were put into a shell stay what they are; those that are asked for are made anew.
  if (credentials !== 'process') return { until: new Date(keys.expiresAt) };
  const signIn = keys.signIn === undefined ? undefined : labels.get(keys.signIn);
  const { folder } = keyring.describe();
  if (signIn === undefined || folder === undefined) return {};
  return {
    ...(ends(signIn) && { until: new Date(signIn.expiresAt) }),
    signInFile: join(folder, keys.signIn as string),
    provider: signIn.name,
  };
}

const ends = ({ renewable }: SessionLabel): boolean => renewable === false;
