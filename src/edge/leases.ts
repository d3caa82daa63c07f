import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  unlinkSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '../domain/problem.ts';
import type { Leases, LeaseWait } from '../ports.ts';
import { reasonOf } from './interruption.ts';
import { type Claim, holderOf, isAlive, makeClaim, readClaim } from './lease-claim.ts';
import { unwritable } from './unwritable.ts';

export interface LeaseOptions {
  /** Milliseconds without a sign of life after which a claim is dropped whose process cannot be asked, or hangs. */
  readonly staleMs?: number;
  /** Ends the waiting, never the work. */
  readonly signal?: AbortSignal;
}

/**
 * Leases as files in `folder`. Who wants a lease puts a file of a name never used before beside the others, and
 * has the lease where no other living claim is there; otherwise the file is withdrawn and tried again. Of two who
 * come at once, the later sees the earlier, so two can never both have it. A dead one's file can be removed by
 * anybody at any time without harm, because nobody else will ever use its name: there is no moment of taking over.
 *
 * Throws Problem `lock-timeout` after `waitMs` (a minute), `interrupted`, and `file-unwritable`.
 */
export function fileLeases(folder: string, options: LeaseOptions = {}): Leases {
  const { staleMs = 30_000, signal } = options;
  const held = new Set<string>();
  const releaseAll = () => {
    for (const path of held) remove(path);
  };

  return {
    async hold(name, work, { waitMs = 60_000, onWait } = {}) {
      const path = await claim(folder, name, { staleMs, waitMs, onWait, signal });
      if (held.size === 0) process.on('exit', releaseAll);
      held.add(path);
      const renewal = setInterval(() => renew(path), staleMs / 10).unref();
      try {
        return await work();
      } finally {
        clearInterval(renewal);
        held.delete(path);
        if (held.size === 0) process.off('exit', releaseAll);
        remove(path);
      }
    },
  };
}

/** A wait shorter than this is none to a person. */
const noticedMs = 1000;

interface Waiting {
  readonly staleMs: number;
  readonly waitMs: number;
  readonly onWait: LeaseWait['onWait'];
  readonly signal: AbortSignal | undefined;
}

/** The path of our claim, once it is the only living one. */
async function claim(folder: string, name: string, waiting: Waiting): Promise<string> {
  const { staleMs, waitMs, signal } = waiting;
  const signs = new Map<string, { sign: number; seenAt: number }>();
  const started = performance.now();
  let tell = waiting.onWait;
  for (;;) {
    if (signal?.aborted) throw reasonOf(signal);
    const holder = firstLiving(folder, name, signs, staleMs) ?? announce(folder, name, signs, staleMs);
    if (typeof holder === 'string') return holder;
    const waited = performance.now() - started;
    if (waited >= waitMs) throw timeout(name, holder);
    if (waited >= noticedMs) {
      tell?.(holderOf(holder));
      tell = undefined;
    }
    // Uneven, so that those who wait do not keep meeting each other.
    const pause = Math.min(20 + Math.random() * 60, Math.max(1, waitMs - waited));
    await wait(pause, undefined, signal === undefined ? {} : { signal }).catch((error: unknown) => {
      throw signal?.aborted ? reasonOf(signal) : error;
    });
  }
}

/** Puts our claim beside the others: its path where it is alone, else the claim that keeps us out. */
function announce(folder: string, name: string, signs: Signs, staleMs: number): string | Claim {
  const mine = makeClaim(name);
  const path = join(folder, mine.file);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    closeSync(openSync(path, 'wx', 0o600));
  } catch (cause) {
    throw unwritable(path, cause);
  }
  const other = firstLiving(folder, name, signs, staleMs, mine.file);
  // Stopped for long between the two steps, our file may have been dropped as stale: then nobody sees us.
  if (other === undefined && existsSync(path)) return path;
  remove(path);
  return other ?? mine;
}

type Signs = Map<string, { sign: number; seenAt: number }>;

/** The first claim of a living process beside `except`; those of dead ones are removed on the way. */
function firstLiving(
  folder: string,
  name: string,
  signs: Signs,
  staleMs: number,
  except?: string,
): Claim | undefined {
  for (const file of namesIn(folder)) {
    const other = file === except ? undefined : readClaim(name, file);
    if (other === undefined) continue;
    const path = join(folder, file);
    if (isAlive(other) === false || showsNoSign(path, signs, staleMs)) remove(path);
    else return other;
  }
  return undefined;
}

// Measured from when we first saw this sign of life, with a clock that stands still while the machine sleeps:
// another machine's clock may be wrong, and after a sleep everybody looks late.
function showsNoSign(path: string, signs: Signs, staleMs: number): boolean {
  const sign = lastSign(path);
  if (sign === undefined) return true;
  const known = signs.get(path);
  if (known?.sign === sign) return performance.now() - known.seenAt > staleMs;
  signs.set(path, { sign, seenAt: performance.now() });
  return false;
}

// Opened for it: over a network a mere look may be answered from what this machine saw up to a minute ago, and only
// opening asks the server (close-to-open consistency, nfs(5)).
function lastSign(path: string): number | undefined {
  try {
    const file = openSync(path, 'r');
    try {
      return fstatSync(file).mtimeMs;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

function timeout(name: string, holder: Claim): Problem {
  return new Problem({
    code: 'lock-timeout',
    // The hash at the end of a name says nothing to a person.
    message: `Another command is still busy with ${name.replace(/-[0-9a-f]{16,}$/, '')}: ${holderOf(holder)}.`,
    hint: `Wait until it is done, or end it: kill ${holder.pid}`,
  });
}

function renew(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // Dropped as stale while we were stopped: whoever did so has its own claim now, and ours must not come back.
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Somebody else removed it first.
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
