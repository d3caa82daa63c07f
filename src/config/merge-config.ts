import { emptyMap, type ListValue, type MapValue, textOf, type Value, valueAt } from '../domain/value.ts';
import type { ConfigLayer } from './config-layer.ts';

/**
 * Settings of all layers, lowest first, merged as Atmos's configuration library does: maps merge, lists and scalars
 * replace, and what is no map never takes the place of one. Custom commands merge by name.
 */
export function mergeConfig(
  layers: readonly ConfigLayer[],
  base: MapValue = emptyMap({ file: 'defaults' }),
): MapValue {
  return layers.reduce((merged, { map }) => mergeMaps(merged, map, true), base);
}

function mergeMaps(low: MapValue, high: MapValue, top: boolean): MapValue {
  const entries = new Map(low.entries);
  for (const [key, value] of high.entries) {
    const below = entries.get(key);
    entries.set(key, below === undefined ? value : mergeEntry(below, value, top && key === 'commands'));
  }
  return { ...low, entries, at: high.at };
}

function mergeEntry(low: Value, high: Value, commands: boolean): Value {
  if (low.type === 'map') return high.type === 'map' ? mergeMaps(low, high, false) : low;
  return commands && low.type === 'list' && high.type === 'list' ? mergeCommands(low, high) : high;
}

function mergeCommands(low: ListValue, high: ListValue): ListValue {
  const names = new Set(high.items.map((item) => textOf(valueAt(item, 'name'))));
  const kept = low.items.filter((item) => !names.has(textOf(valueAt(item, 'name'))));
  return { ...high, items: [...kept, ...high.items] };
}
