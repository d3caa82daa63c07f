import { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import type { World } from '../ports.ts';

export type { World } from '../ports.ts';

/** What decides which configuration is read, beside the environment. */
export interface ProjectRequest {
  readonly cwd: string;
  /** `--profile`, each possibly a comma list; given, it replaces ATMOS_PROFILE. */
  readonly profiles?: readonly string[];
  /** `--base-path` */
  readonly basePath?: string;
  /** `--config` files and `--config-path` folders; given, they replace the search. */
  readonly configPaths?: readonly string[];
}

export function loadProject(_world: World, request: ProjectRequest): Project {
  throw new Problem({ code: 'config-not-found', message: `Nothing is read from ${request.cwd} yet.` });
}
