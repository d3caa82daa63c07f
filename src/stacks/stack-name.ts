import { type MapValue, textOf, type Value, valueAt } from '../domain/value.ts';
import { notSupported } from '../yaml/yaml-function.ts';
import type { ComponentLayers } from './component-layers.ts';
import { fillFields } from './field-template.ts';
import type { StackContext } from './stack-context.ts';

const tokens = new Set(['{namespace}', '{tenant}', '{environment}', '{stage}']);

/**
 * The stack that a component belongs to: name_template, else name_pattern (undefined where a part has no value), else
 * the manifest's path. A manifest's own `name:` goes before all of these and is not looked at here.
 * Throws Problem `construct-not-supported` for a template that does more than name fields.
 */
export function computedName(
  context: StackContext,
  layers: ComponentLayers,
  manifest: string,
): string | undefined {
  const { nameTemplate, namePattern } = context.project.stacks;
  const place = (key: string) => valueAt(context.project.config, 'stacks', key)?.at ?? { file: 'atmos.yaml' };
  if (nameTemplate !== undefined)
    return fillFields(nameTemplate, templateData(layers), place('name_template'));
  if (namePattern === undefined) return manifest;
  return patternOf(context, layers.section('vars'), namePattern);
}

/**
 * A pattern filled in. Only parts that are exactly `{namespace}`, `{tenant}`, `{environment}` or `{stage}` count;
 * undefined where one of them has no value.
 */
export function patternOf(context: StackContext, vars: MapValue, pattern: string): string | undefined {
  const parts = pattern.split('-').filter((part) => tokens.has(part));
  const values = parts.map((part) => patternValue(context, vars, part.slice(1, -1)));
  return values.length === 0 || values.includes(undefined) ? undefined : values.join('-');
}

/** The value of one variable that names stacks; undefined where it has none. */
export function patternValue(context: StackContext, vars: MapValue, key: string): string | undefined {
  const value = vars.entries.get(key);
  if (value === undefined || (value.type === 'scalar' && (value.data === null || value.data === '')))
    return undefined;
  if (value.type !== 'scalar') return undefined;
  const text = String(value.data);
  const computed =
    value.tag !== undefined || (context.templateMark !== undefined && text.includes(context.templateMark));
  if (computed) throw notSupported(`A computed value of ${key}, which names the stack,`, value.at);
  return text;
}

/** The `name:` of a manifest, its own or an imported one. */
export const manifestNamed = (merged: MapValue): string | undefined =>
  textOf(merged.entries.get('name')) || undefined;

/** What templates of names may refer to. */
export function templateData(layers: ComponentLayers, more: Readonly<Record<string, string>> = {}): MapValue {
  const { at } = layers.own.map;
  const entries = new Map<string, Value>([['metadata', layers.metadata()]]);
  for (const key of ['vars', 'settings', 'env'] as const) entries.set(key, layers.section(key));
  for (const [key, data] of Object.entries({ atmos_component: layers.own.name, ...more }))
    entries.set(key, { type: 'scalar', data, at });
  return { type: 'map', entries, at };
}
