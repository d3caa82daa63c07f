import { deepEqual } from '../compare.ts';
import { Fault } from '../fault.ts';
import { fn } from '../signature.ts';
import { kindName, typeName } from '../types.ts';
import type { FunctionMap } from '../values.ts';

/** Sprig's questions about types, and `fail`. */
export const reflectionFunctions: FunctionMap = {
  typeOf: fn(['any'], typeName),
  typeIs: fn(['string', 'any'], (name, value) => typeName(value) === name),
  typeIsLike: fn(
    ['string', 'any'],
    (name, value) => typeName(value) === name || typeName(value) === `*${name}`,
  ),
  kindOf: fn(['any'], kindName),
  kindIs: fn(['string', 'any'], (name, value) => kindName(value) === name),
  deepEqual: fn(['any', 'any'], (left, right) => deepEqual(left, right)),
  fail: fn(['string'], (message) => {
    throw new Fault(message);
  }),
};
