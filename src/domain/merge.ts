import type { ListValue, MapValue, Value } from './value.ts';

/** What happens where two lists meet. */
export type ListMerge = 'replace' | 'append' | 'merge';

/**
 * Two values as one: maps merge key by key, of anything else the higher one stays, null included. Lists replace,
 * append, or merge by index (two maps merge, any other pair keeps the lower one, as in Atmos). A higher list with
 * the tag `!append` is appended once. Nothing is copied that did not change.
 */
export function mergeValues(low: Value, high: Value, lists: ListMerge = 'replace'): Value {
  if (low.type === 'map' && high.type === 'map') return mergeTwo(low, high, lists);
  if (low.type === 'list' && high.type === 'list') return mergeLists(low, high, lists);
  return high;
}

/** All layers as one map, lowest first; undefined for no layer at all. */
export function mergeLayers(
  layers: readonly (MapValue | undefined)[],
  lists: ListMerge = 'replace',
): MapValue | undefined {
  let merged: MapValue | undefined;
  for (const layer of layers) {
    if (layer === undefined) continue;
    merged = merged === undefined ? layer : mergeTwo(merged, layer, lists);
  }
  return merged;
}

function mergeTwo(low: MapValue, high: MapValue, lists: ListMerge): MapValue {
  if (high.entries.size === 0 || low === high) return low.entries.size === 0 ? high : low;
  if (low.entries.size === 0) return high;
  const entries = new Map(low.entries);
  for (const [key, value] of high.entries) {
    const below = entries.get(key);
    entries.set(key, below === undefined ? value : mergeValues(below, value, lists));
  }
  return { type: 'map', entries, at: high.at };
}

function mergeLists(low: ListValue, high: ListValue, lists: ListMerge): ListValue {
  if (high.tag === '!append' || lists === 'append')
    return { type: 'list', items: [...low.items, ...high.items], at: high.at };
  if (lists === 'replace') return high;
  const items = low.items.map((item, index) => {
    const above = high.items[index];
    return item.type === 'map' && above?.type === 'map' ? mergeTwo(item, above, lists) : item;
  });
  return { type: 'list', items: [...items, ...high.items.slice(items.length)], at: high.at };
}

/** The tree without `!append` tags: they are used up by the merge that they stood in. */
export function withoutAppend(value: Value): Value {
  if (value.type === 'scalar') return value;
  if (value.type === 'map') return mapEntries(value, withoutAppend);
  let changed = value.tag === '!append';
  const items = value.items.map((item) => {
    const next = withoutAppend(item);
    changed ||= next !== item;
    return next;
  });
  return changed ? { type: 'list', items, at: value.at } : value;
}

/** The map with every value changed; undefined drops the key. The same map where nothing changed. */
export function mapEntries(
  map: MapValue,
  change: (value: Value, key: string) => Value | undefined,
): MapValue {
  // Most maps stay as they are, and then nothing is copied.
  let entries: Map<string, Value> | undefined;
  let before = 0;
  for (const [key, value] of map.entries) {
    const next = change(value, key);
    if (next !== value && entries === undefined) entries = new Map([...map.entries].slice(0, before));
    if (next !== undefined) entries?.set(key, next);
    before += 1;
  }
  return entries === undefined ? map : { ...map, entries };
}
