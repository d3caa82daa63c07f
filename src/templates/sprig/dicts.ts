import { toText } from '../coercion.ts';
import { Fault } from '../fault.ts';
import { deepest } from '../plain.ts';
import { fn, variadic } from '../signature.ts';
import { typeName } from '../types.ts';
import { anyType, Dict, dictOf, type FunctionMap, listOf, Slice, stringsOf, type Value } from '../values.ts';
import { isEmpty } from './defaults.ts';

const deepCopy = fn(['any'], (value) => copy(value, 0));

/** Sprig's functions on maps. `set`, `unset` and the merges change their first map, as in sprig. */
export const dictFunctions: FunctionMap = {
  dict: variadic([], 'any', (...parts) => pairs(parts)),
  get: fn(['map', 'string'], (map, key) => (map.entries.has(key) ? map.entries.get(key) : '')),
  set: fn(['map', 'string', 'any'], (map, key, value) => {
    map.entries.set(key, value);
    return map;
  }),
  unset: fn(['map', 'string'], (map, key) => {
    map.entries.delete(key);
    return map;
  }),
  hasKey: fn(['map', 'string'], (map, key) => map.entries.has(key)),
  pluck: variadic(['string'], 'map', (key, ...maps) =>
    listOf(maps.filter(({ entries }) => entries.has(key)).map(({ entries }) => entries.get(key))),
  ),
  // Go gives keys and values in an order of chance; a sorted one is one of those.
  keys: variadic([], 'map', (...maps) => stringsOf(maps.flatMap((map) => map.sortedKeys()))),
  values: fn(['map'], (map) => listOf(map.sortedKeys().map((key) => map.entries.get(key)))),
  pick: variadic(['map'], 'string', (map, ...keys) => select(map, (key) => keys.includes(key))),
  omit: variadic(['map'], 'string', (map, ...keys) => select(map, (key) => !keys.includes(key))),
  merge: variadic(['map'], 'map', (target, ...sources) => mergeAll(target, sources, false)),
  mustMerge: variadic(['map'], 'map', (target, ...sources) => mergeAll(target, sources, false)),
  mergeOverwrite: variadic(['map'], 'map', (target, ...sources) => mergeAll(target, sources, true)),
  mustMergeOverwrite: variadic(['map'], 'map', (target, ...sources) => mergeAll(target, sources, true)),
  deepCopy,
  mustDeepCopy: deepCopy,
  dig: variadic([], 'any', (...parts) => dig(parts)),
};

/** Keys and values in turn; a key without a value gets the empty text. */
export function pairs(parts: readonly Value[], textOf: (key: Value) => string = toText): Dict {
  const map = new Dict();
  for (let index = 0; index < parts.length; index += 2) {
    map.entries.set(textOf(parts[index]), index + 1 < parts.length ? parts[index + 1] : '');
  }
  return map;
}

/** The entries whose keys are wanted. */
export const select = (map: Dict, wanted: (key: string) => boolean): Dict =>
  dictOf([...map.entries].filter(([key]) => wanted(key)));

function mergeAll(target: Dict, sources: readonly Dict[], overwrite: boolean): Dict {
  for (const source of sources) mergeInto(target, source, overwrite, 0);
  return target;
}

/** Fills what is empty in the target, or replaces what the source has; maps are merged in either case. */
function mergeInto(target: Dict, source: Dict, overwrite: boolean, depth: number): void {
  if (depth > deepest) throw new Fault('the data is nested too deeply, or contains itself');
  for (const [key, value] of [...source.entries]) {
    const old = target.entries.get(key);
    if (value instanceof Dict && old instanceof Dict && !isEmpty(old)) {
      if (value !== old) mergeInto(old, value, overwrite, depth + 1);
    } else if (value === null) {
      if (overwrite) target.entries.set(key, value);
    } else if (overwrite || isEmpty(old)) target.entries.set(key, value);
  }
}

function copy(value: Value, depth: number): Value {
  if (depth > deepest) throw new Fault('the data is nested too deeply, or contains itself');
  if (value instanceof Slice) {
    return new Slice(
      value.items.map((item) => copy(item, depth + 1)),
      value.element,
      value.isNil,
    );
  }
  if (!(value instanceof Dict)) return value;
  return dictOf(
    [...value.entries].map(([key, entry]) => [key, copy(entry, depth + 1)]),
    value.element,
  );
}

/** Walks along keys; the default stands for a key that is missing, anything but a map on the way is a Fault. */
function dig(parts: readonly Value[]): Value {
  if (parts.length < 3) throw new Fault('dig needs a key, a default and a map');
  const keys = parts.slice(0, -2);
  let value = parts.at(-1);
  for (const key of keys) {
    if (!(value instanceof Dict) || value.element !== anyType) {
      throw new Fault(`dig goes through maps only, not ${typeName(value)}`);
    }
    if (typeof key !== 'string') throw new Fault(`a key must be a string, not ${typeName(key)}`);
    if (!value.entries.has(key)) return parts.at(-2);
    value = value.entries.get(key);
  }
  return value;
}
