import { bytesOf, textOfValue } from './format/value.ts';
import { parseFloatText, parseInteger } from './numbers.ts';
import { integerOf } from './types.ts';
import { GoObject, type Value } from './values.ts';

/** An integer of anything, as sprig's functions take it: text by its prefix, floats cut, everything else 0. */
export function toInt64(value: Value): bigint {
  const integer = integerOf(value);
  if (integer !== undefined) return BigInt.asIntN(64, integer);
  if (typeof value === 'number') return truncate(value);
  if (typeof value === 'boolean') return value ? 1n : 0n;
  // `3.0` counts as an integer, `3.5` does not.
  if (typeof value === 'string') return parseInteger(value.replace(/\.0+$/, ''), 0) ?? 0n;
  return 0n;
}

/** A float cut to a 64-bit integer, as the machines do it that Go programs run on. */
export const truncate = (value: number): bigint =>
  Number.isFinite(value) && Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : -(2n ** 63n);

/** A float of anything, as sprig's functions take it. */
export function toFloat64(value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return parseFloatText(value) ?? 0;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return Number(integerOf(value) ?? 0n);
}

/** The text of anything, as sprig's functions take it. */
export function toText(value: Value): string {
  if (typeof value === 'string') return value;
  const bytes = bytesOf(value);
  if (bytes !== undefined) return Buffer.from(bytes).toString();
  return value instanceof GoObject ? value.text() : textOfValue(value);
}
