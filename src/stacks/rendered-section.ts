import { isProblem, Problem } from '../domain/problem.ts';
import type { TemplateSettings } from '../domain/project.ts';
import { type MapValue, type Scalar, someText, toPlain, type Value, valueAt } from '../domain/value.ts';
import type { TemplateValue } from '../templates/values.ts';
import { placedLike } from '../yaml/plain-value.ts';
import { printYaml } from '../yaml/print-yaml.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { type Rendering, render } from './render.ts';
import type { StackContext } from './stack-context.ts';

/** What a component's own pass over its templates needs. */
export interface SectionRendering {
  readonly data: TemplateValue;
  /** `settings.templates.settings.env` of the component. */
  readonly env: MapValue | undefined;
  readonly from: NonNullable<Rendering['from']>;
  readonly look?: Rendering['look'];
}

/**
 * A section with its templates filled in, as Atmos does it: printed as YAML, rendered so many times as the
 * configuration says, and read again. Every value keeps the place of what it was made of.
 * Throws Suspended, Problem `template-invalid`, or `yaml-invalid` where the outcome is no YAML.
 */
export function renderedSection(
  context: StackContext,
  key: string,
  section: Value,
  { data, env, from, look }: SectionRendering,
): Value {
  const settings = settingsOf(context.project.stacks.templates, env);
  const [left] = settings.delimiters;
  if (!someText(section, (text) => text.includes(left), true)) return section;
  let text = printYaml({ type: 'map', entries: new Map([[key, section]]), at: section.at });
  const [first] = templates(section, key, left);
  const at = first?.[1].at ?? section.at;
  const common = { data, missing: 'default', settings, from, ...(look && { look }) } as const;
  try {
    for (let turn = 0; turn < settings.evaluations && text.includes(left); turn += 1)
      text = render(context, { ...common, source: text, at, name: key });
  } catch (error) {
    if (!isProblem(error)) throw error;
    // The text that was rendered is none that a person wrote: find the one that is at fault.
    for (const [name, scalar] of templates(section, key, left))
      render(context, { ...common, source: String(scalar.data), at: scalar.at, name });
    throw error;
  }
  const value = valueAt(readAgain(text, at, key), key);
  return value === undefined ? section : placedLike(value, section);
}

function settingsOf(settings: TemplateSettings, env: MapValue | undefined): TemplateSettings {
  if (env === undefined) return settings;
  const own = [...env.entries].map(([name, value]) => [name, String(toPlain(value))] as const);
  return { ...settings, env: { ...settings.env, ...Object.fromEntries(own) } };
}

function readAgain(text: string, at: Value['at'], key: string): Value | undefined {
  try {
    return readYaml(text, at.file);
  } catch (error) {
    if (!isProblem(error)) throw error;
    throw new Problem({
      code: 'yaml-invalid',
      message: `What the templates of ${key} make is not valid YAML: ${error.message}`,
      hint: 'A template that makes several lines, or quotes, breaks the text around it: use toJson.',
      at,
      cause: error,
    });
  }
}

/** The texts of a tree that are templates, with their paths. */
function* templates(value: Value, path: string, left: string): Iterable<[string, Scalar]> {
  if (value.type === 'scalar') {
    if (typeof value.data === 'string' && value.data.includes(left)) yield [path, value];
    return;
  }
  for (const [key, item] of value.type === 'list' ? value.items.entries() : value.entries)
    yield* templates(item, typeof key === 'number' ? `${path}[${key}]` : `${path}.${key}`, left);
}
