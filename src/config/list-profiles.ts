import type { World } from '../ports.ts';
import { findConfig, type ProjectRequest } from './load-project.ts';
import { allProfiles, type Profile, profileFolders } from './profiles.ts';

/** Every profile that may be chosen, by name, from all four locations. Throws what loadProject throws, but for profiles. */
export function listProfiles(world: World, request: ProjectRequest): readonly Profile[] {
  const { yaml, merged, environment, sources } = findConfig(world, request);
  return allProfiles(yaml, profileFolders(merged, environment, sources.configFolder));
}
