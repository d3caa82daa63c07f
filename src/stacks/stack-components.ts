import { type Place, Problem } from '../domain/problem.ts';
import { nearest } from '../domain/suggestion.ts';
import { type MapValue, textOf, type Value, valueAt } from '../domain/value.ts';
import { isNull, mapSection, stackInvalid } from './section.ts';

/** A component as the manifest defines it, before inheritance. */
export interface Definition {
  readonly name: string;
  readonly map: MapValue;
}

/** The components of one type of one merged manifest and who inherits from whom. */
export class StackComponents {
  readonly type: string;
  readonly #types: MapValue | undefined;
  /** Where a component folder of that name exists. */
  readonly #hasFolder: (name: string) => boolean;
  readonly #all: MapValue | undefined;
  readonly #bases = new Map<string, readonly Definition[]>();

  constructor(merged: MapValue, hasFolder: (name: string) => boolean, type = 'terraform') {
    this.type = type;
    this.#types = mapSection(merged, 'components');
    this.#all = mapSection(this.#types, type, 'components');
    this.#hasFolder = hasFolder;
  }

  names(): readonly string[] {
    return [...(this.#all?.entries.keys() ?? [])];
  }

  has(name: string): boolean {
    return this.#all?.entries.has(name) ?? false;
  }

  /** The types that the manifest has components of. */
  types(): readonly string[] {
    return [...(this.#types?.entries ?? [])].filter(([, all]) => all.type === 'map').map(([type]) => type);
  }

  /** A component of that name for another tool, such as helmfile. */
  ofOtherType(name: string): { readonly type: string; readonly at: Place } | undefined {
    for (const [type, components] of this.#types?.entries ?? []) {
      const found = type === this.type ? undefined : valueAt(components, name);
      if (found !== undefined) return { type, at: found.at };
    }
    return undefined;
  }

  /** Throws Problem `stack-invalid` where the component is no map, or is not there. */
  definition(name: string): Definition {
    const map = this.#all?.entries.get(name);
    if (map?.type === 'map') return { name, map };
    throw stackInvalid(
      map === undefined ? `There is no component ${name}.` : `The component ${name} must be a map.`,
      map?.at ?? { file: name },
      'Write {} for a component without settings.',
    );
  }

  /**
   * The bases of a component in the order in which they are applied, lowest first; a shared one stands more than once.
   * Depth first: what a base inherits lies below it. Throws Problem `stack-invalid` for a missing base or a circle.
   */
  bases(name: string): readonly Definition[] {
    const known = this.#bases.get(name);
    if (known !== undefined) return known;
    const applied: Definition[] = [];
    this.#collect(this.definition(name), [name], applied);
    this.#bases.set(name, applied);
    return applied;
  }

  /** The component that `component:` names, when it is one: that one lends its folder. */
  attribute(definition: Definition): string | undefined {
    const value = definition.map.entries.get('component');
    const name = textOf(value);
    return name !== undefined && name !== definition.name && this.has(name) ? name : undefined;
  }

  #collect(definition: Definition, path: readonly string[], applied: Definition[]): void {
    for (const [base, at] of this.#named(definition, path.length === 1)) {
      // Two components that inherit from each other are tolerated: each stops at itself.
      if (base === definition.name || (base === path[0] && path.length === 2)) continue;
      if (path.includes(base))
        throw stackInvalid(
          `The component ${path[0]} inherits from itself.`,
          at.at,
          `Take one of these out: ${[...path, base].join(' → ')}.`,
        );
      const next = this.definition(base);
      this.#collect(next, [...path, base], applied);
      applied.push(next);
    }
  }

  #named(definition: Definition, own: boolean): readonly [string, Value][] {
    const metadata = mapSection(definition.map, 'metadata', `The component ${definition.name}`);
    const abstract = textOf(metadata?.entries.get('type')) === 'abstract';
    const named: [string, Value][] = [];
    const attribute = definition.map.entries.get('component');
    if (attribute !== undefined && (own || !abstract)) {
      const name = this.#attributeName(definition, attribute);
      if (name !== undefined) named.push([name, attribute]);
    }
    const inherits = metadata?.entries.get('inherits');
    if (inherits === undefined || isNull(inherits)) return named;
    if (inherits.type !== 'list')
      throw stackInvalid(`metadata.inherits of ${definition.name} must be a list.`, inherits.at);
    for (const item of inherits.items) named.push([this.#inherited(definition, item), item]);
    return named;
  }

  #attributeName(definition: Definition, value: Value): string | undefined {
    const name = textOf(value);
    if (name === undefined || name === '')
      throw stackInvalid(`component of ${definition.name} must be a name.`, value.at);
    if (this.has(name)) return name;
    // As in Atmos, a folder that is no component of the stack is passed over.
    if (this.#hasFolder(name)) return undefined;
    throw this.#missing(definition, name, value);
  }

  #inherited(definition: Definition, item: Value): string {
    const name = textOf(item);
    if (name === undefined)
      throw stackInvalid(`metadata.inherits of ${definition.name} must hold names.`, item.at);
    if (this.has(name)) return name;
    throw this.#missing(definition, name, item);
  }

  #missing(definition: Definition, name: string, at: Value): Problem {
    const near = nearest(name, this.names());
    return new Problem({
      code: 'stack-invalid',
      message: `The component ${definition.name} inherits from ${name}, which this stack does not have.`,
      hint: near === undefined ? `Import the manifest that defines ${name}.` : `Did you mean ${near}?`,
      at: at.at,
    });
  }
}
