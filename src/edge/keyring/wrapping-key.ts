import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyFile } from '../../store/session-file.ts';
import { fileWriter } from '../file-writer.ts';

/** The key that sessions are encrypted with, and the name that files know it by. */
export interface WrappingKey {
  readonly kid: string;
  readonly bytes: Uint8Array;
}

/** Where a wrapping key lives between two boots. Problem `keyring-unavailable` where that place fails. */
export interface KeySource {
  /** What this source and this data folder are called in the runtime folder. */
  readonly name: string;
  /** The key that rests there, or undefined where none was ever made. Asks a person or a slow function at most here. */
  find(): Promise<WrappingKey | undefined>;
  /** A new key, resting there from now on. */
  make(): Promise<WrappingKey>;
}

/** A wrapping key of these 32 bytes. */
export function wrappingKeyOf(bytes: Uint8Array): WrappingKey {
  return { kid: createHash('sha256').update(bytes).digest('hex').slice(0, 16), bytes };
}

export const randomWrappingKey = (): WrappingKey => wrappingKeyOf(randomBytes(32));

/** A wrapping key as text, as keychains and files hold it. */
export const textOf = (key: WrappingKey): string => Buffer.from(key.bytes).toString('base64url');

/** The wrapping key that a text holds; undefined for anything that is not one. */
export function keyIn(text: string | undefined): WrappingKey | undefined {
  const bytes = Buffer.from(text?.trim() ?? '', 'base64url');
  return bytes.length === 32 ? wrappingKeyOf(bytes) : undefined;
}

/** The key of `source` that was unlocked since this machine started; undefined where it still has to be. */
export function unlockedKey(runtime: string, source: KeySource): WrappingKey | undefined {
  const kid = textAt(join(runtime, source.name))?.trim() ?? '';
  const key = /^[0-9a-f]{16}$/.test(kid) ? keyIn(textAt(keyFile(runtime, kid))) : undefined;
  return key?.kid === kid ? key : undefined;
}

/** Puts a key into the runtime folder, where warm commands find it. Problem `file-unwritable`. */
export function unlock(runtime: string, source: KeySource, key: WrappingKey): void {
  const files = fileWriter();
  files.write(keyFile(runtime, key.kid), textOf(key), 0o600);
  // The name last: whoever reads it finds the key in place.
  files.write(join(runtime, source.name), key.kid, 0o600);
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
