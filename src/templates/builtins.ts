import { byteLength, byteSlice } from './bytes.ts';
import { equalsAny, isLess } from './compare.ts';
import { escapeHtml, escapeJavaScript, escapeQuery } from './escape.ts';
import { Fault } from './fault.ts';
import { print, printLine } from './format/print.ts';
import { printf } from './format/printf.ts';
import { fn, variadic } from './signature.ts';
import { integerOf, isTrue, typeName } from './types.ts';
import { Dict, type FunctionMap, Int, Slice, type Value } from './values.ts';

/** The functions that every template has. `and` and `or` stand here for their names: the interpreter does them. */
export const builtins: FunctionMap = {
  and: variadic(['any'], 'any', (first) => first),
  or: variadic(['any'], 'any', (first) => first),
  not: fn(['any'], (value) => !isTrue(value)),
  call: variadic(['any'], 'any', (callee) => {
    throw new Fault(`a value of type ${typeName(callee)} cannot be called`);
  }),
  html: variadic([], 'any', (...values) => escapeHtml(printArguments(values))),
  js: variadic([], 'any', (...values) => escapeJavaScript(printArguments(values))),
  urlquery: variadic([], 'any', (...values) => escapeQuery(printArguments(values))),
  index: variadic(['any'], 'any', index),
  slice: variadic(['any'], 'any', slice),
  len: fn(['any'], length),
  print: variadic([], 'any', (...values) => print(values)),
  printf: variadic(['string'], 'any', (format, ...values) => printf(format, values)),
  println: variadic([], 'any', (...values) => printLine(values)),
  eq: variadic(['any'], 'any', (first, ...others) => equalsAny(first, others)),
  ne: fn(['any', 'any'], (left, right) => !equalsAny(left, [right])),
  lt: fn(['any', 'any'], isLess),
  le: fn(['any', 'any'], (left, right) => isLess(left, right) || equalsAny(left, [right])),
  gt: fn(['any', 'any'], (left, right) => !isLess(left, right) && !equalsAny(left, [right])),
  ge: fn(['any', 'any'], (left, right) => !isLess(left, right)),
};

/** One string as it is, anything else as `print` shows it. A nil among several is no value. */
function printArguments(values: readonly Value[]): string {
  const [only] = values;
  if (values.length === 1 && typeof only === 'string') return only;
  return print(values.map((value) => (value === null || value === undefined ? '<no value>' : value)));
}

function length(value: Value): Value {
  if (typeof value === 'string') return BigInt(byteLength(value));
  if (value instanceof Slice) return BigInt(value.items.length);
  if (value instanceof Dict) return BigInt(value.entries.size);
  throw new Fault(`a value of type ${typeName(value)} has no length`);
}

function index(start: Value, ...keys: readonly Value[]): Value {
  if (start === undefined || start === null) throw new Fault('nil cannot be indexed');
  let value: Value = start;
  for (const key of keys) value = indexOnce(value, key);
  return value;
}

function indexOnce(value: Value, key: Value): Value {
  if (value === undefined || value === null) throw new Fault('nil cannot be indexed');
  if (value instanceof Dict) {
    if (typeof key !== 'string') throw new Fault(`a key must be a string, not ${typeName(key)}`);
    return value.entries.has(key) ? value.entries.get(key) : value.element === 'string' ? '' : null;
  }
  if (value instanceof Slice) {
    const at = position(key, value.items.length);
    if (at >= value.items.length)
      throw new Fault(`there is no item ${at} in a list of ${value.items.length}`);
    return value.items[at];
  }
  if (typeof value !== 'string') throw new Fault(`a value of type ${typeName(value)} cannot be indexed`);
  const bytes = Buffer.from(value);
  const byte = bytes[position(key, bytes.length)];
  if (byte === undefined) throw new Fault(`there is no byte ${typeName(key)} in a string of ${bytes.length}`);
  return new Int('uint8', BigInt(byte));
}

function position(key: Value, most: number): number {
  const at = integerOf(key);
  if (at === undefined) throw new Fault(`an index must be an integer, not ${typeName(key)}`);
  if (at < 0n || at > BigInt(most)) throw new Fault(`the index ${at} is out of range`);
  return Number(at);
}

function slice(value: Value, ...indexes: readonly Value[]): Value {
  if (value === undefined || value === null) throw new Fault('nil cannot be sliced');
  if (indexes.length > 3) throw new Fault(`too many indexes: ${indexes.length}`);
  const size =
    typeof value === 'string' ? byteLength(value) : value instanceof Slice ? value.items.length : -1;
  if (size < 0) throw new Fault(`a value of type ${typeName(value)} cannot be sliced`);
  if (typeof value === 'string' && indexes.length === 3)
    throw new Fault('a string takes two indexes at most');
  const [start = 0, end = size, capacity = end] = indexes.map((at) => position(at, size));
  if (start > end) throw new Fault(`the start ${start} lies behind the end ${end}`);
  if (end > capacity) throw new Fault(`the end ${end} lies behind the third index ${capacity}`);
  if (typeof value === 'string') return byteSlice(value, start, end);
  return value instanceof Slice ? new Slice(value.items.slice(start, end), value.element) : undefined;
}
