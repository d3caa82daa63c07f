import { mergeLayers } from '../domain/merge.ts';
import { isProblem } from '../domain/problem.ts';
import { emptyMap, type MapValue, valueAt } from '../domain/value.ts';
import { fillFields } from './field-template.ts';
import { importEntries, importedFiles } from './import-entries.ts';
import type { ManifestFile } from './list-manifests.ts';
import type { StackContext } from './stack-context.ts';
import { manifestNamed, patternOf } from './stack-name.ts';

/**
 * What a broken manifest's stack seems to be called, from those of its files that can be read: a name, or undefined
 * where nothing can be said. Never throws a Problem.
 */
export function partialName(context: StackContext, { file, name }: ManifestFile): string | undefined {
  const { nameTemplate, namePattern } = context.project.stacks;
  if (attempt(() => context.yaml.read(file)) === undefined) return undefined;
  const merged = readable(context, file, []);
  const named = manifestNamed(merged);
  if (named !== undefined) return named;
  if (nameTemplate === undefined && namePattern === undefined) return name;
  const vars =
    mergeLayers([mapAt(merged, 'vars'), mapAt(merged, 'terraform', 'vars')]) ?? emptyMap(merged.at);
  const computed = attempt(() =>
    nameTemplate === undefined
      ? patternOf(context, vars, namePattern ?? '')
      : fillFields(
          nameTemplate,
          (key) => (key === 'vars' ? vars : merged.entries.get(key)),
          context.templateMark,
        ),
  );
  return computed?.includes('<no value>') ? undefined : computed;
}

function readable(context: StackContext, file: string, above: readonly string[]): MapValue {
  const empty = emptyMap({ file });
  const own = attempt(() => context.yaml.read(file));
  if (own?.type !== 'map' || above.includes(file)) return empty;
  const entries = attempt(() => importEntries(own)) ?? [];
  const below = entries.flatMap((entry) => attempt(() => importedFiles(context, file, entry)) ?? []);
  return mergeLayers([...below.map((next) => readable(context, next, [...above, file])), own]) ?? empty;
}

function mapAt(map: MapValue, ...path: readonly string[]): MapValue | undefined {
  const value = valueAt(map, ...path);
  return value?.type === 'map' ? value : undefined;
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (isProblem(error)) return undefined;
    throw error;
  }
}
