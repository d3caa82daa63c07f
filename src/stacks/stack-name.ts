import type { Place } from '../domain/problem.ts';
import { type MapValue, textOf, type Value, valueAt } from '../domain/value.ts';
import type { TemplateValue } from '../templates/values.ts';
import { notSupported } from '../yaml/yaml-function.ts';
import type { ComponentLayers } from './component-layers.ts';
import { fillFields } from './field-template.ts';
import { render } from './render.ts';
import { spelled } from './spell.ts';
import type { StackContext } from './stack-context.ts';
import { LazyMap, templateData } from './template-data.ts';

const tokens = new Set(['{namespace}', '{tenant}', '{environment}', '{stage}']);

/**
 * The stack that a component belongs to: name_template, else name_pattern (undefined where a part has no value), else
 * the manifest's path. A manifest's own `name:` goes before all of these and is not looked at here.
 * Throws the Problems of templates.
 */
export function computedName(
  context: StackContext,
  layers: ComponentLayers,
  manifest: string,
): string | undefined {
  const { nameTemplate, namePattern } = context.project.stacks;
  const place = (key: string) => valueAt(context.project.config, 'stacks', key)?.at ?? { file: 'atmos.yaml' };
  if (nameTemplate !== undefined) return filledName(context, nameTemplate, layers, place('name_template'));
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

/**
 * A template of a name filled in over the sections of a component, as they were merged. Most do no more than name
 * fields, which is quick.
 */
export function filledName(
  context: StackContext,
  source: string,
  layers: ComponentLayers,
  at: Place,
  more: Readonly<Record<string, string>> = {},
): string {
  const { at: own } = layers.own.map;
  const section = (key: string): Value | undefined =>
    key === 'metadata'
      ? layers.metadata()
      : named.has(key)
        ? layers.section(key as 'vars')
        : key === 'atmos_component' || key in more
          ? { type: 'scalar', data: more[key] ?? layers.own.name, at: own }
          : undefined;
  const quick = fillFields(source, section, context.templateMark);
  if (quick !== undefined) return quick;
  const keys = [...named, 'metadata', 'atmos_component', ...Object.keys(more)];
  const data = new LazyMap(() =>
    keys.map((key) => {
      const value = section(key) as Value;
      return [
        key,
        value.type === 'scalar'
          ? value.data
          : new LazyMap(() => templateData(spelled(value)) as Iterable<[string, TemplateValue]>),
      ] as const;
    }),
  );
  return render(context, { source, data, at, missing: 'default' });
}

const named = new Set(['vars', 'settings', 'env']);
