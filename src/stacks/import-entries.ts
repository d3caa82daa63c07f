import { dirname, extname, join, resolve } from 'node:path';
import { Problem } from '../domain/problem.ts';
import { type MapValue, textOf, type Value, valueAt } from '../domain/value.ts';
import { isGlob } from '../yaml/yaml-files.ts';
import { notSupported } from '../yaml/yaml-function.ts';
import { extensions } from './list-manifests.ts';
import { renderOrNothing } from './render.ts';
import { isNull, mapSection, stackInvalid } from './section.ts';
import { spelled } from './spell.ts';
import type { StackContext } from './stack-context.ts';
import { templateData } from './template-data.ts';

/** One entry of `import:`, a path or a map with a path. */
export interface ImportEntry {
  readonly path: string;
  readonly context: MapValue | undefined;
  readonly skipTemplates: boolean;
  readonly ignoreMissing: boolean;
  readonly skipIfMissing: boolean;
  readonly at: Value['at'];
}

/**
 * What a manifest imports, in the order in which it is merged. Throws Problem `stack-invalid`, or
 * `construct-not-supported` for a remote import: that is code from elsewhere.
 */
export function importEntries(manifest: MapValue): readonly ImportEntry[] {
  const list = manifest.entries.get('import');
  if (list === undefined || isNull(list)) return [];
  if (list.type !== 'list') throw stackInvalid('import must be a list of paths.', list.at);
  return list.items.map(readEntry);
}

function readEntry(entry: Value): ImportEntry {
  const path = textOf(entry) ?? textOf(valueAt(entry, 'path'));
  if (path === undefined || path === '')
    throw stackInvalid('An import must be a path, or a map with a path.', entry.at);
  const map = entry.type === 'map' ? entry : undefined;
  if (
    textOf(map?.entries.get('nested_imports')) === 'remote' ||
    /:\/\/|::|^(github|gitlab|bitbucket)\.(com|org)\//.test(path)
  )
    throw notSupported(`The remote import "${path}"`, entry.at);
  return {
    path,
    context: mapSection(map, 'context', `The import "${path}"`),
    skipTemplates: isTrue(map, 'skip_templates_processing'),
    ignoreMissing: isTrue(map, 'ignore_missing_template_values'),
    skipIfMissing: isTrue(map, 'skip_if_missing'),
    at: entry.at,
  };
}

function isTrue(map: MapValue | undefined, key: string): boolean {
  const value = map?.entries.get(key);
  return value?.type === 'scalar' && String(value.data) === 'true';
}

/**
 * The files of one import, sorted. A path may be a template over vars, settings and env of the imports before it and
 * over the import's context; one that leads nowhere is passed over, as in Atmos. Throws Problem `import-not-found`.
 */
export function importedFiles(
  context: StackContext,
  file: string,
  entry: ImportEntry,
  before?: MapValue,
  data?: MapValue,
): readonly string[] {
  const templated = entry.path.includes('{{');
  const path = templated ? renderedPath(context, entry, before, data) : entry.path;
  const files = path === undefined ? [] : resolvePath(context, file, path);
  if (files.length > 0 || templated || entry.skipIfMissing) return files;
  throw new Problem({
    code: 'import-not-found',
    message: `The import "${entry.path}" leads to no manifest.`,
    hint: 'Correct the path, or give the import skip_if_missing: true.',
    at: entry.at,
  });
}

function renderedPath(
  context: StackContext,
  { path, at }: ImportEntry,
  before: MapValue | undefined,
  data: MapValue | undefined,
): string | undefined {
  if (!context.project.stacks.templatesEnabled) return undefined;
  const seen = new Map<string, Value>();
  for (const key of ['vars', 'settings', 'env']) {
    const section = before?.entries.get(key);
    if (section !== undefined) seen.set(key, section);
  }
  for (const [key, value] of data?.entries ?? []) seen.set(key, value);
  const all = spelled({ type: 'map', entries: seen, at });
  return renderOrNothing(context, { source: path, data: templateData(all), at, missing: 'error' });
}

function resolvePath({ project, yaml }: StackContext, file: string, path: string): readonly string[] {
  const folder = /^\.{1,2}\//.test(path) ? dirname(file) : project.stacks.basePath;
  const bare = !/^\.(ya?ml|tmpl)$/.test(extname(path));
  // As in Atmos, a glob without extension finds .yaml files only.
  if (isGlob(path)) return yaml.glob(folder, bare ? `${path}.yaml` : path);
  const target = resolve(join(folder, path));
  const candidates = bare
    ? [...(extname(path) === '' ? [] : [target]), ...extensions.map((end) => `${target}${end}`)]
    : [...(path.endsWith('.tmpl') ? [] : [`${target}.tmpl`]), target];
  const found = candidates.find((candidate) => yaml.isFile(candidate));
  return found === undefined ? [] : [found];
}
