import type { Place } from './problem.ts';

/**
 * A configuration value that knows where it was written. YAML becomes a tree of these, merging keeps the
 * place of whichever side won, and `toPlain` turns a tree into ordinary data. `tag` is a YAML tag that is not YAML's own,
 * as written (`!env`, `!append`): whoever owns the file decides what it means.
 */
export type Value = Scalar | MapValue | ListValue;

/** What YAML's core schema can yield for one scalar. bigint: integers beyond 2^53, kept exact. */
export type ScalarData = string | number | bigint | boolean | null;

export interface Scalar {
  readonly type: 'scalar';
  readonly data: ScalarData;
  readonly at: Place;
  readonly tag?: string;
}

export interface MapValue {
  readonly type: 'map';
  readonly entries: ReadonlyMap<string, Value>;
  readonly at: Place;
  readonly tag?: string;
  /** An unquoted date in the file: as in Atmos it is an empty map, and nothing else tells it from one. */
  readonly date?: true;
}

export interface ListValue {
  readonly type: 'list';
  readonly items: readonly Value[];
  readonly at: Place;
  readonly tag?: string;
}

/** Ordinary data: what JSON can hold, plus bigint. */
export type Plain = ScalarData | Plain[] | { [key: string]: Plain };

/** The value at a path of map keys, or undefined where the path leaves the tree. */
export function valueAt(root: Value | undefined, ...path: readonly string[]): Value | undefined {
  let value = root;
  for (const key of path) {
    if (value?.type !== 'map') return undefined;
    value = value.entries.get(key);
  }
  return value;
}

/** A tree as ordinary data, key order kept. */
export function toPlain(value: Value): Plain {
  switch (value.type) {
    case 'scalar':
      return value.data;
    case 'list':
      return value.items.map(toPlain);
    case 'map':
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, toPlain(entry)]));
  }
}

/** The entries of a map value; nothing for anything else. */
export function entriesOf(value: Value | undefined): Iterable<[string, Value]> {
  return value?.type === 'map' ? value.entries : [];
}

/** The text of a scalar string, or undefined. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.type === 'scalar' && typeof value.data === 'string' ? value.data : undefined;
}

/** Whether any text of a tree, keys included where `keys` says so, passes a test. */
export function someText(value: Value, test: (text: string) => boolean, keys = false): boolean {
  if (value.type === 'scalar') return typeof value.data === 'string' && test(value.data);
  if (value.type === 'list') return value.items.some((item) => someText(item, test, keys));
  for (const [key, entry] of value.entries)
    if ((keys && test(key)) || someText(entry, test, keys)) return true;
  return false;
}

export const emptyMap = (at: Place): MapValue => ({ type: 'map', entries: new Map(), at });
