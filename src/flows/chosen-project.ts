import { loadProject } from '../config/load-project.ts';
import type { Project, StackSettings } from '../domain/project.ts';
import type { World } from '../ports.ts';
import type { ProjectFlags } from './load-auth.ts';

/** What a person says about the project on the command line of a verb that looks at stacks. */
export interface ProjectChoice extends ProjectFlags {
  /** `--settings-list-merge-strategy` */
  readonly listMerge?: StackSettings['listMerge'];
}

/** The project around `folder`, as the command line chooses it. Throws what loadProject throws. */
export function chosenProject(world: World, folder: string, { listMerge, ...flags }: ProjectChoice): Project {
  const project = loadProject(world, { ...flags, cwd: folder });
  return listMerge === undefined ? project : { ...project, stacks: { ...project.stacks, listMerge } };
}
