import { readFileSync } from 'node:fs';
import type { EnvironmentChange } from '../src/domain/environment-change.ts';
import { isFresh } from '../src/flows/fresh.ts';
import type { HandOverAnswer } from '../src/flows/remember-hand-over.ts';
import { restoreRoleKeys } from '../src/flows/session-shape.ts';
import { keyVariables } from '../src/identity/child-environment.ts';
import { unsetSelecting } from '../src/identity/selecting-variables.ts';
import type { Places } from '../src/store/paths.ts';
import { findSession } from '../src/store/session-file.ts';

/**
 * What makes this process's environment an identity's, as it was handed over before; undefined where its keys are not fresh.
 * Decrypts nothing unless the keys themselves are handed over.
 */
export function handedOver(
  places: Places,
  { key, mode, change }: HandOverAnswer,
  now: Date,
): EnvironmentChange | undefined {
  const session = findSession(places, key);
  if (session === undefined || !isFresh(session.label, now)) return undefined;
  // Shells read the end beside the files: the whole program tells them of keys that somebody else has made since.
  if (mode === 'process' && !isTold(change['AWS_CONFIG_FILE'], now)) return undefined;
  const inherited = unsetSelecting(process.env);
  if (mode === 'process') return { ...inherited, ...change };
  const keys = restoreRoleKeys(session.open());
  return keys && { ...inherited, ...keyVariables(keys), ...change };
}

function isTold(configFile: string | null | undefined, now: Date): boolean {
  const ends = readFileSync(`${configFile?.slice(0, configFile.lastIndexOf('/'))}/ends`, 'latin1');
  return now.getTime() < Number.parseInt(ends, 10) * 1000;
}
