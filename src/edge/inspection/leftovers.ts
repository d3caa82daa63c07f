import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Leftover } from '../../domain/inspection.ts';
import { findRuntimeFolder, type Places } from '../../store/paths.ts';
import { isAlive, leaseOf } from '../lease-claim.ts';

/** A draft is renamed within moments; one that is this old belongs to a process that was killed. */
const draftMs = 60 * 60_000;

/** What killed processes have left in the places of atmos-kit: claims to leases, and half-written files. */
export function leftovers(places: Places): readonly Leftover[] {
  const runtime = findRuntimeFolder(places);
  const inMemory = runtime === undefined ? [] : [runtime, join(runtime, 'keys'), join(runtime, 'leases')];
  return [
    ...[places.leases, ...inMemory.slice(-1)].flatMap(deadClaims),
    ...[places.sessions, places.answers, places.generated, ...inMemory].flatMap(drafts),
  ];
}

function deadClaims(folder: string): Leftover[] {
  return namesIn(folder).flatMap((name) => {
    const claim = leaseOf(name);
    return claim !== undefined && isAlive(claim) === false
      ? [{ kind: 'claim', path: join(folder, name) } as const]
      : [];
  });
}

function drafts(folder: string): Leftover[] {
  return namesIn(folder)
    .filter((name) => /^\..+\.[0-9a-f]{12}\.tmp$/.test(name))
    .map((name) => join(folder, name))
    .filter(
      (path) => Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > draftMs,
    )
    .map((path) => ({ kind: 'draft', path }) as const);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
