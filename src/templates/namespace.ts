import { nearest } from './fault.ts';
import { type FunctionMap, GoObject, type Member, type TemplateFunction, type Value } from './values.ts';

/** Functions and values under one name: `strings.ToUpper` is the member ToUpper of what `strings` gives. */
export class Namespace extends GoObject {
  readonly kind = 'ptr';
  readonly type: string;
  readonly #functions: FunctionMap;
  readonly #fields: Readonly<Record<string, Value>>;

  constructor(name: string, functions: FunctionMap, fields: Readonly<Record<string, Value>> = {}) {
    super();
    this.type = name;
    this.#functions = functions;
    this.#fields = fields;
  }

  text(): string {
    return this.type;
  }

  member(name: string): Member | undefined {
    const method = Object.hasOwn(this.#functions, name) ? this.#functions[name] : undefined;
    if (method !== undefined) return { method };
    return Object.hasOwn(this.#fields, name) ? { field: this.#fields[name] } : undefined;
  }

  /** The member that a person most likely meant. */
  near(name: string): string | undefined {
    return nearest(name, [...Object.keys(this.#functions), ...Object.keys(this.#fields)]);
  }
}

/** A function without parameters that gives a namespace. */
export function namespace(
  name: string,
  functions: FunctionMap,
  fields?: Readonly<Record<string, Value>>,
): TemplateFunction {
  const made = new Namespace(name, functions, fields);
  return { parameters: [], call: () => made };
}
