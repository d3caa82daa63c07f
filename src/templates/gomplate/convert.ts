import { Fault } from '../fault.ts';
import { namespace } from '../namespace.ts';
import { parseFloatText, parseInteger, parseUnsigned } from '../numbers.ts';
import { fn, variadic } from '../signature.ts';
import { isTrue, typeName } from '../types.ts';
import { type FunctionMap, Int, int64, Slice, stringsOf, type Value } from '../values.ts';
import { dict, has, slice } from './collections.ts';
import { toBoolean, toFloat, toInteger, toText } from './conversion.ts';
import { Url } from './url.ts';

const url = fn(['any'], (text) => new Url(toText(text)));
const bool = fn(['any'], (text) => ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(toText(text)));
const join = fn(['any', 'string'], (list, separator) => {
  if (!(list instanceof Slice)) throw new Fault(`a list is needed, not ${typeName(list)}`);
  return list.items.map(toText).join(separator);
});
const fallback = fn(['any', 'any'], (otherwise, value) => (isTrue(value) ? value : otherwise));
const each = (element: string, convert: (value: Value) => Value) =>
  variadic([], 'any', (...values) => new Slice(values.map(convert), element));

const conv = {
  Bool: bool,
  ToBool: fn(['any'], toBoolean),
  ToBools: each('bool', toBoolean),
  Slice: slice,
  Join: join,
  Has: has,
  ParseInt: fn(['any', 'int', 'int'], (text, base, bits) =>
    int64(parseInteger(toText(text), base, bits) ?? 0n),
  ),
  ParseUint: fn(
    ['any', 'int', 'int'],
    (text, base, bits) => new Int('uint64', parseUnsigned(toText(text), base, bits) ?? 0n),
  ),
  ParseFloat: fn(['any', 'int'], (text) => parseFloatText(toText(text)) ?? 0),
  Atoi: fn(['any'], (text) => parseInteger(toText(text)) ?? 0n),
  URL: url,
  ToInt64: fn(['any'], (value) => int64(toInteger(value))),
  ToInt64s: each('int64', (value) => int64(toInteger(value))),
  ToInt: fn(['any'], toInteger),
  ToInts: each('int', toInteger),
  ToFloat64: fn(['any'], toFloat),
  ToFloat64s: each('float64', toFloat),
  ToString: fn(['any'], toText),
  ToStrings: variadic([], 'any', (...values) => stringsOf(values.map(toText))),
  Default: fallback,
  Dict: dict,
};

/** gomplate's `conv` and the names of its functions without it. */
export const convertFunctions: FunctionMap = {
  conv: namespace('conv', conv),
  urlParse: url,
  bool,
  join,
  default: fallback,
};
