import { Fault } from '../fault.ts';
import { checkItems } from '../limits.ts';
import { namespace } from '../namespace.ts';
import { parseFloatText, parseInteger } from '../numbers.ts';
import { fn, variadic } from '../signature.ts';
import { larger, smaller } from '../sprig/math.ts';
import { integerOf } from '../types.ts';
import { type FunctionMap, int64, Slice, type Value } from '../values.ts';
import { toFloat, toInteger } from './conversion.ts';

const isInteger = (value: Value): boolean =>
  typeof value === 'string' ? parseInteger(value, 0) !== undefined : integerOf(value) !== undefined;

function isFloat(value: Value): boolean {
  if (typeof value === 'number') return true;
  return typeof value === 'string' && parseFloatText(value) !== undefined && !isInteger(value);
}

/** One float among the numbers makes all of them floats. */
function compute(
  values: readonly Value[],
  floats: (values: readonly number[]) => number,
  integers: (values: readonly bigint[]) => bigint,
): Value {
  if (values.some(isFloat)) return floats(values.map(toFloat));
  return int64(integers(values.map(toInteger)));
}

// Go rounds a half away from zero.
const round = (value: number): number => Math.sign(value) * Math.round(Math.abs(value));

const math = {
  Abs: fn(['any'], (value) =>
    isInteger(value) ? int64(BigInt(Math.trunc(Math.abs(toFloat(value))))) : Math.abs(toFloat(value)),
  ),
  Add: variadic([], 'any', (...values) =>
    compute(
      values,
      (floats) => floats.reduce((sum, value) => sum + value, 0),
      (integers) => integers.reduce((sum, value) => sum + value, 0n),
    ),
  ),
  Ceil: fn(['any'], (value) => Math.ceil(toFloat(value))),
  Div: fn(['any', 'any'], (left, right) => {
    if (toFloat(right) === 0) throw new Fault('division by zero');
    return toFloat(left) / toFloat(right);
  }),
  Floor: fn(['any'], (value) => Math.floor(toFloat(value))),
  IsFloat: fn(['any'], isFloat),
  IsInt: fn(['any'], isInteger),
  IsNum: fn(['any'], (value) => isInteger(value) || isFloat(value)),
  Max: variadic(['any'], 'any', (...values) =>
    compute(
      values,
      (floats) => Math.max(...floats),
      (integers) => integers.reduce(larger),
    ),
  ),
  Min: variadic(['any'], 'any', (...values) =>
    compute(
      values,
      (floats) => Math.min(...floats),
      (integers) => integers.reduce(smaller),
    ),
  ),
  Mul: variadic([], 'any', (...values) =>
    compute(
      values,
      (floats) => floats.reduce((product, value) => product * value, 1),
      (integers) => integers.reduce((product, value) => product * value, 1n),
    ),
  ),
  Pow: fn(['any', 'any'], (base, exponent) => {
    const power = toFloat(base) ** toFloat(exponent);
    return isFloat(base) ? power : int64(toInteger(power));
  }),
  Rem: fn(['any', 'any'], (left, right) => {
    if (toInteger(right) === 0n) throw new Fault('division by zero');
    return int64(toInteger(left) % toInteger(right));
  }),
  Round: fn(['any'], (value) => round(toFloat(value))),
  Seq: variadic([], 'any', (...values) => sequence(values.map(toInteger))),
  Sub: fn(['any', 'any'], (left, right) =>
    isFloat(left) || isFloat(right)
      ? toFloat(left) - toFloat(right)
      : int64(toInteger(left) - toInteger(right)),
  ),
};

/** gomplate's `math` and the names of its functions without it. */
export const mathFunctions: FunctionMap = {
  math: namespace('math', math),
  add: math.Add,
  sub: math.Sub,
  mul: math.Mul,
  div: math.Div,
  rem: math.Rem,
  pow: math.Pow,
  seq: math.Seq,
};

/** From 1 or the first number to the last, both included; the step turns towards the end. */
function sequence(numbers: readonly bigint[]): Value {
  if (numbers.length === 0) throw new Fault('an end is needed');
  const [start = 1n, end = 0n] = numbers.length === 1 ? [1n, numbers[0]] : numbers.length > 3 ? [] : numbers;
  const size = (numbers.length === 3 ? numbers[2] : 1n) ?? 1n;
  if (size === 0n) return new Slice([], 'int64');
  const width = size < 0n ? -size : size;
  const step = end < start ? -width : end > start ? width : size;
  checkItems(Number((end - start) / step));
  const items: Value[] = [];
  for (let at = start; step > 0n ? at <= end : at >= end; at += step) items.push(int64(at));
  return new Slice(items, 'int64');
}
