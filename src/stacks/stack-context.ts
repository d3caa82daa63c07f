import type { Project } from '../domain/project.ts';
import { textOf, valueAt } from '../domain/value.ts';
import type { World } from '../ports.ts';
import { YamlFiles } from '../yaml/yaml-files.ts';

/** What the reading of stacks needs, for one call. */
export interface StackContext {
  readonly world: World;
  readonly project: Project;
  readonly yaml: YamlFiles;
  /** What begins a template where templates are on; undefined where text such as `{{ x }}` stays text. */
  readonly templateMark: string | undefined;
}

/** A fresh context: each file is read once within it. */
export function stackContext(world: World, project: Project): StackContext {
  const delimiters = valueAt(project.config, 'templates', 'settings', 'delimiters');
  const left = delimiters?.type === 'list' ? textOf(delimiters.items[0]) : undefined;
  return {
    world,
    project,
    yaml: new YamlFiles(world.files),
    templateMark: project.stacks.templatesEnabled ? (left ?? '{{') : undefined,
  };
}
