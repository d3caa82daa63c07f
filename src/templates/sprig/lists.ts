import { toInt64, toText } from '../coercion.ts';
import { deepEqual } from '../compare.ts';
import { Fault } from '../fault.ts';
import { itemsOf } from '../list-of.ts';
import { fn, variadic } from '../signature.ts';
import { kindName } from '../types.ts';
import {
  anyType,
  compareBytes,
  type FunctionMap,
  listOf,
  nilSlice,
  Slice,
  stringsOf,
  type TypedFunction,
  type Value,
} from '../values.ts';
import { isEmpty } from './defaults.ts';

const append = fn(['any', 'any'], (list, item) => listOf([...itemsOf(list, 'append to'), item]));
const prepend = fn(['any', 'any'], (list, item) => listOf([item, ...itemsOf(list, 'prepend to')]));
const first = fn(['any'], (list) => itemsOf(list, 'take the first of')[0] ?? null);
const last = fn(['any'], (list) => itemsOf(list, 'take the last of').at(-1) ?? null);
const rest = fn(['any'], (list) => part(itemsOf(list, 'take the rest of'), 1));
const initial = fn(['any'], (list) => part(itemsOf(list, 'take the beginning of'), 0, -1));
const reverse = fn(['any'], (list) => listOf([...itemsOf(list, 'reverse')].reverse()));
const compact = fn(['any'], (list) => listOf(itemsOf(list, 'compact').filter((item) => !isEmpty(item))));
const uniq = fn(['any'], (list) => listOf(distinct(itemsOf(list, 'find the distinct items of'))));
const without = variadic(['any'], 'any', (list, ...omitted) =>
  listOf(itemsOf(list, 'take items from').filter((item) => !omitted.some((other) => deepEqual(item, other)))),
);
const has = fn(['any', 'any'], (needle, list) =>
  list === null ? false : itemsOf(list, 'search').some((item) => deepEqual(needle, item)),
);
const slice = variadic(['any'], 'any', sliceList);
const chunk = fn(['int', 'any'], (size, list) => chunks(size, itemsOf(list, 'cut')));
const list = variadic([], 'any', (...items) => listOf(items));

const both = (name: string, must: string, made: TypedFunction): FunctionMap => ({
  [name]: made,
  [must]: made,
});

/** Sprig's functions on lists. With `must` or without, a wrong type ends the template. */
export const listFunctions: FunctionMap = {
  list,
  tuple: list,
  ...both('append', 'mustAppend', append),
  ...both('push', 'mustPush', append),
  ...both('prepend', 'mustPrepend', prepend),
  ...both('first', 'mustFirst', first),
  ...both('last', 'mustLast', last),
  ...both('rest', 'mustRest', rest),
  ...both('initial', 'mustInitial', initial),
  ...both('reverse', 'mustReverse', reverse),
  ...both('compact', 'mustCompact', compact),
  ...both('uniq', 'mustUniq', uniq),
  ...both('without', 'mustWithout', without),
  ...both('has', 'mustHas', has),
  ...both('slice', 'mustSlice', slice),
  ...both('chunk', 'mustChunk', chunk),
  concat: variadic([], 'any', (...lists) => {
    const items = lists.flatMap((each) => itemsOf(each, 'concatenate'));
    return items.length === 0 ? nilSlice() : listOf(items);
  }),
  join: fn(['string', 'any'], (separator, value) => textsOf(value).join(separator)),
  toStrings: fn(['any'], (value) => stringsOf(textsOf(value))),
  sortAlpha: fn(['any'], (value) =>
    stringsOf(value instanceof Slice ? textsOf(value).sort(compareBytes) : [toText(value)]),
  ),
};

/** The texts of a list's items, nils left out; of anything else, its one text. */
function textsOf(value: Value): string[] {
  if (value === null || value === undefined) return [];
  if (!(value instanceof Slice)) return [toText(value)];
  return value.items.filter((item) => item !== null && item !== undefined).map(toText);
}

const part = (items: readonly Value[], start: number, end?: number): Slice =>
  items.length === 0 ? nilSlice() : listOf(items.slice(start, end));

/** The items without those that came before. */
export function distinct(items: readonly Value[]): Value[] {
  const found: Value[] = [];
  for (const item of items) if (!found.some((other) => deepEqual(item, other))) found.push(item);
  return found;
}

function sliceList(value: Value, ...indexes: readonly Value[]): Value {
  if (!(value instanceof Slice))
    throw new Fault(`cannot slice a value of type ${kindName(value)}; a list is needed`);
  const { length } = value.items;
  if (length === 0) return null;
  const start = indexes.length > 0 ? Number(toInt64(indexes[0])) : 0;
  const end = indexes.length > 1 ? Number(toInt64(indexes[1])) : length;
  if (start < 0 || start > end || end > length) {
    throw new Fault(`there are no items ${start} to ${end} in a list of ${length}`);
  }
  return new Slice(value.items.slice(start, end), value.element);
}

function chunks(size: number, items: readonly Value[]): Value {
  if (size <= 0) throw new Fault(`a list cannot be cut into pieces of ${size}`);
  const pieces: Slice[] = [];
  for (let start = 0; start < items.length; start += size)
    pieces.push(listOf(items.slice(start, start + size)));
  return new Slice(pieces, `[]${anyType}`);
}
