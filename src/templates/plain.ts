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

/** A value as ordinary data. Integers are numbers where they are exact, else bigints. */
export function toPlain(value: Value, depth = 0): TemplateValue {
  if (depth > deepest) throw new Fault('the data is nested too deeply, or contains itself');
  if (value instanceof Int) return toPlain(value.value);
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  if (value instanceof Slice) return value.items.map((item) => toPlain(item, depth + 1));
  if (value instanceof Dict) {
    return Object.fromEntries([...value.entries].map(([key, entry]) => [key, toPlain(entry, depth + 1)]));
  }
  return value;
}

const isList = (data: TemplateValue): data is readonly TemplateValue[] => Array.isArray(data);

// Inside data there is no "absent": what is not there is nil.
const adoptItem = (data: TemplateValue): Value => adopt(data) ?? null;

function* adoptEntries(entries: Iterable<readonly [string, TemplateValue]>): Iterable<[string, Value]> {
  for (const [key, entry] of entries) yield [key, adoptItem(entry)];
}
