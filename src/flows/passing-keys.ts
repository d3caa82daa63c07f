import type { RoleKeys } from '../domain/session.ts';
import type { Ports } from '../ports.ts';
import { isFresh } from './fresh.ts';

interface Passing {
  readonly madeAt: Date;
  readonly keys: RoleKeys;
}

// By the ports of a process: nothing of it outlives that.
const passing = new WeakMap<object, Map<string, Passing>>();

/**
 * Keys that no keyring may keep, because the next process may be somebody else: those of this process where they are
 * fresh and last for `atLeastMs`, else made anew. Throws what `make` throws.
 */
export async function passingKeys(
  ports: Pick<Ports, 'clock'>,
  key: string,
  atLeastMs: number,
  make: () => Promise<RoleKeys>,
): Promise<RoleKeys> {
  const here = passing.get(ports) ?? new Map<string, Passing>();
  passing.set(ports, here);
  const now = ports.clock.now();
  const had = here.get(key);
  if (had !== undefined && stillGood(had, now, atLeastMs)) return had.keys;
  const keys = await make();
  here.set(key, { madeAt: now, keys });
  return keys;
}

function stillGood({ madeAt, keys: { expiresAt } }: Passing, now: Date, atLeastMs: number): boolean {
  const label = { madeAt: madeAt.toISOString(), expiresAt: expiresAt.toISOString() };
  return isFresh(label, now) && expiresAt.getTime() - now.getTime() >= atLeastMs;
}
