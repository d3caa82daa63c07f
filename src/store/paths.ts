import { accessSync, type BigIntStats, chmodSync, constants, lstatSync, mkdirSync, statSync } from 'node:fs';
import { Problem } from '../domain/problem.ts';

/** Where things rest between two commands. Nothing here exists until somebody makes it. */
export interface Places {
  readonly uid: number;
  /** Encrypted sessions. Problem `file-unwritable` where no variable says where a home is. */
  readonly sessions: string;
  /** Claims of running commands, where every machine that shares this home sees them. The same Problem. */
  readonly leases: string;
  /** What was worked out before and can be worked out again. The same Problem. */
  readonly answers: string;
  /** Files made for children, such as their AWS config. Nothing secret. The same Problem. */
  readonly generated: string;
  /** Texts that start-up files of shells read, and their completions. The same Problem. */
  readonly shell: string;
  /** Folders in memory; the first whose `within` is there counts. */
  readonly runtime: readonly RuntimeCandidate[];
}

/** A folder of ours within one that is emptied at a restart. */
export interface RuntimeCandidate {
  readonly path: string;
  readonly within: string;
  /** `within` is meant to be this person's alone, so it counts only where they own it. */
  readonly personal: boolean;
}

/**
 * Names the places that `variables` give to the person `uid`: ATMOS_XDG_*, then XDG_*, then HOME.
 * Relative paths are no paths, as the XDG base directory specification asks.
 */
export function placesOf(variables: Readonly<Record<string, string | undefined>>, uid: number): Places {
  const below = (kind: 'DATA' | 'CACHE', fallback: string, ...rest: string[]): string => {
    const base = absolute(variables[`ATMOS_XDG_${kind}_HOME`]) ?? absolute(variables[`XDG_${kind}_HOME`]);
    if (base !== undefined) return within(base, 'atmos-kit', ...rest);
    const home = absolute(variables['HOME']);
    if (home !== undefined) return within(home, fallback, 'atmos-kit', ...rest);
    throw new Problem({
      code: 'file-unwritable',
      message: `There is no place for files: neither HOME nor XDG_${kind}_HOME names a folder.`,
      hint: 'Set HOME to your home folder.',
    });
  };
  const own = absolute(variables['XDG_RUNTIME_DIR']);
  const shared = { path: `/dev/shm/atmos-kit-${uid}`, within: '/dev/shm', personal: false };
  return {
    uid,
    get sessions() {
      return below('DATA', '.local/share', 'sessions');
    },
    get leases() {
      return below('DATA', '.local/share', 'leases');
    },
    get answers() {
      return below('CACHE', '.cache', 'answers');
    },
    get generated() {
      return below('CACHE', '.cache', 'generated');
    },
    get shell() {
      return below('DATA', '.local/share', 'shell');
    },
    runtime:
      own === undefined
        ? [shared]
        : [{ path: within(own, 'atmos-kit'), within: own, personal: true }, shared],
  };
}

/** Our folder in memory where it exists and is private; undefined where not. */
export function findRuntimeFolder(places: Places): string | undefined {
  const candidate = runtimeCandidate(places);
  return candidate !== undefined && isPrivate(candidate.path, places.uid) ? candidate.path : undefined;
}

/** Our folder in memory, made where it is missing; undefined where this machine has none that is private. */
export function makeRuntimeFolder(places: Places): string | undefined {
  const candidate = runtimeCandidate(places);
  if (candidate === undefined) return undefined;
  try {
    mkdirSync(candidate.path, { mode: 0o700 });
    // The umask may have taken bits from the owner as well.
    chmodSync(candidate.path, 0o700);
  } catch {
    // Already there (or not to be made): what counts is how it stands there.
  }
  return isPrivate(candidate.path, places.uid) ? candidate.path : undefined;
}

/**
 * Where leases are held: beside the sessions that they guard, so that machines with one home wait for each other too.
 * Where nothing can be written there, nothing can be stored either, and the folder in memory serves this machine.
 */
export function makeLeaseFolder(places: Places): string {
  try {
    mkdirSync(places.leases, { recursive: true, mode: 0o700 });
    accessSync(places.leases, constants.W_OK | constants.X_OK);
    return places.leases;
  } catch {
    return within(makeRuntimeFolder(places) ?? places.answers, 'leases');
  }
}

// `sudo` and `su` may hand on the XDG_RUNTIME_DIR of somebody else: that one is passed over.
function runtimeCandidate(places: Places): RuntimeCandidate | undefined {
  return places.runtime.find(({ within, personal }) => {
    const stat = seen(() => statSync(within, bigint));
    return stat?.isDirectory() === true && (!personal || Number(stat.uid) === places.uid);
  });
}

// In a folder that everybody may write to, the name could have been taken by somebody else, or be a link.
function isPrivate(path: string, uid: number): boolean {
  const stat = seen(() => lstatSync(path, bigint));
  return stat?.isDirectory() === true && Number(stat.uid) === uid && (Number(stat.mode) & 0o077) === 0;
}

// As memos ask: what a warm verb does once already is cheaper done again than done in another way.
const bigint = { bigint: true } as const;

function seen(look: () => BigIntStats): BigIntStats | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

function absolute(path: string | undefined): string | undefined {
  return path?.startsWith('/') ? path : undefined;
}

// What node:path would do besides costs a warm verb more than finding its memo.
function within(folder: string, ...names: string[]): string {
  return [folder.endsWith('/') ? folder.slice(0, -1) : folder, ...names].join('/');
}
