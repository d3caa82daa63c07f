import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { EmulatorError } from '../emulator-error.ts';
import { readIfThere, writePrivate } from './folder.ts';

/** The one secret of an emulator: everything it hands out is derived from it or signed with it. */
export interface Key {
  /** A pseudo-random value that belongs to `purpose` and `text`. */
  derive(purpose: string, text: string): Buffer;
  /** A token that carries `content` readably and cannot be changed. It may hold `:`, `/`, `+` and `=`. */
  seal(purpose: string, content: object): string;
  /** The content of a token of that purpose; undefined for anything else. */
  open(purpose: string, token: string): unknown;
}

/** Reads the key in `file`, and makes one where there is none. Throws EmulatorError `file-unreadable`. */
export function makeKey(file: string): Key {
  let text = readIfThere(file);
  if (text === undefined) {
    text = randomBytes(32).toString('hex');
    writePrivate(file, text);
  }
  if (!/^[0-9a-f]{64}$/.test(text.trim()))
    throw new EmulatorError({
      code: 'file-unreadable',
      message: `${file} is not a key of the emulator.`,
      hint: `Remove ${file}; everybody has to sign in again.`,
      at: { file },
    });
  return keyOf(Buffer.from(text.trim(), 'hex'));
}

function keyOf(secret: Buffer): Key {
  const derive = (purpose: string, text: string) =>
    createHmac('sha256', secret).update(`${purpose}\n${text}`).digest();
  return {
    derive,
    seal(purpose, content) {
      const body = Buffer.from(JSON.stringify(content)).toString('base64');
      return `${body}:${derive(`seal ${purpose}`, body).toString('base64')}`;
    },
    open(purpose, token) {
      const [body, mac, ...rest] = token.split(':');
      if (body === undefined || mac === undefined || rest.length > 0) return undefined;
      if (!sameText(mac, derive(`seal ${purpose}`, body).toString('base64'))) return undefined;
      return JSON.parse(Buffer.from(body, 'base64').toString());
    },
  };
}

/** Compares two texts in a time that does not depend on where they differ. */
export function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
