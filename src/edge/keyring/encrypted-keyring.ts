import { chmodSync, readdirSync } from 'node:fs';
import type { Keyring, KeyringDescription } from '../../ports.ts';
import { makeLeaseFolder, type Places } from '../../store/paths.ts';
import { kidsIn, listLabels, readSecret, sealSession, sessionFile } from '../../store/session-file.ts';
import { fileWriter } from '../file-writer.ts';
import { fileLeases } from '../leases.ts';
import { type KeySource, unlock, unlockedKey, type WrappingKey } from './wrapping-key.ts';

/** What an encrypted keyring rests on. */
export interface KeyringBase {
  readonly places: Places;
  readonly runtime: string;
  readonly source: KeySource;
  readonly description: KeyringDescription;
}

/**
 * Sessions as encrypted files (src/store/session-file.ts). A file that this machine has no key for is neither
 * read, replaced nor removed.
 */
export function encryptedKeyring({ places, runtime, source, description }: KeyringBase): Keyring {
  const find = once(() => unlockStored(runtime, source));
  return {
    labels: () => listLabels(places),
    async get(key) {
      const secret = readSecret(places, key);
      if (secret !== undefined) return secret;
      // After a restart the key has to come out of its place again before this can be called a miss.
      return (await find()) === undefined ? undefined : readSecret(places, key);
    },
    async put(key, label, secret) {
      const wrappingKey = await makeUnlocked(places, runtime, source);
      const files = fileWriter();
      files.write(
        sessionFile(places.sessions, key, wrappingKey.kid),
        sealSession(wrappingKey, label, secret),
        0o600,
      );
      // The folder may be older than we are.
      chmodSync(places.sessions, 0o700);
      // What an earlier backend left under the same name is out of date now.
      for (const kid of kidsIn(runtime))
        if (kid !== wrappingKey.kid) files.remove(sessionFile(places.sessions, key, kid));
    },
    async remove(key) {
      await find();
      const files = filesOf(places, key, kidsIn(runtime));
      for (const file of files) fileWriter().remove(file);
      return files.length > 0;
    },
    describe: () => description,
  };
}

/** The source's key, unlocked; undefined where it has none yet. */
async function unlockStored(runtime: string, source: KeySource): Promise<WrappingKey | undefined> {
  const unlocked = unlockedKey(runtime, source);
  if (unlocked !== undefined) return unlocked;
  const key = await source.find();
  if (key !== undefined) unlock(runtime, source, key);
  return key;
}

/**
 * The source's key, unlocked, made where there is none. One process at a time, of every machine that shares this home,
 * so that all get the same one.
 */
async function makeUnlocked(places: Places, runtime: string, source: KeySource): Promise<WrappingKey> {
  const unlocked = unlockedKey(runtime, source);
  if (unlocked !== undefined) return unlocked;
  return fileLeases(makeLeaseFolder(places)).hold(source.name, async () => {
    const stored = await unlockStored(runtime, source);
    if (stored !== undefined) return stored;
    const key = await source.make();
    unlock(runtime, source, key);
    return key;
  });
}

function filesOf(places: Places, key: string, kids: readonly string[]): string[] {
  const names = new Set(namesIn(places.sessions));
  return kids
    .filter((kid) => names.has(`${key}.${kid}.jwe`))
    .map((kid) => sessionFile(places.sessions, key, kid));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The first call's promise for every call; a failure is asked again. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= work().catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  };
}
