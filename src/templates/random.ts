import { Fault } from './fault.ts';
import { checkText } from './limits.ts';
import type { TemplateOutside } from './outside.ts';

export const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
export const decimals = '0123456789';

/** A whole number from 0 up to but without `limit`, each as likely as the others. */
export function randomBelow(outside: TemplateOutside, limit: number): number {
  const bound = 2 ** 48 - (2 ** 48 % limit);
  // A draw beyond the last whole multiple would favour small numbers; a few tries are always enough.
  for (let attempt = 0; attempt < 64; attempt += 1) {
    const drawn = Buffer.from(outside.random(6)).readUIntBE(0, 6);
    if (drawn < bound) return drawn % limit;
  }
  return 0;
}

/** So many characters out of an alphabet. Fault for a negative count. */
export function randomText(outside: TemplateOutside, count: number, alphabet: string): string {
  if (count < 0) throw new Fault(`there is no text of ${count} characters`);
  checkText(count * 64);
  const characters = [...alphabet];
  return Array.from({ length: count }, () => characters[randomBelow(outside, characters.length)]).join('');
}

/** A random UUID of version 4. */
export function randomUuid(outside: TemplateOutside): string {
  const bytes = Buffer.from(outside.random(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
