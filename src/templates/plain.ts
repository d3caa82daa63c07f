import type { Plain } from '../domain/value.ts';
import { Fault } from './fault.ts';
import { Dict, GoObject, Int, Slice, type TemplateValue, type Value } from './values.ts';

/**
 * Ordinary data as a template's value. Integers become Go's `int`, other numbers `float64`; one that is too large
 * for an exact integer was a float when it was read. Maps are converted when they are first looked at.
 */
export function adopt(data: TemplateValue): Value {
  if (data === undefined || data === null || typeof data === 'string' || typeof data === 'boolean')
    return data;
  if (typeof data === 'number') return Number.isSafeInteger(data) ? BigInt(data) : data;
  if (typeof data === 'bigint' || data instanceof GoObject) return data;
  if (isList(data)) return new Slice(data.map(adoptItem));
  if (data instanceof Map) return new Dict(() => adoptEntries(data));
  return new Dict(() => adoptEntries(Object.entries(data)));
}

/** Deeper than any data that people write; a map that was put into itself has no bottom. */
export const deepest = 250;

/** A value as ordinary data. Integers are numbers where they are exact, else bigints; objects stay what they are. */
export const toPlain = (value: Value): TemplateValue => convert<TemplateValue>(value, (object) => object, 0);

/** The same, where an object is the text that it prints as, and nothing is null. */
export const toData = (value: Value): Plain => convert<Plain>(value, (object) => object?.text() ?? null, 0);

type Container<T> = T | T[] | { [key: string]: T };

function convert<T>(value: Value, other: (object: GoObject | undefined) => T, depth: number): T {
  if (depth > deepest) throw new Fault('the data is nested too deeply, or contains itself');
  const inner = (item: Value): T => convert(item, other, depth + 1);
  const whole = (data: Container<T> | string | number | bigint | boolean | null): T => data as T;
  if (value instanceof Int) return convert(value.value, other, depth);
  if (value instanceof Slice) return whole(value.items.map(inner));
  if (value instanceof Dict) {
    return whole(Object.fromEntries([...value.entries].map(([key, entry]) => [key, inner(entry)])));
  }
  if (value === undefined || value instanceof GoObject) return other(value);
  if (typeof value !== 'bigint') return whole(value);
  const number = Number(value);
  return whole(Number.isSafeInteger(number) ? number : value);
}

const isList = (data: TemplateValue): data is readonly TemplateValue[] => Array.isArray(data);

// Inside data there is no "absent": what is not there is nil.
const adoptItem = (data: TemplateValue): Value => adopt(data) ?? null;

function* adoptEntries(entries: Iterable<readonly [string, TemplateValue]>): Iterable<[string, Value]> {
  for (const [key, entry] of entries) yield [key, adoptItem(entry)];
}
