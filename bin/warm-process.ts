import { readFileSync } from 'node:fs';
import { processJson } from '../scripts/speak/process-json.ts';
import { isFresh } from '../src/flows/fresh.ts';
import { restoreRoleKeys } from '../src/flows/session-shape.ts';
import type { Places } from '../src/store/paths.ts';
import { readLabel, readSecret } from '../src/store/session-file.ts';

/** The keys of a pinned chain as credential_process wants them, where fresh ones are at rest. */
export function keysFromFile(places: Places, file: string, now: Date): string | undefined {
  const { key } = JSON.parse(readFileSync(file, 'utf8')) as { key: string };
  return keysAtRest(places, key, now);
}

/** The same for the key under which they rest. */
export function keysAtRest(places: Places, key: string, now: Date): string | undefined {
  const label = readLabel(places, key);
  if (label === undefined || !isFresh(label, now)) return undefined;
  const keys = restoreRoleKeys(readSecret(places, key));
  return keys && processJson(keys, label.accountId);
}
