import { byteLength, byteSlice } from '../bytes.ts';

/** The text cut to `width` bytes with `...` for what is left out; from `offset` on, where that lies behind the beginning. */
export function abbreviate(text: string, offset: number, width: number): string {
  const length = byteLength(text);
  if (length <= width) return text;
  if (width < 4) return '';
  let start = Math.min(offset, length);
  if (length - start < width - 3) start = length - (width - 3);
  if (start <= 4) return `${byteSlice(text, 0, width - 3)}...`;
  if (width < 7) return '';
  if (start + width - 3 < length) return `...${abbreviate(byteSlice(text, start, length), 0, width - 3)}`;
  return `...${byteSlice(text, length - (width - 3), length)}`;
}

// These go byte by byte in sprig: a character beyond ASCII comes out as its bytes, each as a character.
const latin = (text: string): string => Buffer.from(text).toString('latin1');

/** The first letter of each word. */
export const initials = (text: string): string =>
  [...latin(text).matchAll(/(?<![^\s\x85])[^\s\x85]/g)].map(([letter]) => letter).join('');

/** The text without any space. */
export function withoutSpace(text: string): string {
  const bytes = latin(text);
  return /[\s\x85]/.test(bytes) ? bytes.replace(/[\s\x85]/g, '') : text;
}

/** Capitals become small letters and small letters capitals. */
export const swapCase = (text: string): string =>
  [...text]
    .map((letter) =>
      /\p{Lu}|\p{Lt}/u.test(letter)
        ? letter.toLowerCase()
        : /\p{Ll}/u.test(letter)
          ? letter.toUpperCase()
          : letter,
    )
    .join('');
