import { byteLength, byteSlice } from '../bytes.ts';
import { toText } from '../coercion.ts';
import { Fault } from '../fault.ts';
import { textOfValue } from '../format/value.ts';
import { lowerCase, upperCase } from '../letter-case.ts';
import { checkText } from '../limits.ts';
import { quoteText } from '../quote.ts';
import { fn, variadic } from '../signature.ts';
import { repeat, replaceAll, splitText } from '../text.ts';
import { trimCharacters, trimSpace } from '../trim.ts';
import { dictOf, type FunctionMap, stringsOf, type Value } from '../values.ts';
import { joinWords, pascalCase, titleCase, wrapText } from '../words.ts';
import { abbreviate, initials, swapCase, withoutSpace } from './text-forms.ts';

/** Sprig's functions on text. The text is their last argument, so that it can be piped. */
export const stringFunctions: FunctionMap = {
  hello: fn([], () => 'Hello!'),
  abbrev: fn(['int', 'string'], (width, text) => (width < 4 ? text : abbreviate(text, 0, width))),
  abbrevboth: fn(['int', 'int', 'string'], (left, right, text) =>
    right < 4 || (left > 0 && right < 7) ? text : abbreviate(text, left, right),
  ),
  trunc: fn(['int', 'string'], truncate),
  trim: fn(['string'], trimSpace),
  upper: fn(['string'], upperCase),
  lower: fn(['string'], lowerCase),
  title: fn(['string'], titleCase),
  untitle: fn(['string'], (text) => text.replace(/(?<!\S)\S/gu, lowerCase)),
  substr: fn(['int', 'int', 'string'], substring),
  repeat: fn(['int', 'string'], repeat),
  trimall: fn(['string', 'string'], (cut, text) => trimCharacters(text, cut)),
  trimAll: fn(['string', 'string'], (cut, text) => trimCharacters(text, cut)),
  trimSuffix: fn(['string', 'string'], (end, text) =>
    text.endsWith(end) && end ? text.slice(0, -end.length) : text,
  ),
  trimPrefix: fn(['string', 'string'], (start, text) =>
    text.startsWith(start) ? text.slice(start.length) : text,
  ),
  nospace: fn(['string'], withoutSpace),
  initials: fn(['string'], initials),
  swapcase: fn(['string'], swapCase),
  snakecase: fn(['string'], (text) => joinWords(text, '_')),
  kebabcase: fn(['string'], (text) => joinWords(text, '-')),
  camelcase: fn(['string'], pascalCase),
  wrap: fn(['int', 'string'], (width, text) => wrapText(text, width, '', false)),
  wrapWith: fn(['int', 'string', 'string'], (width, newline, text) => wrapText(text, width, newline, true)),
  contains: fn(['string', 'string'], (part, text) => text.includes(part)),
  hasPrefix: fn(['string', 'string'], (start, text) => text.startsWith(start)),
  hasSuffix: fn(['string', 'string'], (end, text) => text.endsWith(end)),
  quote: variadic([], 'any', (...values) => join(present(values).map((value) => quoteText(toText(value))))),
  squote: variadic([], 'any', (...values) => join(present(values).map((value) => `'${textOfValue(value)}'`))),
  cat: variadic([], 'any', (...values) => join(present(values).map(textOfValue))),
  indent: fn(['int', 'string'], indent),
  nindent: fn(['int', 'string'], (spaces, text) => `\n${indent(spaces, text)}`),
  replace: fn(['string', 'string', 'string'], (old, fresh, text) => replaceAll(text, old, fresh)),
  plural: fn(['string', 'string', 'int'], (one, many, count) => (count === 1 ? one : many)),
  toString: fn(['any'], toText),
  split: fn(['string', 'string'], (separator, text) => numbered(text.split(separator))),
  splitList: fn(['string', 'string'], (separator, text) => stringsOf(splitText(text, separator))),
  splitn: fn(['string', 'int', 'string'], (separator, count, text) =>
    numbered(splitText(text, separator, count)),
  ),
};

const present = (values: readonly Value[]): Value[] =>
  values.filter((value) => value !== null && value !== undefined);

const join = (texts: readonly string[]): string => texts.join(' ');

function truncate(count: number, text: string): string {
  const length = byteLength(text);
  if (count < 0) return length + count > 0 ? byteSlice(text, length + count, length) : text;
  return length > count ? byteSlice(text, 0, count) : text;
}

function substring(start: number, end: number, text: string): string {
  const length = byteLength(text);
  const [from, to] = start < 0 ? [0, end] : [start, end < 0 || end > length ? length : end];
  if (from > to || to > length) throw new Fault(`there are no bytes ${from} to ${to} in a text of ${length}`);
  return byteSlice(text, from, to);
}

/** Every line with so many spaces in front, empty lines too. */
function indent(spaces: number, text: string): string {
  const before = repeat(spaces, ' ');
  checkText(before.length * text.split('\n').length);
  return before + text.replaceAll('\n', `\n${before}`);
}

const numbered = (parts: readonly string[]): Value =>
  dictOf(
    parts.map((part, index) => [`_${index}`, part]),
    'string',
  );
