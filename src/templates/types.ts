import { Dict, GoObject, Int, Slice, type Value } from './values.ts';

/** The Go type of a value, as `%T` prints it. */
export function typeName(value: Value): string {
  if (value === undefined || value === null) return '<nil>';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return 'float64';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (value instanceof Slice) return `[]${value.element}`;
  if (value instanceof Dict) return `map[string]${value.element}`;
  return value.type;
}

/** The Go kind of a value, as sprig's `kindOf` prints it. */
export function kindName(value: Value): string {
  if (value === undefined || value === null) return 'invalid';
  if (value instanceof Slice) return 'slice';
  if (value instanceof Dict) return 'map';
  if (value instanceof GoObject) return value.kind;
  return typeName(value);
}

/** The number behind an integer of any type, or undefined. */
export function integerOf(value: Value): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return value instanceof Int ? value.value : undefined;
}

/** True for the integer types that cannot be negative. */
export const isUnsigned = (value: Value): boolean => value instanceof Int && value.type.startsWith('u');

/** Whether `if`, `and`, `with` and the like take a value for true: everything but the zero of its type. */
export function isTrue(value: Value): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'boolean') return value;
  // NaN is not zero, and so it is true in Go.
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'bigint') return value !== 0n;
  if (typeof value === 'string') return value !== '';
  if (value instanceof Int) return value.value !== 0n;
  if (value instanceof Slice) return value.items.length > 0;
  if (value instanceof Dict) return value.entries.size > 0;
  return true;
}
