import { byteLength, byteSlice } from '../bytes.ts';
import { Fault } from '../fault.ts';
import { checkText } from '../limits.ts';
import { namespace } from '../namespace.ts';
import { quoteText } from '../quote.ts';
import { fn, variadic } from '../signature.ts';
import { abbreviate } from '../sprig/text-forms.ts';
import { repeat, replaceAll, splitText } from '../text.ts';
import { trimCharacters, trimSpace } from '../trim.ts';
import { kindName } from '../types.ts';
import { compareBytes, type FunctionMap, Slice, stringsOf, type Value } from '../values.ts';
import { wrapText } from '../words.ts';
import { toInteger, toText } from './conversion.ts';
import { camelCase, joinWithCase, slug, titleWords } from './text-forms.ts';

const strings = {
  Abbrev: variadic([], 'any', (...args) => abbrev(args)),
  CamelCase: fn(['any'], (text) => camelCase(toText(text))),
  Contains: fn(['string', 'any'], (part, text) => toText(text).includes(part)),
  HasPrefix: fn(['string', 'any'], (start, text) => toText(text).startsWith(start)),
  HasSuffix: fn(['string', 'any'], (end, text) => toText(text).endsWith(end)),
  Indent: variadic([], 'any', (...args) => indent(args)),
  KebabCase: fn(['any'], (text) => joinWithCase(toText(text), '-')),
  Quote: fn(['any'], (text) => quoteText(toText(text))),
  Repeat: fn(['int', 'any'], (count, text) => repeat(count, toText(text))),
  ReplaceAll: fn(['string', 'string', 'any'], (old, fresh, text) => replaceAll(toText(text), old, fresh)),
  RuneCount: variadic([], 'any', (...texts) => BigInt([...texts.map(toText).join('')].length)),
  ShellQuote: fn(['any'], shellQuote),
  Slug: fn(['any'], (text) => slug(toText(text))),
  SnakeCase: fn(['any'], (text) => joinWithCase(toText(text), '_')),
  Sort: fn(['any'], (list) => {
    if (list instanceof Slice) return stringsOf(list.items.map(toText).sort(compareBytes));
    throw new Fault(`a list is needed, not a ${kindName(list)}`);
  }),
  Split: fn(['string', 'any'], (separator, text) => stringsOf(splitText(toText(text), separator))),
  SplitN: fn(['string', 'int', 'any'], (separator, count, text) =>
    stringsOf(splitText(toText(text), separator, count)),
  ),
  Squote: fn(['any'], (text) => `'${toText(text).replaceAll("'", "''")}'`),
  Title: fn(['any'], (text) => titleWords(toText(text))),
  ToLower: fn(['any'], (text) => toText(text).toLowerCase()),
  ToUpper: fn(['any'], (text) => toText(text).toUpperCase()),
  Trim: fn(['string', 'any'], (cut, text) => trimCharacters(toText(text), cut)),
  TrimPrefix: fn(['string', 'any'], (start, text) => withoutPrefix(toText(text), start)),
  TrimSpace: fn(['any'], (text) => trimSpace(toText(text))),
  TrimSuffix: fn(['string', 'any'], (end, text) => withoutSuffix(toText(text), end)),
  Trunc: fn(['int', 'any'], (length, text) => truncate(length, toText(text))),
  WordWrap: variadic([], 'any', (...args) => wrap(args)),
};

/** gomplate's `strings` and the names of its functions without it; those take the text first. */
export const stringFunctions: FunctionMap = {
  strings: namespace('strings', strings),
  replaceAll: strings.ReplaceAll,
  title: strings.Title,
  toUpper: strings.ToUpper,
  toLower: strings.ToLower,
  trimSpace: strings.TrimSpace,
  indent: strings.Indent,
  quote: strings.Quote,
  shellQuote: strings.ShellQuote,
  squote: strings.Squote,
  contains: fn(['string', 'string'], (text, part) => text.includes(part)),
  hasPrefix: fn(['string', 'string'], (text, start) => text.startsWith(start)),
  hasSuffix: fn(['string', 'string'], (text, end) => text.endsWith(end)),
  split: fn(['string', 'string'], (text, separator) => stringsOf(splitText(text, separator))),
  splitN: fn(['string', 'string', 'int'], (text, separator, count) =>
    stringsOf(splitText(text, separator, count)),
  ),
  trim: fn(['string', 'string'], trimCharacters),
};

const withoutPrefix = (text: string, start: string): string =>
  text.startsWith(start) ? text.slice(start.length) : text;

const withoutSuffix = (text: string, end: string): string =>
  text.endsWith(end) ? text.slice(0, text.length - end.length) : text;

const truncate = (length: number, text: string): string =>
  length < 0 || byteLength(text) <= length ? text : byteSlice(text, 0, length);

function abbrev(args: readonly Value[]): string {
  if (args.length < 2) throw new Fault('a width and a text are needed');
  const [offset, width, text] = args.length === 3 ? args : [0n, args[0], args[1]];
  const [from, most, full] = [Number(toInteger(offset)), Number(toInteger(width)), toText(text)];
  if (byteLength(full) <= most) return full;
  if (most < 4) throw new Fault('a text is abbreviated to 4 bytes at least');
  return abbreviate(full, from, most);
}

function indent(args: readonly Value[]): string {
  const text = toText(args.at(-1));
  const [first, second] = args;
  let [width, unit] = [1, ' '];
  if (args.length === 2 && typeof first === 'string') unit = first;
  else if (args.length > 1) {
    if (typeof first !== 'bigint') throw new Fault('the width must be an int');
    width = Number(first);
  }
  if (args.length === 3) {
    if (typeof second !== 'string') throw new Fault('the indent must be a string');
    unit = second;
  }
  if (args.length === 0 || width <= 0 || unit.includes('\n')) return text;
  const before = repeat(width, unit);
  checkText(before.length * text.split('\n').length);
  return text.replace(/^(?=[^\n])/gm, before);
}

// What gomplate prints for an item of a list of anything is Go's word for a value that it cannot name.
function shellQuote(value: Value): string {
  const quote = (text: string) => `'${text.replaceAll("'", `'"'"'`)}'`;
  if (!(value instanceof Slice)) return quote(toText(value));
  return value.items
    .map((item) => quote(value.element === 'string' ? toText(item) : `<${value.element} Value>`))
    .join(' ');
}

function wrap(args: readonly Value[]): string {
  if (args.length === 0 || args.length > 3)
    throw new Fault(`1 to 3 arguments are needed, not ${args.length}`);
  const [first, second] = args;
  const onlyNewline = args.length === 2 && typeof first === 'string';
  const width = args.length > 1 && !onlyNewline ? Number(toInteger(first)) : 80;
  const newline = onlyNewline ? first : args.length === 3 ? toText(second) : '';
  return wrapText(toText(args.at(-1)), width || 80, newline, false);
}
