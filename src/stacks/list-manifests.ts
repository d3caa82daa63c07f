import { extname } from 'node:path';
import { Problem } from '../domain/problem.ts';
import { valueAt } from '../domain/value.ts';
import { matchesAny, pathBelow } from '../yaml/yaml-files.ts';
import type { StackContext } from './stack-context.ts';

/** Extensions of manifests, in the order in which a name without one is tried. */
export const extensions = ['.yaml', '.yml', '.yaml.tmpl', '.yml.tmpl'] as const;

/** A manifest that stands for stacks of its own. */
export interface ManifestFile {
  readonly file: string;
  /** Path below stacks.base_path without extension. */
  readonly name: string;
}

/**
 * The manifests that stacks.included_paths names and stacks.excluded_paths does not, by path.
 * Throws Problem `config-invalid` where the configuration names none, `stack-not-found` where no file matches.
 */
export function listManifests({ project, yaml }: StackContext): readonly ManifestFile[] {
  const { basePath, includedPaths, excludedPaths } = project.stacks;
  for (const key of ['base_path', 'included_paths'])
    if (valueAt(project.config, 'stacks', key) === undefined)
      throw new Problem({
        code: 'config-invalid',
        message: `The configuration has no stacks.${key}, so there are no stacks.`,
        hint: `Set stacks.${key} in atmos.yaml${project.configFolder === undefined ? '' : ` of ${project.configFolder}`}.`,
        ...(project.config.at.line !== undefined && { at: project.config.at }),
      });
  const excluded = matchesAny(excludedPaths);
  const files = includedPaths
    .map((pattern) => (extname(pattern) === '' ? `${pattern}{${extensions.join(',')}}` : pattern))
    .flatMap((pattern) => yaml.glob(basePath, pattern))
    .filter((file) => !excluded(pathBelow(basePath, file)));
  if (files.length === 0)
    throw new Problem({
      code: 'stack-not-found',
      message: `No manifest below ${basePath} matches ${includedPaths.join(', ')}.`,
      hint: 'Correct stacks.base_path or stacks.included_paths in atmos.yaml.',
    });
  return [...new Set(files)].sort().map((file) => ({ file, name: manifestName(basePath, file) }));
}

/** Path below stacks.base_path without `.yaml` or `.yml` (`x.yaml` for `x.yaml.tmpl`, as Atmos prints it). */
export const manifestName = (basePath: string, file: string): string =>
  pathBelow(basePath, file).replace(/\.(ya?ml|tmpl)$/, '');
