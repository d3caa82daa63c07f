import type { Place } from '../domain/problem.ts';
import type { Plain, Value } from '../domain/value.ts';

/** Ordinary data as a tree whose every value stands at one place. */
export function treeOf(plain: Plain, at: Place): Value {
  if (Array.isArray(plain)) return { type: 'list', items: plain.map((item) => treeOf(item, at)), at };
  if (typeof plain !== 'object' || plain === null) return { type: 'scalar', data: plain, at };
  const entries = Object.entries(plain).map(([key, value]) => [key, treeOf(value, at)] as const);
  return { type: 'map', entries: new Map(entries), at };
}

/** The tree with every value at the place of what stands at the same path of `source`, or of what is nearest above. */
export function placedLike(value: Value, source: Value): Value {
  if (value.type === 'scalar') return { ...value, at: source.at };
  if (value.type === 'list') {
    const below = source.type === 'list' ? source.items : [];
    return {
      ...value,
      items: value.items.map((item, index) => placedLike(item, below[index] ?? source)),
      at: source.at,
    };
  }
  // A key may itself have been a template: then the one at the same position is meant.
  const byPosition =
    source.type === 'map' && source.entries.size === value.entries.size ? [...source.entries.values()] : [];
  const below = source.type === 'map' ? source.entries : new Map<string, Value>();
  const entries = [...value.entries].map(
    ([key, entry], index) => [key, placedLike(entry, below.get(key) ?? byPosition[index] ?? source)] as const,
  );
  return { ...value, entries: new Map(entries), at: source.at };
}
