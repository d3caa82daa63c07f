import { loadProject, type ProjectRequest, type World } from '../config/load-project.ts';
import type { AuthSection } from '../domain/auth.ts';
import { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { readAuth } from '../identity/read-auth.ts';
import { type EvaluationPorts, evaluated } from './evaluate-component.ts';

/** What a person says about the project on the command line. */
export type ProjectFlags = Omit<ProjectRequest, 'cwd'>;

export interface ProjectAuth {
  readonly project: Project;
  readonly auth: AuthSection;
}

/** Reads the project around `folder` and its `auth:`. Throws Suspended, and the Problems of both rooms. */
export function loadAuth(world: World, folder: string, flags: ProjectFlags): ProjectAuth {
  const project = loadProject(world, { ...flags, cwd: folder });
  const auth = readAuth(project.auth, project.realm);
  return { project, auth: project.kit.share.length === 0 ? auth : shared(auth, project.kit.share) };
}

function shared(auth: AuthSection, share: Project['kit']['share']): AuthSection {
  const providers = [...auth.providers].map(([id, provider]) => [id, { ...provider, share }] as const);
  return { ...auth, providers: new Map(providers) };
}

/**
 * As loadAuth, for what is about providers and identities alone: they stand in configuration, so Problem
 * `config-not-found` where there is none.
 */
export function loadConfiguredAuth(world: World, folder: string, flags: ProjectFlags): ProjectAuth {
  const found = loadAuth(world, folder, flags);
  if (found.project.configFolder !== undefined) return found;
  throw noConfiguration(folder);
}

/** Problem `config-not-found`, for what is about providers and identities. */
export function noConfiguration(folder: string): Problem {
  return new Problem({
    code: 'config-not-found',
    message: `No atmos.yaml was found in ${folder} or above it, so there is nowhere to sign in.`,
    hint: 'cd into your Atmos project.',
  });
}

/** The project around us; what its configuration has commands and git for is fetched. Throws what loadAuth throws. */
export function openProject(ports: EvaluationPorts, flags: ProjectFlags): Promise<ProjectAuth> {
  return evaluated(ports, (world) => loadAuth(world, ports.here.folder, flags));
}

/** The same, where there must be a configuration. Throws what loadConfiguredAuth throws. */
export function openConfiguredProject(ports: EvaluationPorts, flags: ProjectFlags): Promise<ProjectAuth> {
  return evaluated(ports, (world) => loadConfiguredAuth(world, ports.here.folder, flags));
}
