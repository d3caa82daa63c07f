/**
 * The values that a template computes with, as Go sees them. Absent (undefined) is what a missing key gives;
 * null is a nil that stands in the data. A bigint is a Go `int`, a number is a Go `float64`; every other type
 * of integer is an Int.
 */
export type Value = undefined | null | string | boolean | bigint | number | Int | Slice | Dict | GoObject;

/** The integer types other than `int` that functions return. */
export type IntType = 'int32' | 'int64' | 'uint8' | 'uint32' | 'uint64';

/** An integer of a type other than `int`: equal numbers of unlike types differ in `has`, `uniq` and `typeOf`. */
export class Int {
  readonly type: IntType;
  readonly value: bigint;

  constructor(type: IntType, value: bigint) {
    this.type = type;
    this.value = type === 'int64' ? BigInt.asIntN(64, value) : value;
  }
}

/** A Go `int64`, which is what arithmetic of functions returns. */
export const int64 = (value: bigint): Int => new Int('int64', value);

/** The type of any interface value, and so of the elements of most lists and maps. */
export const anyType = 'interface {}';

/** A list. `element` is the Go type of its elements; a nil list is empty but prints as `null` in JSON. */
export class Slice {
  readonly items: readonly Value[];
  readonly element: string;
  readonly isNil: boolean;

  constructor(items: readonly Value[], element: string = anyType, isNil = false) {
    this.items = items;
    this.element = element;
    this.isNil = isNil;
  }
}

export const listOf = (items: readonly Value[]): Slice => new Slice(items);
export const stringsOf = (items: readonly string[]): Slice => new Slice(items, 'string');
export const nilSlice = (element: string = anyType): Slice => new Slice([], element, true);

/**
 * A map with string keys, mutable because `set` and `merge` are. It is filled from what it was made of when it is
 * first looked at, so that a template pays only for the part of the data that it touches.
 */
export class Dict {
  readonly element: string;
  readonly #fill: (() => Iterable<readonly [string, Value]>) | undefined;
  #entries: Map<string, Value> | undefined;

  constructor(fill?: () => Iterable<readonly [string, Value]>, element: string = anyType) {
    this.#fill = fill;
    this.element = element;
  }

  get entries(): Map<string, Value> {
    this.#entries ??= new Map(this.#fill?.() ?? []);
    return this.#entries;
  }

  /** Keys in the order that Go ranges over and prints them: by their bytes. */
  sortedKeys(): string[] {
    return [...this.entries.keys()].sort(compareBytes);
  }
}

export const dictOf = (entries: Iterable<readonly [string, Value]>, element?: string): Dict =>
  new Dict(() => entries, element);

/** Something with methods or fields: a time, a version, a namespace of functions. */
export abstract class GoObject {
  /** The type as `%T` prints it. */
  abstract readonly type: string;
  abstract readonly kind: 'struct' | 'ptr' | 'int' | 'int64';
  /** What `%v` prints. */
  abstract text(): string;
  /** The function or the value behind a name, or undefined. */
  abstract member(name: string): Member | undefined;
}

export type Member = { readonly method: TemplateFunction } | { readonly field: Value };

/** What a function's parameter takes. `map` also takes no value, as an empty map. */
export type ParameterType = 'any' | 'string' | 'int' | 'uint32' | 'float64' | 'bool' | 'map';

/** A function with the types of its parameters, which decide what a template may pass. */
export interface TypedFunction {
  readonly parameters: readonly ParameterType[];
  /** The type of any number of further arguments. */
  readonly rest?: ParameterType;
  call(args: readonly Value[]): Value;
}

/** What a caller's own function takes and returns: ordinary data, or a namespace. */
export type TemplateValue =
  | undefined
  | null
  | string
  | boolean
  | number
  | bigint
  | readonly TemplateValue[]
  | ReadonlyMap<string, TemplateValue>
  | { readonly [key: string]: TemplateValue }
  | GoObject;

export type PlainFunction = (...args: TemplateValue[]) => TemplateValue;
export type TemplateFunction = TypedFunction | PlainFunction;
export type FunctionMap = Readonly<Record<string, TemplateFunction>>;

/** Orders strings as Go does: by their UTF-8 bytes, which is by code point. */
export function compareBytes(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const [a, b] = [left.charCodeAt(index), right.charCodeAt(index)];
    if (a === b) continue;
    // A surrogate stands for a code point above all those that fit into one unit.
    const surrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;
    if (surrogate(a) !== surrogate(b)) return surrogate(a) ? 1 : -1;
    return a - b;
  }
  return left.length - right.length;
}
