import { loadProject, type ProjectRequest, type World } from '../config/load-project.ts';
import type { AuthSection } from '../domain/auth.ts';
import type { Project } from '../domain/project.ts';
import { readAuth } from '../identity/read-auth.ts';

/** What a person says about the project on the command line. */
export type ProjectFlags = Omit<ProjectRequest, 'cwd'>;

export interface ProjectAuth {
  readonly project: Project;
  readonly auth: AuthSection;
}

/** Reads the project around `folder` and its `auth:`. Throws the Problems of both rooms. */
export function loadAuth(world: World, folder: string, flags: ProjectFlags): ProjectAuth {
  const project = loadProject(world, { ...flags, cwd: folder });
  return { project, auth: readAuth(project.auth, project.realm) };
}
