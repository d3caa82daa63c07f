import { fn, variadic } from '../signature.ts';
import { isTrue } from '../types.ts';
import { type FunctionMap, GoObject, type Value } from '../values.ts';

/** Whether a value is the zero of its type, or nothing at all. */
export const isEmpty = (value: Value): boolean => !(value instanceof GoObject) && !isTrue(value);

/** Sprig's functions that choose between values. */
export const defaultFunctions: FunctionMap = {
  default: variadic(['any'], 'any', (fallback, ...given) => (isEmpty(given[0]) ? fallback : given[0])),
  empty: fn(['any'], isEmpty),
  coalesce: variadic([], 'any', (...values) => values.find((value) => !isEmpty(value)) ?? null),
  all: variadic([], 'any', (...values) => !values.some(isEmpty)),
  any: variadic([], 'any', (...values) => values.some((value) => !isEmpty(value))),
  ternary: fn(['any', 'any', 'bool'], (yes, no, condition) => (condition ? yes : no)),
};
