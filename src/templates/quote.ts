import { Fault } from './fault.ts';

const simple: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};
const names = new Map(Object.entries(simple).map(([letter, character]) => [character, `\\${letter}`]));

/** The text that a Go string or raw string literal (with its quotes) stands for. Fault where it is malformed. */
export function unquote(literal: string): string {
  const body = literal.slice(1, -1);
  // Go drops carriage returns from raw strings.
  if (literal.startsWith('`')) return body.replaceAll('\r', '');
  return unescapeLiteral(body, '"');
}

/** The code point of a character literal such as `'a'`. Fault where it is malformed. */
export function unquoteCharacter(literal: string): number {
  const text = unescapeLiteral(literal.slice(1, -1), "'");
  const [first, ...others] = [...text];
  if (first === undefined || others.length > 0) throw new Fault(`malformed character constant: ${literal}`);
  return first.codePointAt(0) ?? 0;
}

const escapes = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.)|$)/gsu;

function unescapeLiteral(body: string, quote: string): string {
  if (!body.includes('\\')) return body;
  const bytes: (string | number)[] = [];
  let end = 0;
  for (const match of body.matchAll(escapes)) {
    bytes.push(body.slice(end, match.index));
    end = match.index + match[0].length;
    const [, byte, short, long, octal, letter] = match;
    if (byte !== undefined) bytes.push(Number.parseInt(byte, 16));
    else if (octal !== undefined && Number.parseInt(octal, 8) < 256) bytes.push(Number.parseInt(octal, 8));
    else if ((short ?? long) !== undefined) bytes.push(codePoint(short ?? long ?? '', match[0]));
    else if (letter === quote) bytes.push(quote);
    else if (letter !== undefined && Object.hasOwn(simple, letter)) bytes.push(simple[letter] ?? '');
    else throw new Fault(`invalid escape ${match[0]} in ${quote}${body}${quote}`);
  }
  bytes.push(body.slice(end));
  return joinBytes(bytes);
}

function codePoint(hex: string, written: string): string {
  const point = Number.parseInt(hex, 16);
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) throw new Fault(`invalid escape ${written}`);
  return String.fromCodePoint(point);
}

// `\xc3\xa9` names the bytes of one character, so that single bytes are put together before they are decoded.
function joinBytes(parts: readonly (string | number)[]): string {
  if (parts.every((part) => typeof part === 'string' || part < 0x80)) {
    return parts.map((part) => (typeof part === 'string' ? part : String.fromCharCode(part))).join('');
  }
  return Buffer.concat(parts.map((part) => Buffer.from(typeof part === 'string' ? part : [part]))).toString();
}

// What Go does not print as it is: controls, formats, surrogates, unassigned, and every space but U+0020.
const unprintable = /[\p{C}\p{Z}]/u;

/** The text as a Go string literal, which is what `%q` and `quote` print. `ascii` escapes everything beyond it. */
export function quoteText(text: string, ascii = false, mark = '"'): string {
  let quoted = mark;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (character === mark) quoted += `\\${mark}`;
    else if (names.has(character)) quoted += names.get(character);
    else if (character === ' ' || (!unprintable.test(character) && !(ascii && point > 0x7e)))
      quoted += character;
    else if (point < 0x20 || point === 0x7f) quoted += `\\x${hex(point, 2)}`;
    else quoted += point > 0xffff ? `\\U${hex(point, 8)}` : `\\u${hex(point, 4)}`;
  }
  return quoted + mark;
}

const hex = (point: number, digits: number): string => point.toString(16).padStart(digits, '0');
