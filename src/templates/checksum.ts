import { createHash } from 'node:crypto';

/** The digest in hexadecimal, by the name that node:crypto knows the algorithm by. */
export const digest = (algorithm: string, data: string | Uint8Array): string =>
  createHash(algorithm).update(data).digest('hex');

/** The Adler-32 checksum as a decimal number. */
export function adler32(text: string): string {
  let [low, high] = [1, 0];
  for (const byte of Buffer.from(text)) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return String(((high << 16) | low) >>> 0);
}
