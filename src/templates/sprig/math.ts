import { toFloat64, toInt64 } from '../coercion.ts';
import { Fault } from '../fault.ts';
import { textOfValue } from '../format/value.ts';
import { checkItems } from '../limits.ts';
import { parseInteger } from '../numbers.ts';
import { fn, variadic } from '../signature.ts';
import { type FunctionMap, int64, Slice, type Value } from '../values.ts';
import { decimalFold } from './decimal.ts';

type Fold = (left: bigint, right: bigint) => bigint;

const fold = (first: Value, others: readonly Value[], step: Fold): Value =>
  int64(others.map(toInt64).reduce((left, right) => BigInt.asIntN(64, step(left, right)), toInt64(first)));

/** The larger of two integers. */
export const larger: Fold = (left, right) => {
  if (left > right) return left;
  return right;
};
/** The smaller of two integers. */
export const smaller: Fold = (left, right) => {
  if (left < right) return left;
  return right;
};
const largest = variadic(['any'], 'any', (first, ...others) => fold(first, others, larger));

/** Sprig's arithmetic: integers are `int64` and wrap, the functions that end in `f` compute with decimals. */
export const mathFunctions: FunctionMap = {
  atoi: fn(['string'], (text) => parseInteger(text) ?? 0n),
  int64: fn(['any'], (value) => int64(toInt64(value))),
  int: fn(['any'], toInt64),
  float64: fn(['any'], toFloat64),
  toDecimal: fn(['any'], (value) => int64(parseInteger(textOfValue(value), 8) ?? 0n)),
  add1: fn(['any'], (value) => int64(toInt64(value) + 1n)),
  add: variadic([], 'any', (...values) => fold(0n, values, (a, b) => a + b)),
  sub: fn(['any', 'any'], (a, b) => int64(toInt64(a) - toInt64(b))),
  div: fn(['any', 'any'], (a, b) => int64(toInt64(a) / divisor(b))),
  mod: fn(['any', 'any'], (a, b) => int64(toInt64(a) % divisor(b))),
  mul: variadic(['any'], 'any', (first, ...others) => fold(first, others, (a, b) => a * b)),
  add1f: fn(['any'], (value) => decimalFold('add', value, [1n])),
  addf: variadic([], 'any', (...values) => decimalFold('add', 0, values)),
  subf: variadic(['any'], 'any', (first, ...others) => decimalFold('sub', first, others)),
  mulf: variadic(['any'], 'any', (first, ...others) => decimalFold('mul', first, others)),
  divf: variadic(['any'], 'any', (first, ...others) => decimalFold('div', first, others)),
  max: largest,
  biggest: largest,
  min: variadic(['any'], 'any', (first, ...others) => fold(first, others, smaller)),
  maxf: variadic(['any'], 'any', (...values) => Math.max(...values.map(toFloat64))),
  minf: variadic(['any'], 'any', (...values) => Math.min(...values.map(toFloat64))),
  ceil: fn(['any'], (value) => Math.ceil(toFloat64(value))),
  floor: fn(['any'], (value) => Math.floor(toFloat64(value))),
  round: variadic(['any', 'int'], 'float64', (value, places, on = 0.5) =>
    round(toFloat64(value), places, on),
  ),
  until: fn(['int'], (count) => integers(range(0, count, count < 0 ? -1 : 1))),
  untilStep: fn(['int', 'int', 'int'], (start, stop, step) => integers(range(start, stop, step))),
  seq: variadic([], 'int', (...parameters) => sequence(parameters).join(' ')),
};

function divisor(value: Value): bigint {
  const number = toInt64(value);
  if (number === 0n) throw new Fault('division by zero');
  return number;
}

function round(value: number, places: number, on: number): number {
  const power = 10 ** places;
  const digit = power * value;
  const rounded = digit - Math.trunc(digit) >= on ? Math.ceil(digit) : Math.floor(digit);
  return rounded / power;
}

const integers = (numbers: readonly number[]): Slice => new Slice(numbers.map(BigInt), 'int');

/** The numbers from start towards stop, stop left out; none where the step leads away. */
function range(start: number, stop: number, step: number): number[] {
  if (start === stop || (stop < start ? step >= 0 : step <= 0)) return [];
  checkItems(Math.ceil((stop - start) / step));
  const numbers: number[] = [];
  for (let at = start; stop < start ? at > stop : at < stop; at += step) numbers.push(at);
  return numbers;
}

function sequence(parameters: readonly number[]): number[] {
  const [a = 0, b = 0, c = 0] = parameters;
  const toward = (start: number, end: number) => (end < start ? -1 : 1);
  switch (parameters.length) {
    case 1:
      return range(1, a + toward(1, a), toward(1, a));
    case 2:
      return range(a, b + toward(a, b), toward(a, b));
    case 3:
      return c < a && b > 0 ? [] : range(a, c + toward(a, c), b);
    default:
      return [];
  }
}
