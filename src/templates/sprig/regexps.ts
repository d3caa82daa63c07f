import { Pattern, patternOrNothing, quotePattern } from '../regexp/regexp.ts';
import { fn } from '../signature.ts';
import { type FunctionMap, nilSlice, type Slice, stringsOf, type TypedFunction } from '../values.ts';

const strings = (found: readonly string[] | undefined): Slice =>
  found === undefined ? nilSlice('string') : stringsOf(found);

const findAll = fn(['string', 'string', 'int'], (pattern, text, count) =>
  strings(new Pattern(pattern).findAll(text, count)),
);
const find = fn(['string', 'string'], (pattern, text) => new Pattern(pattern).find(text));
const replaceAll = fn(['string', 'string', 'string'], (pattern, text, by) =>
  new Pattern(pattern).replace(text, by),
);
const replaceLiteral = fn(['string', 'string', 'string'], (pattern, text, by) =>
  new Pattern(pattern).replaceLiteral(text, by),
);
const split = fn(['string', 'string', 'int'], (pattern, text, count) =>
  strings(new Pattern(pattern).split(text, count)),
);

const both = (name: string, made: TypedFunction): FunctionMap => ({
  [`regex${name}`]: made,
  [`mustRegex${name}`]: made,
});

/** Sprig's functions with patterns, in Go's syntax. A malformed pattern ends the template, but for `regexMatch`. */
export const regexpFunctions: FunctionMap = {
  regexMatch: fn(['string', 'string'], (pattern, text) => patternOrNothing(pattern)?.matches(text) ?? false),
  mustRegexMatch: fn(['string', 'string'], (pattern, text) => new Pattern(pattern).matches(text)),
  ...both('FindAll', findAll),
  ...both('Find', find),
  ...both('ReplaceAll', replaceAll),
  ...both('ReplaceAllLiteral', replaceLiteral),
  ...both('Split', split),
  regexQuoteMeta: fn(['string'], quotePattern),
};
