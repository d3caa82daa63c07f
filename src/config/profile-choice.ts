import type { Place } from '../domain/problem.ts';
import type { ProfileChoice } from '../domain/project.ts';
import { valueAt } from '../domain/value.ts';
import type { World } from '../ports.ts';
import { findConfig } from './find-config.ts';
import { chosenProfiles, findProfile, profileFolders } from './profiles.ts';
import type { ProjectRequest } from './project-request.ts';

/** Which profiles are chosen, and what chose them. */
export interface ChosenProfiles {
  /** Without a folder where there is no profile of that name. */
  readonly profiles: readonly { readonly name: string; readonly folder: string | undefined }[];
  readonly from: ProfileChoice['from'];
  /** Where configuration names them, also in its `env:`; undefined where something else does. */
  readonly at: Place | undefined;
  /** The folder of the configuration. */
  readonly root: string | undefined;
}

/** The profiles that are chosen, whether they exist or not. Throws what loadProject throws, but for profiles. */
export function profileChoice(world: World, request: ProjectRequest): ChosenProfiles {
  const { yaml, merged, environment, sources } = findConfig(world, request);
  const { names, from } = chosenProfiles(request.profiles, environment, merged);
  const folders = profileFolders(merged, environment, sources.configFolder);
  const inConfiguration = from === 'ATMOS_PROFILE' && !world.environment.get('ATMOS_PROFILE');
  const at =
    from === 'profiles.default'
      ? valueAt(merged, 'profiles', 'default')?.at
      : inConfiguration
        ? valueAt(merged, 'env', 'ATMOS_PROFILE')?.at
        : undefined;
  return {
    profiles: names.map((name) => ({ name, folder: findProfile(yaml, folders, name)?.folder })),
    from,
    at,
    root: sources.configFolder,
  };
}
