import { deepEqual } from '../compare.ts';
import { Fault } from '../fault.ts';
import { findByJsonPath } from '../json-path.ts';
import { itemsOf } from '../list-of.ts';
import { namespace } from '../namespace.ts';
import { deepest } from '../plain.ts';
import { fn, variadic } from '../signature.ts';
import { pairs, select } from '../sprig/dicts.ts';
import { distinct } from '../sprig/lists.ts';
import { typeName } from '../types.ts';
import { Dict, type FunctionMap, listOf, Slice, stringsOf, type Value } from '../values.ts';
import { toInteger, toText } from './conversion.ts';
import { sortItems } from './sort-items.ts';

/** Whether a map has a key, or a list an item. */
export const has = fn(['any', 'string'], (value, key) => {
  if (value instanceof Dict) return value.entries.has(key);
  return value instanceof Slice && value.items.some((item) => deepEqual(item, key));
});
export const slice = variadic([], 'any', (...items) => listOf(items));
export const dict = variadic([], 'any', (...parts) => pairs(parts, toText));

const coll = {
  Slice: slice,
  Has: has,
  Dict: dict,
  Keys: variadic([], 'map', (...maps) => stringsOf(some(maps).flatMap((map) => map.sortedKeys()))),
  Values: variadic([], 'map', (...maps) =>
    listOf(some(maps).flatMap((map) => map.sortedKeys().map((key) => map.entries.get(key)))),
  ),
  Append: fn(['any', 'any'], (item, list) => listOf([...itemsOf(list, 'append to'), item])),
  Prepend: fn(['any', 'any'], (item, list) => listOf([item, ...itemsOf(list, 'prepend to')])),
  Uniq: fn(['any'], (list) => listOf(distinct(itemsOf(list, 'find the distinct items of')))),
  Reverse: fn(['any'], (list) => listOf([...itemsOf(list, 'reverse')].reverse())),
  Merge: variadic(['map'], 'map', (first, ...others) =>
    others.reduce<Dict>((over, under) => merged(under, over, 0), first),
  ),
  Sort: variadic([], 'any', (...args) => {
    if (args.length === 0 || args.length > 2)
      throw new Fault(`1 or 2 arguments are needed, not ${args.length}`);
    return sortItems(args.length === 2 ? toText(args[0]) : '', args.at(-1));
  }),
  JSONPath: fn(['string', 'any'], findByJsonPath),
  Flatten: variadic([], 'any', (...args) => {
    if (args.length === 0 || args.length > 2)
      throw new Fault(`1 or 2 arguments are needed, not ${args.length}`);
    const depth = args.length === 2 ? Number(toInteger(args[0])) : -1;
    return listOf(flatten(itemsOf(args.at(-1), 'flatten'), depth, 0));
  }),
  Pick: variadic([], 'any', (...args) => selection(args, true)),
  Omit: variadic([], 'any', (...args) => selection(args, false)),
};

/** gomplate's `coll` and the names of its functions without it. */
export const collectionFunctions: FunctionMap = {
  coll: namespace('coll', coll),
  has,
  slice,
  dict,
  keys: coll.Keys,
  values: coll.Values,
  append: coll.Append,
  prepend: coll.Prepend,
  uniq: coll.Uniq,
  reverse: coll.Reverse,
  merge: coll.Merge,
  sort: coll.Sort,
  jsonpath: coll.JSONPath,
  flatten: coll.Flatten,
};

function some(maps: readonly Dict[]): readonly Dict[] {
  if (maps.length === 0) throw new Fault('at least one map is needed');
  return maps;
}

/** A new map in which what `over` has wins, maps merged. */
function merged(under: Dict, over: Dict, depth: number): Dict {
  if (depth > deepest) throw new Fault('the data is nested too deeply, or contains itself');
  const result = new Dict(() => under.entries);
  for (const [key, value] of over.entries) {
    const old = result.entries.get(key);
    const both = value instanceof Dict && old instanceof Dict;
    result.entries.set(key, both ? merged(old, value, depth + 1) : value);
  }
  return result;
}

function flatten(items: readonly Value[], depth: number, level: number): Value[] {
  if (level > deepest) throw new Fault('the list is nested too deeply');
  if (depth === 0) return [...items];
  return items.flatMap((item) =>
    item instanceof Slice ? flatten(item.items, depth - 1, level + 1) : [item],
  );
}

function selection(args: readonly Value[], keep: boolean): Value {
  const map = args.at(-1);
  if (args.length < 2) throw new Fault('a key and a map are needed');
  if (!(map instanceof Dict)) throw new Fault(`a map is needed, not ${typeName(map)}`);
  const keys = args.slice(0, -1);
  for (const key of keys)
    if (typeof key !== 'string') throw new Fault(`a key must be a string, not ${typeName(key)}`);
  return select(map, (key) => keys.includes(key) === keep);
}
