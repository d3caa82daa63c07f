import { dirname, extname, join, resolve } from 'node:path';
import { Problem } from '../domain/problem.ts';
import { type MapValue, textOf, type Value, valueAt } from '../domain/value.ts';
import { isGlob } from '../yaml/yaml-files.ts';
import { notSupported } from '../yaml/yaml-function.ts';
import { extensions } from './list-manifests.ts';
import { isNull, stackInvalid } from './section.ts';
import type { StackContext } from './stack-context.ts';

/**
 * The files that a manifest imports, in the order in which they are merged.
 * Throws Problem `import-not-found`, `stack-invalid`, or `construct-not-supported` (context, remote, templated).
 */
export function importedFiles(context: StackContext, file: string, manifest: MapValue): readonly string[] {
  const list = manifest.entries.get('import');
  if (list === undefined || isNull(list)) return [];
  if (list.type !== 'list') throw stackInvalid('import must be a list of paths.', list.at);
  return list.items.flatMap((entry) => filesOf(context, file, entry));
}

function filesOf(context: StackContext, file: string, entry: Value): readonly string[] {
  const path = textOf(entry) ?? textOf(valueAt(entry, 'path'));
  if (path === undefined || path === '')
    throw stackInvalid('An import must be a path, or a map with a path.', entry.at);
  refuse(entry, path);
  const templated = path.includes('{{');
  if (templated && context.templateMark !== undefined)
    throw notSupported(`The template in the import "${path}"`, entry.at);
  const files = templated ? [] : resolvePath(context, file, path);
  if (files.length > 0 || templated || isTrue(valueAt(entry, 'skip_if_missing'))) return files;
  throw new Problem({
    code: 'import-not-found',
    message: `The import "${path}" leads to no manifest.`,
    hint: 'Correct the path, or give the import skip_if_missing: true.',
    at: entry.at,
  });
}

function refuse(entry: Value, path: string): void {
  const imported = valueAt(entry, 'context');
  if (imported?.type === 'map' && imported.entries.size > 0)
    throw notSupported(`The context of the import "${path}"`, imported.at);
  const nested = valueAt(entry, 'nested_imports');
  if (textOf(nested) === 'remote' || /:\/\/|::|^(github|gitlab|bitbucket)\.(com|org)\//.test(path))
    throw notSupported(`The remote import "${path}"`, entry.at);
}

const isTrue = (value: Value | undefined): boolean => value?.type === 'scalar' && value.data === true;

function resolvePath({ project, yaml }: StackContext, file: string, path: string): readonly string[] {
  const folder = /^\.{1,2}\//.test(path) ? dirname(file) : project.stacks.basePath;
  const bare = !/^\.(ya?ml|tmpl)$/.test(extname(path));
  // As in Atmos, a glob without extension finds .yaml files only.
  if (isGlob(path)) return yaml.glob(folder, bare ? `${path}.yaml` : path);
  const target = resolve(join(folder, path));
  const candidates = bare
    ? [...(extname(path) === '' ? [] : [target]), ...extensions.map((end) => `${target}${end}`)]
    : [...(path.endsWith('.tmpl') ? [] : [`${target}.tmpl`]), target];
  return candidates.filter((candidate) => yaml.isFile(candidate)).slice(0, 1);
}
