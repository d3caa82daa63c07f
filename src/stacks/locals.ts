import { mapEntries } from '../domain/merge.ts';
import type { Problem } from '../domain/problem.ts';
import { emptyMap, type MapValue, type Value } from '../domain/value.ts';
import { treeOf } from '../yaml/plain-value.ts';
import { type Rendering, type RenderingWorld, render } from './render.ts';
import { isNull, mapSection, stackInvalid } from './section.ts';
import { templateData } from './template-data.ts';

const types = ['terraform', 'helmfile', 'packer'] as const;

/** Whether a manifest has `locals:` of its own, of the whole file or of one type. */
export const hasLocals = (manifest: MapValue): boolean =>
  manifest.entries.has('locals') ||
  types.some((type) => section(manifest, type)?.entries.has('locals') === true);

/**
 * The locals of a manifest worked out, those of `terraform:` and the like over those of the file. They may refer to
 * each other in any order, and to nothing else. Throws Problem `stack-invalid` for a circle, and those of templates.
 */
export function localsOf(world: RenderingWorld, manifest: MapValue): MapValue {
  const file = resolveLocals(world, mapSection(manifest, 'locals'), emptyMap(manifest.at));
  let all = file;
  for (const type of types) {
    const own = resolveLocals(world, mapSection(section(manifest, type), 'locals', type), file);
    all = { ...all, entries: new Map([...all.entries, ...own.entries]) };
  }
  return all;
}

/** Some locals over those of an outer scope, each worked out when another one needs it. */
export function resolveLocals(world: RenderingWorld, own: MapValue | undefined, outer: MapValue): MapValue {
  if (own === undefined) return outer;
  const done = new Map<string, Value>();
  const one = (name: string, above: readonly string[]): Value => {
    const known = done.get(name);
    if (known !== undefined) return known;
    const value = own.entries.get(name) as Value;
    if (above.includes(name)) throw circle([...above.slice(above.indexOf(name)), name], value);
    const path = [...above, name];
    const needed = new Map(outer.entries);
    for (const other of names(value, own)) needed.set(other, one(other, path));
    const resolved = renderTexts(world, value, { ...own, entries: needed });
    done.set(name, resolved);
    return resolved;
  };
  for (const name of own.entries.keys()) one(name, []);
  return { ...own, entries: new Map([...outer.entries, ...done]) };
}

/** The locals of `own` that a value refers to: `.locals.name`, or `index .locals "name"` for odd names. */
function names(value: Value, own: MapValue): readonly string[] {
  const texts: string[] = [];
  collectTexts(value, texts);
  const templates = texts.filter((text) => text.includes('{{')).join('\n');
  if (!templates.includes('locals')) return [];
  const found = new Set(
    [...templates.matchAll(/\.locals\.([\p{L}_][\p{L}\p{N}_]*)/gu)].map(([, name]) => name),
  );
  // A template that takes the locals as a whole, or by a computed name, needs them all but itself.
  const whole = /\.locals(?![\p{L}\p{N}_.])/u.test(templates);
  return [...own.entries.keys()].filter(
    (name) => found.has(name) || (whole && templates.includes(`"${name}"`)),
  );
}

function collectTexts(value: Value, texts: string[]): void {
  if (value.type === 'scalar') {
    if (typeof value.data === 'string') texts.push(value.data);
    return;
  }
  for (const item of value.type === 'list' ? value.items : value.entries.values()) collectTexts(item, texts);
}

function renderTexts(world: RenderingWorld, value: Value, locals: MapValue): Value {
  if (value.type === 'list')
    return { ...value, items: value.items.map((item) => renderTexts(world, item, locals)) };
  if (value.type === 'map') return mapEntries(value, (entry) => renderTexts(world, entry, locals));
  if (typeof value.data !== 'string' || !value.data.includes('{{')) return value;
  const rendering: Rendering = {
    source: value.data,
    data: new Map([['locals', templateData(locals)]]),
    at: value.at,
    missing: 'error',
  };
  return {
    ...treeOf(render(world, rendering), value.at),
    ...(value.tag !== undefined && { tag: value.tag }),
  };
}

function circle(path: readonly string[], value: Value): Problem {
  return stackInvalid(
    `The local ${path[0]} needs itself.`,
    value.at,
    `Take one of these references out: ${path.join(' → ')}.`,
  );
}

function section(manifest: MapValue, key: string): MapValue | undefined {
  const value = manifest.entries.get(key);
  return value?.type === 'map' && !isNull(value) ? value : undefined;
}
