import { Fault } from '../fault.ts';
import { trimSpace } from '../trim.ts';

/** Every word with a capital in front and small letters behind. */
export function titleWords(text: string): string {
  const words = new Intl.Segmenter('und', { granularity: 'word' }).segment(text);
  return [...words]
    .map(({ segment }) =>
      segment.toLowerCase().replace(/\p{L}/u, (letter) => (letter === 'ß' ? 'Ss' : letter.toUpperCase())),
    )
    .join('');
}

/** `Hello World` as `Hello_world`: small letters but for the first, everything between words as one connector. */
export function joinWithCase(text: string, connector: string): string {
  const [first, rest] = firstOf(text);
  return (first + rest.toLowerCase())
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replaceAll(' ', connector);
}

/** `hello world` as `helloWorld`; the first letter stays as it is. */
export function camelCase(text: string): string {
  const [first] = firstOf(text);
  const title = titleWords(trimSpace(text));
  return (first + title.slice(first.length)).replace(/[^\p{L}\p{N}]+/gu, '');
}

function firstOf(text: string): [first: string, rest: string] {
  const trimmed = trimSpace(text);
  const first = String.fromCodePoint(trimmed.codePointAt(0) ?? 0);
  if (trimmed === '') throw new Fault('there is no word in an empty text');
  return [first, trimmed.slice(first.length)];
}

const letters: Readonly<Record<string, string>> = {
  '&': 'and',
  '@': 'at',
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
};

/** The text as part of an address: small letters and digits of ASCII with hyphens between. */
export const slug = (text: string): string =>
  trimSpace(text)
    .replace(/[^a-zA-Z0-9]/gu, (letter) => letters[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '-')
    .replace(/-+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '');
