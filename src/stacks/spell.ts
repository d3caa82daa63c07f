import { mapEntries } from '../domain/merge.ts';
import type { Scalar, Value } from '../domain/value.ts';
import { notSupported } from '../yaml/yaml-function.ts';

/**
 * A tree in which functions stand as text (`!env NAME`), as Atmos holds them from the merge on. `!literal` and
 * `!append` are marks for reading and merging, and go away. Nothing is copied that did not change.
 * Throws Problem `construct-not-supported` for a function whose argument is a list or a map.
 */
export function spelled(value: Value): Value {
  if (value.type === 'scalar') return spelledScalar(value);
  if (value.tag !== undefined && value.tag !== '!append' && value.tag !== '!literal')
    throw notSupported(`The YAML function ${value.tag} on a ${value.type}`, value.at);
  if (value.type === 'map') return untagged(mapEntries(value, spelled));
  let changed = value.tag !== undefined;
  const items = value.items.map((item) => {
    const next = spelled(item);
    changed ||= next !== item;
    return next;
  });
  return changed ? { type: 'list', items, at: value.at } : value;
}

function spelledScalar(value: Scalar): Scalar {
  if (value.tag === undefined) return value;
  const text = String(value.data);
  const data = value.tag === '!literal' ? text : text === '' ? value.tag : `${value.tag} ${text}`;
  return { type: 'scalar', data, at: value.at };
}

function untagged(value: Value): Value {
  if (value.tag === undefined) return value;
  const { tag: _, ...rest } = value;
  return rest;
}
