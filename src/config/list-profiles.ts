import type { World } from '../ports.ts';
import { findConfig } from './find-config.ts';
import { allProfiles, type Profile, profileFolders } from './profiles.ts';
import type { ProjectRequest } from './project-request.ts';

/** Every profile that may be chosen, by name, from all four locations. Throws what loadProject throws, but for profiles. */
export function listProfiles(world: World, request: ProjectRequest): readonly Profile[] {
  const { yaml, merged, environment, sources } = findConfig(world, request);
  return allProfiles(yaml, profileFolders(merged, environment, sources.configFolder));
}
