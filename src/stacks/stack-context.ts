import { dirname, join } from 'node:path';
import { type Effects, noEffects } from '../domain/effect.ts';
import type { Project } from '../domain/project.ts';
import type { Environment, World } from '../ports.ts';
import { YamlFiles } from '../yaml/yaml-files.ts';
import { FunctionSets } from './function-sets.ts';
import { Lookout } from './lookout.ts';

/** What the reading of stacks needs, for one call. */
export interface StackContext {
  readonly world: World;
  readonly environment: Environment;
  readonly effects: Effects;
  readonly functions: FunctionSets;
  readonly project: Project;
  readonly yaml: YamlFiles;
  /** Notes what is looked at, where somebody wants to learn which stacks a manifest can be. */
  readonly lookout: Lookout;
  readonly cwd: string;
  /** The repository around the working folder; undefined outside of one. */
  readonly gitRoot: string | undefined;
  /** What begins a template where templates are on; undefined where text such as `{{ x }}` stays text. */
  readonly templateMark: string | undefined;
}

/** A fresh context: each file is read once within it. */
export function stackContext(world: World, project: Project): StackContext {
  const lookout = new Lookout(world.index !== undefined);
  const yaml = new YamlFiles(world.files, (path) => lookout.path(path));
  const cwd = project.cwd ?? project.basePath;
  const effects = lookout.effects(world.effects ?? noEffects);
  const environment = lookout.environment(world.environment);
  let root: string | undefined | null = null;
  return {
    world,
    environment,
    effects,
    functions: new FunctionSets(environment, effects),
    project,
    yaml,
    lookout,
    cwd,
    get gitRoot() {
      if (root === null) root = repositoryAround(yaml, cwd);
      return root;
    },
    templateMark: project.stacks.templatesEnabled ? project.stacks.templates.delimiters[0] : undefined,
  };
}

function repositoryAround(yaml: YamlFiles, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const mark = join(folder, '.git');
    if (yaml.isFolder(mark) || yaml.isFile(mark)) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
