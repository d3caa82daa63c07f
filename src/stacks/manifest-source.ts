import { mapEntries, mergeLayers } from '../domain/merge.ts';
import { isProblem, Problem } from '../domain/problem.ts';
import { emptyMap, type MapValue, type Value } from '../domain/value.ts';
import { included } from '../yaml/include.ts';
import { placedLike } from '../yaml/plain-value.ts';
import { printYaml } from '../yaml/print-yaml.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { isKnownFunction } from '../yaml/yaml-function.ts';
import { hasLocals, localsOf } from './locals.ts';
import { withNativeValues } from './native-values.ts';
import { render, renderOrNothing } from './render.ts';
import { stackInvalid } from './section.ts';
import { spelled } from './spell.ts';
import type { StackContext } from './stack-context.ts';
import { templateData } from './template-data.ts';

/** How the templates of a manifest are dealt with while it is read. */
export interface ImportTemplates {
  /** What templates see; a file with locals adds its own sections to it for what it imports. */
  readonly data: MapValue | undefined;
  /** Whether somebody wrote a context: then a template that cannot be filled in is a fault. */
  readonly given: boolean;
  readonly skip: boolean;
  readonly ignoreMissing: boolean;
}

/** For a manifest that nobody imports. */
export const noTemplates: ImportTemplates = {
  data: undefined,
  given: false,
  skip: false,
  ignoreMissing: false,
};

/** What a manifest holds itself, and what its imports see of it. */
export interface ManifestSource {
  readonly own: MapValue;
  readonly data: MapValue | undefined;
}

/**
 * One manifest with its locals, its templates of reading time and `!include` put in place. Templates run in `.tmpl`
 * files, in files that are imported with a context, and in files with locals; without a context those that cannot be
 * filled in yet stay for the component's own pass.
 * Throws Suspended and Problem `yaml-invalid`, `stack-invalid`, `template-invalid`, `import-not-found`.
 */
export function readSource(context: StackContext, file: string, templates: ImportTemplates): ManifestSource {
  const raw = rawManifest(context, file);
  const outer = templates.data && without(templates.data, 'locals');
  if (templates.skip) return { own: finished(context, raw ?? broken(context, file)), data: outer };
  const local = raw !== undefined && hasLocals(raw) ? localData(context, raw, outer) : undefined;
  const data = local?.data ?? outer;
  const filled = fillIn(context, file, raw, data, templates);
  const own = local === undefined ? filled : withSections(filled, local.sections);
  return { own: finished(context, own), data: data && without(data, 'locals') };
}

/** The manifest before any template; undefined for a `.tmpl` file that is no YAML yet. */
function rawManifest({ yaml }: StackContext, file: string): MapValue | undefined {
  try {
    return asManifest(yaml.read(file), file);
  } catch (error) {
    if (isProblem(error) && error.code === 'yaml-invalid' && file.endsWith('.tmpl')) return undefined;
    throw error;
  }
}

function broken({ yaml }: StackContext, file: string): MapValue {
  return asManifest(yaml.read(file), file);
}

function asManifest(value: Value | undefined, file: string): MapValue {
  if (value === undefined) return emptyMap({ file });
  if (value.type === 'map') return value;
  throw stackInvalid(
    'A manifest must hold a map of sections.',
    value.at,
    'Begin it with import:, vars: or components:.',
  );
}

function fillIn(
  context: StackContext,
  file: string,
  raw: MapValue | undefined,
  data: MapValue | undefined,
  { given, ignoreMissing }: ImportTemplates,
): MapValue {
  const wanted = file.endsWith('.tmpl') || (data !== undefined && data.entries.size > 0);
  const text = wanted ? (context.yaml.text(file) ?? '') : '';
  if (!text.includes('{{')) return raw ?? broken(context, file);
  const rendering = {
    source: text,
    data: data === undefined ? new Map() : templateData(spelled(data)),
    at: { file, line: 1 },
    missing: ignoreMissing ? 'default' : 'error',
  } as const;
  const rendered = given ? render(context, rendering) : renderOrNothing(context, rendering);
  if (rendered === undefined) return raw ?? broken(context, file);
  const manifest = asManifest(readRendered(rendered, file), file);
  if (raw === undefined) return manifest;
  const placed = placedLike(manifest, raw) as MapValue;
  return data === undefined || file.endsWith('.tmpl')
    ? placed
    : (withNativeValues(placed, raw, data) as MapValue);
}

