import { restoreRoleKeys } from '../src/flows/session-shape.ts';
import type { Handover } from '../src/identity/child-environment.ts';
import type { Places } from '../src/store/paths.ts';
import { readSecret } from '../src/store/session-file.ts';

/** The keys that rest under a key, to be handed over themselves; undefined where they cannot be read here. */
export function handedKeys(places: Places, key: string): Handover | undefined {
  const keys = restoreRoleKeys(readSecret(places, key));
  return keys && { mode: 'env', keys };
}
