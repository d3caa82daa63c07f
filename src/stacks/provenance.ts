import type { Place } from '../domain/problem.ts';
import type { MapValue, Value } from '../domain/value.ts';

/** Where one value came from. */
export interface Origin {
  /** Keys from the top, joined by dots; items of lists by their number: `vars.tags[0]`. */
  readonly path: string;
  readonly at: Place;
}

/**
 * Every scalar, and every empty map or list, of a description with the place of its text: a value that a template or a
 * function changed has the place of what was written.
 */
export function provenanceOf(sections: MapValue): readonly Origin[] {
  const origins: Origin[] = [];
  visit(sections, '', origins);
  return origins;
}

function visit(value: Value, path: string, origins: Origin[]): void {
  const items: Iterable<[string | number, Value]> =
    value.type === 'scalar' ? [] : value.type === 'list' ? value.items.entries() : value.entries;
  let empty = true;
  for (const [key, item] of items) {
    empty = false;
    visit(item, typeof key === 'number' ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`, origins);
  }
  if (empty && path !== '') origins.push({ path, at: value.at });
}
