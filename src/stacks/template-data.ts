import type { Value } from '../domain/value.ts';
import type { TemplateValue } from '../templates/values.ts';

/**
 * A map for templates that is worked out when a template first looks into it: a template that names one variable
 * must not cost, or fail with, all the rest.
 */
export class LazyMap extends Map<string, TemplateValue> {
  readonly #fill: () => Iterable<readonly [string, TemplateValue]>;

  constructor(fill: () => Iterable<readonly [string, TemplateValue]>) {
    super();
    this.#fill = fill;
  }

  override *[Symbol.iterator](): MapIterator<[string, TemplateValue]> {
    for (const [key, value] of this.#fill()) yield [key, value];
    return undefined;
  }

  override entries(): MapIterator<[string, TemplateValue]> {
    return this[Symbol.iterator]();
  }
}

/** A tree as the data of a template. Functions must stand as text already. */
export function templateData(value: Value): TemplateValue {
  if (value.type === 'scalar') return value.data;
  if (value.type === 'list') return value.items.map(templateData);
  const { entries } = value;
  return new LazyMap(() => [...entries].map(([key, entry]) => [key, templateData(entry)] as const));
}
