import { Fault } from './fault.ts';
import { kindName } from './types.ts';
import { Slice, type Value } from './values.ts';

/** The items of a list, or a Fault that says what cannot be done with anything else. */
export function itemsOf(value: Value, task: string): readonly Value[] {
  if (value instanceof Slice) return value.items;
  throw new Fault(`cannot ${task} a value of type ${kindName(value)}; a list is needed`);
}
