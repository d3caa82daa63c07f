import { createHmac } from 'node:crypto';

/** A code is good for this long, in milliseconds (RFC 6238's own default, and what AWS's virtual devices have). */
export const codeStep = 30_000;

/**
 * The six digits that an authenticator app shows at a time (milliseconds), for a secret in Base32: TOTP with SHA-1
 * (RFC 6238). Throws Error for a secret that is not Base32.
 */
export function oneTimeCode(secret: string, time: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(time / codeStep)));
  const digest = createHmac('sha1', decodeBase32(secret)).update(counter).digest();
  const offset = (digest[19] as number) & 0xf;
  const number = digest.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** True for a secret that `oneTimeCode` takes. */
export function isBase32(text: string): boolean {
  return /^[A-Z2-7]{16,}$/.test(text);
}

function decodeBase32(text: string): Buffer {
  if (!isBase32(text)) throw new Error('The secret of an MFA device is not Base32.');
  const bits = Array.from(text, (char) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0'),
  ).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}
