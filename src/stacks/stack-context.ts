import type { Project } from '../domain/project.ts';
import { emptyMap, textOf, valueAt } from '../domain/value.ts';
import type { World } from '../ports.ts';
import { YamlFiles } from '../yaml/yaml-files.ts';
import { fillFields } from './field-template.ts';

/** What the reading of stacks needs, for one call. */
export interface StackContext {
  readonly world: World;
  readonly project: Project;
  readonly yaml: YamlFiles;
  /** What begins a template where templates are on; undefined where text such as `{{ x }}` stays text. */
  readonly templateMark: string | undefined;
}

/**
 * A fresh context: each file is read once within it. Throws Problem `construct-not-supported` for a name_template that
 * does more than name fields: no stack could be told from another.
 */
export function stackContext(world: World, project: Project): StackContext {
  const { nameTemplate } = project.stacks;
  const at = valueAt(project.config, 'stacks', 'name_template')?.at ?? { file: 'atmos.yaml' };
  if (nameTemplate !== undefined) fillFields(nameTemplate, emptyMap(at), at);
  const delimiters = valueAt(project.config, 'templates', 'settings', 'delimiters');
  const left = delimiters?.type === 'list' ? textOf(delimiters.items[0]) : undefined;
  return {
    world,
    project,
    yaml: new YamlFiles(world.files),
    templateMark: project.stacks.templatesEnabled ? (left ?? '{{') : undefined,
  };
}
