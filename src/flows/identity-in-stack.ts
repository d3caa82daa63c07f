import type { World } from '../config/load-project.ts';
import type { AuthSection } from '../domain/auth.ts';
import type { Component } from '../domain/component.ts';
import type { Project } from '../domain/project.ts';
import { mergeAuth } from '../identity/merge-auth.ts';
import { type IdentityChoice, pickIdentity } from '../identity/pick-identity.ts';
import { readAuth } from '../identity/read-auth.ts';
import type { EvaluationOptions } from '../stacks/component-sections.ts';
import { findComponent } from '../stacks/find-component.ts';
import type { WantedComponent } from '../stacks/wanted-component.ts';
import { componentNamed } from './component-named.ts';
import { loadAuth, type ProjectFlags } from './load-auth.ts';

export interface InStack {
  readonly project: Project;
  readonly component: Component;
  readonly auth: AuthSection;
  readonly choice: IdentityChoice;
}

/**
 * Resolves a component in a stack and picks who runs it. Throws the Problems of the rooms that it goes through.
 * `flag` is `--identity`.
 */
export function identityInStack(
  world: World,
  folder: string,
  wanted: WantedComponent,
  flags: ProjectFlags & { readonly identity?: string },
): InStack {
  const { project } = loadAuth(world, folder, flags);
  // Configuration may need commands; to know who runs something none of a stack may be run.
  const { effects: _, ...silent } = world;
  return inProject(silent, project, folder, wanted, flags.identity);
}

/** The same in a project that is read already. */
export function inProject(
  world: World,
  project: Project,
  folder: string,
  wanted: WantedComponent,
  identity: string | undefined,
  options: EvaluationOptions = {},
): InStack {
  const component = findComponent(world, project, componentNamed(world, project, folder, wanted), options);
  const auth = readAuth(mergeAuth(project.auth, component.auth), project.realm);
  const environment = world.environment.get('ATMOS_IDENTITY');
  const choice = pickIdentity({
    auth,
    ...(identity !== undefined && { flag: identity }),
    ...(environment !== undefined && { environment }),
    defaults: [...component.identityDefaults, ...project.identityDefaults],
  });
  return { project, component, auth, choice };
}
