import { truncate } from '../coercion.ts';
import { bytesOf, textOfValue } from '../format/value.ts';
import { parseFloatText, parseInteger } from '../numbers.ts';
import { integerOf } from '../types.ts';
import { GoObject, type Value } from '../values.ts';

/** The text of anything, as gomplate's functions take it: a nil is the word `nil`. */
export function toText(value: Value): string {
  if (value === null || value === undefined) return 'nil';
  if (typeof value === 'string') return value;
  if (value instanceof GoObject) return value.text();
  const bytes = bytesOf(value);
  return bytes === undefined ? textOfValue(value) : Buffer.from(bytes).toString();
}

/** The bytes of anything; none of a nil. */
export function toBytes(value: Value): Uint8Array {
  if (value === null || value === undefined) return new Uint8Array();
  return bytesOf(value) ?? Buffer.from(toText(value));
}

/** An integer of anything: commas within digits do not count, floats are cut, what is none is 0. */
export function toInteger(value: Value): bigint {
  if (typeof value === 'string') {
    const plain = value.replaceAll(',', '');
    const integer = parseInteger(plain, 0);
    if (integer !== undefined) return integer;
    const float = parseFloatText(plain);
    return float === undefined ? 0n : truncate(float);
  }
  if (typeof value === 'number') return truncate(value);
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return BigInt.asIntN(64, integerOf(value) ?? 0n);
}

/** A float of anything: text may be an integer with a prefix, what is none is 0. */
export function toFloat(value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') {
    const plain = value.replaceAll(',', '');
    const integer = parseInteger(plain, 0);
    return integer === undefined ? (parseFloatText(plain) ?? 0) : Number(integer);
  }
  return Number(toInteger(value));
}

/** Whether anything means yes: `1`, `t`, `true`, `yes`, and numbers that are one. */
export function toBoolean(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') {
    return ['1', 't', 'true', 'yes'].includes(value.toLowerCase()) || toFloat(value) === 1;
  }
  return typeof value === 'number' ? value === 1 : integerOf(value) === 1n;
}
