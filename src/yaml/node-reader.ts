import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { type Place, Problem } from '../domain/problem.ts';
import type { MapValue, Value } from '../domain/value.ts';
import { isTimestamp, plainScalar } from './scalar.ts';

const own = 'tag:yaml.org,2002:';

// An alias costs nothing here, but whoever walks the tree sees all that it stands for: a few lines could be billions.
const mostFromAliases = 1_000_000;

/** Turns the nodes of one document into Values. Throws Problem `yaml-invalid`. */
export class NodeReader {
  readonly #file: string;
  readonly #lines: LineCounter;
  /** undefined while the anchor's own value is being read: an alias to it would hold itself. */
  readonly #anchors = new Map<string, Value | undefined>();
  readonly #sizes = new Map<Value, number>();
  #fromAliases = 0;

  constructor(file: string, lines: LineCounter) {
    this.#file = file;
    this.#lines = lines;
  }

  /** The value of a whole document; undefined for one that holds only comments. */
  document(node: Node): Value | undefined {
    const value = this.#value(node);
    return value.type === 'scalar' && value.data === null && value.tag === undefined ? undefined : value;
  }

  #value(node: Node): Value {
    if (isAlias(node)) return this.#alias(node);
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const value = this.#content(node);
    if (anchor !== undefined) this.#anchors.set(anchor, value);
    return value;
  }

  #content(node: Node): Value {
    if (isScalar(node)) return this.#scalar(node);
    const tag = customTag(node.tag);
    if (isMap(node)) return { ...this.#map(node), ...tag };
    if (isSeq(node))
      return {
        type: 'list',
        items: node.items.map((item) => this.#value(item as Node)),
        at: this.#place(node),
        ...tag,
      };
    return this.#fail(node, 'This is neither a scalar, a list nor a map.');
  }

  #alias(node: Alias): Value {
    const value = this.#anchors.get(node.source);
    if (value !== undefined) {
      this.#fromAliases += this.#size(value);
      if (this.#fromAliases > mostFromAliases)
        this.#fail(node, `The aliases of this file stand for more than ${mostFromAliases} values.`);
      return value;
    }
    const known = this.#anchors.has(node.source);
    return this.#fail(
      node,
      known
        ? `The anchor &${node.source} holds itself.`
        : `There is no anchor &${node.source} above this alias.`,
    );
  }

  /** How many values a tree holds, aliases followed. */
  #size(value: Value): number {
    if (value.type === 'scalar') return 1;
    let size = this.#sizes.get(value);
    if (size === undefined) {
      size = 1;
      for (const item of value.type === 'list' ? value.items : value.entries.values())
        size += this.#size(item);
      this.#sizes.set(value, size);
    }
    return size;
  }

  #scalar(node: Scalar): Value {
    const text = String(node.value ?? '');
    const at = this.#place(node);
    const custom = customTag(node.tag);
    if (custom !== undefined) return { type: 'scalar', data: text, at, ...custom };
    const tag = node.tag?.startsWith(own) ? node.tag.slice(own.length) : undefined;
    if (tag === 'binary')
      return { type: 'scalar', data: Buffer.from(node.source ?? '', 'base64').toString('utf8'), at };
    if (tag === 'str' || tag === '!' || (tag === undefined && node.type !== 'PLAIN'))
      return { type: 'scalar', data: text, at };
    // Atmos prints a timestamp as an empty map, and so it reaches Terraform.
    if ((tag === undefined || tag === 'timestamp') && isTimestamp(text))
      return { type: 'map', entries: new Map(), at, date: true };
    const data = plainScalar(text);
    if (tag !== undefined && !fits(tag, data)) this.#fail(node, `"${text}" is not of the type !!${tag}.`);
    return { type: 'scalar', data, at };
  }

  #map(node: YAMLMap): MapValue {
    const entries = new Map<string, Value>();
    const lines = new Map<string, number>();
    const merged: Value[] = [];
    for (const pair of node.items) {
      const key = pair.key as Node;
      const value = pair.value === null ? undefined : this.#value(pair.value as Node);
      if (isScalar(key) && key.type === 'PLAIN' && key.value === '<<') {
        merged.push(...this.#mergeSources(value, key));
        continue;
      }
      const name = this.#key(key);
      const before = lines.get(name);
      if (before !== undefined)
        this.#fail(key, `The key "${name}" stands twice in this map, first in line ${before}.`);
      lines.set(name, this.#place(key).line ?? 0);
      entries.set(name, value === undefined ? this.#nothing(key) : belowKey(value, this.#place(key)));
    }
    // A merge key gives what the map itself does not say; of several, the first one that says it.
    for (const source of merged)
      if (source.type === 'map')
        for (const [name, value] of source.entries) if (!entries.has(name)) entries.set(name, value);
    return { type: 'map', entries, at: this.#place(node) };
  }

  #nothing(key: Node): Value {
    return { type: 'scalar', data: null, at: this.#place(key) };
  }

  #mergeSources(value: Value | undefined, key: Node): readonly Value[] {
    const sources = value?.type === 'list' ? value.items : value === undefined ? [] : [value];
    if (sources.length === 0 || sources.some((source) => source.type !== 'map'))
      this.#fail(key, 'A merge key takes a map or a list of maps.');
    return sources;
  }

  #key(node: Node): string {
    if (!isScalar(node))
      return this.#fail(node, 'A map or a list cannot be a key; text such as {{ this }} needs quotes.');
    const value = this.#scalar(node);
    if (value.type !== 'scalar') return String(node.value);
    // As Atmos prints it: a provider called null unquoted arrives under this name.
    return value.data === null ? '<nil>' : String(value.data);
  }

  #place(node: Node): Place {
    const { line, col } = this.#lines.linePos(node.range?.[0] ?? 0);
    return { file: this.#file, line, column: col };
  }

  #fail(node: Node, message: string): never {
    const at = this.#place(node);
    throw new Problem({ code: 'yaml-invalid', message, hint: `Correct line ${at.line} of the file.`, at });
  }
}

/** A map or list that begins below its key stands where its key stands: that is the line that people look for. */
function belowKey(value: Value, key: Place): Value {
  const below = value.type !== 'scalar' && value.at.line === (key.line ?? 0) + 1;
  return below ? { ...value, at: key } : value;
}

function customTag(tag: string | undefined): { readonly tag: string } | undefined {
  return tag === undefined || tag === '!' || tag.startsWith(own) ? undefined : { tag };
}

function fits(tag: string, data: unknown): boolean {
  if (tag === 'int' || tag === 'float') return typeof data === 'number' || typeof data === 'bigint';
  if (tag === 'bool') return typeof data === 'boolean';
  return tag === 'null' ? data === null : false;
}
