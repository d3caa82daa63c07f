import { relative, resolve } from 'node:path';
import { isProblem, Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { type MapValue, textOf, valueAt } from '../domain/value.ts';
import type { World } from '../ports.ts';
import { YamlFiles } from '../yaml/yaml-files.ts';

/** One file of workflows. */
export interface WorkflowFile {
  /** Path below workflows.base_path. */
  readonly name: string;
  /** All that the file says. */
  readonly content: MapValue;
  /** What stands under `workflows:`, by name. */
  readonly workflows: MapValue;
}

/**
 * Every file of workflows below workflows.base_path that can be read, by path, and what is wrong with the rest. Files
 * without `workflows:` are passed over. Throws Problem `config-invalid` where there is no such folder.
 */
export function workflowFiles(
  { files }: World,
  project: Project,
): { readonly files: readonly WorkflowFile[]; readonly faults: readonly Problem[] } {
  const yaml = new YamlFiles(files);
  const named = textOf(valueAt(project.config, 'workflows', 'base_path'));
  const folder = resolve(project.basePath, named ?? '');
  if (named === undefined || !yaml.isFolder(folder)) throw noFolder(project, named, folder);
  const faults: Problem[] = [];
  const found = yaml
    .filesBelow(folder)
    .filter((file) => /\.ya?ml$/.test(file))
    .flatMap((file): WorkflowFile[] => {
      try {
        const content = yaml.read(file);
        const workflows = valueAt(content, 'workflows');
        if (content?.type !== 'map' || workflows?.type !== 'map') return [];
        return [{ name: relative(folder, file), content, workflows }];
      } catch (error) {
        if (!isProblem(error)) throw error;
        faults.push(error);
        return [];
      }
    });
  return { files: found, faults };
}

function noFolder({ config }: Project, named: string | undefined, folder: string): Problem {
  const at = valueAt(config, 'workflows')?.at;
  return new Problem({
    code: 'config-invalid',
    message:
      named === undefined
        ? 'The configuration has no workflows.base_path, so there are no workflows.'
        : `workflows.base_path leads to ${folder}, which is not a folder.`,
    hint: 'Set workflows.base_path in atmos.yaml.',
    ...(at?.line !== undefined && { at }),
  });
}