function readRendered(text: string, file: string): Value | undefined {
  try {
    return readYaml(text, file);
  } catch (error) {
    if (!isProblem(error)) throw error;
    throw new Problem({
      code: 'yaml-invalid',
      message: `After its templates are filled in: ${error.message}`,
      hint: 'The line is counted in what the templates make. Look at quotes and indentation around them.',
      at: error.at ?? { file },
      cause: error,
    });
  }
}

const sections = ['settings', 'vars', 'env'] as const;

/**
 * What templates of a file with locals see: the locals, and the file's own settings, vars and env. Each of these is
 * filled in as a whole, or, where one of its templates cannot be, left as a whole: Atmos's rule, with its surprise.
 */
function localData(
  context: StackContext,
  raw: MapValue,
  outer: MapValue | undefined,
): { data: MapValue; sections: MapValue } {
  let seen = put(outer ?? emptyMap(raw.at), 'locals', localsOf(context, raw));
  let found = emptyMap(raw.at);
  for (const key of sections) {
    const section = raw.entries.get(key);
    if (section?.type !== 'map') continue;
    const value = filledSection(context, section, seen);
    seen = put(seen, key, value);
    found = put(found, key, value);
  }
  return { data: seen, sections: found };
}

function filledSection(context: StackContext, section: MapValue, data: MapValue): MapValue {
  const source = printYaml(spelled(section));
  if (!source.includes('{{')) return section;
  const { at } = section;
  const rendering = { source, data: templateData(spelled(data)), at, missing: 'error' } as const;
  const text = renderOrNothing(context, rendering);
  const value = text === undefined ? undefined : readRendered(text, at.file);
  return value?.type === 'map' ? (placedLike(value, section) as MapValue) : section;
}

function withSections(manifest: MapValue, found: MapValue): MapValue {
  const entries = new Map(manifest.entries);
  for (const [key, value] of found.entries)
    if (value.type === 'map' && value.entries.size > 0) entries.set(key, value);
  return { ...manifest, entries };
}

/** Without locals, which no other file sees, and with what stands for other content put in place. */
function finished(context: StackContext, manifest: MapValue): MapValue {
  const visible = mapEntries(without(manifest, 'locals'), (value, key) =>
    ['terraform', 'helmfile', 'packer'].includes(key) && value.type === 'map'
      ? without(value, 'locals')
      : value,
  );
  return withIncludes(context, visible) as MapValue;
}

function withIncludes(context: StackContext, value: Value): Value {
  if (value.tag !== undefined && !isKnownFunction(value.tag))
    throw new Problem({
      code: 'yaml-invalid',
      message: `There is no YAML function ${value.tag}.`,
      hint: 'Put the text in quotes if it is meant as text.',
      at: value.at,
    });
  if (value.type === 'scalar') {
    const { project, yaml, cwd } = context;
    return value.tag === '!include' || value.tag === '!include.raw'
      ? included({ yaml, cwd, basePath: project.basePath }, value.tag, String(value.data), value.at)
      : value;
  }
  if (value.type === 'map') return mapEntries(value, (entry) => withIncludes(context, entry));
  let changed = false;
  const items = value.items.map((item) => {
    const next = withIncludes(context, item);
    changed ||= next !== item;
    return next;
  });
  return changed ? { ...value, items } : value;
}

const without = (map: MapValue, key: string): MapValue =>
  map.entries.has(key) ? mapEntries(map, (value, name) => (name === key ? undefined : value)) : map;

const put = (map: MapValue, key: string, value: Value): MapValue => ({
  ...map,
  entries: new Map(map.entries).set(key, value),
});

/** What an import sees: its own context below that of whoever imports it. */
export const joinedContext = (own: MapValue | undefined, outer: MapValue | undefined): MapValue | undefined =>
  mergeLayers([own, outer]);
