import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../domain/problem.ts';
import { fileWriter } from '../file-writer.ts';
import { type KeySource, randomWrappingKey, type WrappingKey, wrappingKeyOf } from './wrapping-key.ts';

export interface Passphrase {
  readonly text: string;
  /** The environment variable it came from. */
  readonly from: string;
}

// OWASP's figure for PBKDF2 with SHA-512: about a tenth of a second, once per boot.
const rounds = 210_000;
const shortest = 8;

/**
 * Wrapping keys in `<sessions>/wrapping-key.jwe`, encrypted with a passphrase (PBES2). Problem
 * `keyring-unavailable` for a passphrase that is too short or does not open the file.
 */
export function passphraseSource(passphrase: Passphrase, sessions: string, name: string): KeySource {
  const file = join(sessions, 'wrapping-key.jwe');
  return {
    name,
    async find() {
      const text = textAt(file);
      return text === undefined ? undefined : open(text, passphrase, file);
    },
    async make() {
      const key = randomWrappingKey();
      const { CompactEncrypt } = await import('jose');
      const jwe = await new CompactEncrypt(key.bytes)
        .setProtectedHeader({ alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', kid: key.kid })
        .setKeyManagementParameters({ p2c: rounds })
        .encrypt(longEnough(passphrase));
      fileWriter().write(file, `${jwe}\n`, 0o600);
      return key;
    },
  };
}

/** The passphrase as bytes. Problem `keyring-unavailable` where it has fewer than eight characters. */
export function longEnough({ text, from }: Passphrase): Uint8Array {
  if (text.length >= shortest) return new TextEncoder().encode(text);
  throw new Problem({
    code: 'keyring-unavailable',
    message: `The passphrase in ${from} is too short: it has fewer than ${shortest} characters.`,
    hint: `Set ${from} to at least ${shortest} characters, or unset it.`,
  });
}

async function open(text: string, passphrase: Passphrase, file: string): Promise<WrappingKey> {
  const secret = longEnough(passphrase);
  const { compactDecrypt } = await import('jose');
  try {
    const { plaintext } = await compactDecrypt(text.trim(), secret, {
      keyManagementAlgorithms: ['PBES2-HS512+A256KW'],
      contentEncryptionAlgorithms: ['A256GCM'],
      maxPBES2Count: rounds * 10,
    });
    return wrappingKeyOf(plaintext);
  } catch (cause) {
    throw new Problem({
      code: 'keyring-unavailable',
      message: `The passphrase in ${passphrase.from} does not open ${file}.`,
      hint: `Set ${passphrase.from} to the passphrase you used before. Where it is lost: remove ${file} and sign in again.`,
      at: { file },
      cause,
    });
  }
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw new Problem({
      code: 'file-unreadable',
      message: `${path} cannot be read: ${(error as Error).message}.`,
      hint: 'Give yourself the right to read it, or move it away.',
      at: { file: path },
      cause: error,
    });
  }
}
