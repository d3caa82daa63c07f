import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { ProfileChoice } from '../domain/project.ts';
import { type MapValue, valueAt } from '../domain/value.ts';
import type { Environment } from '../ports.ts';
import type { YamlFiles } from '../yaml/yaml-files.ts';
import { atmosHome } from './atmos-home.ts';
import { commaList } from './find-sources.ts';
import { textSetting } from './read-setting.ts';

/** A profile that exists. */
export interface Profile {
  readonly name: string;
  readonly folder: string;
}

/**
 * Folders that hold profiles, first one first: `profiles.base_path`, `.atmos/profiles` beside atmos.yaml, the person's
 * own configuration folder, `profiles` beside atmos.yaml. The first that has a profile wins it entirely.
 */
export function profileFolders(
  config: MapValue,
  environment: Environment,
  configFolder: string | undefined,
): readonly string[] {
  const named = textSetting(config, 'profiles', 'base_path');
  const declaredIn = valueAt(config, 'profiles', 'base_path')?.at.file;
  const beside =
    declaredIn !== undefined && isAbsolute(declaredIn) ? dirname(declaredIn) : (configFolder ?? '/');
  const own = atmosHome(environment, 'CONFIG');
  return [
    named === undefined ? undefined : resolve(beside, named),
    configFolder && join(configFolder, '.atmos', 'profiles'),
    own && join(own, 'atmos', 'profiles'),
    configFolder && join(configFolder, 'profiles'),
  ].filter((folder) => folder !== undefined);
}

/** Every profile of the folders, by name. */
export function allProfiles(yaml: YamlFiles, folders: readonly string[]): readonly Profile[] {
  const found = new Map<string, Profile>();
  for (const folder of folders)
    for (const { name, type } of yaml.list(folder) ?? [])
      if (type === 'folder' && !found.has(name)) found.set(name, { name, folder: join(folder, name) });
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The folder of a profile; undefined where there is none of that name. */
export function findProfile(yaml: YamlFiles, folders: readonly string[], name: string): Profile | undefined {
  // A name is one folder's: with a slash or dots alone it would leave the folders of profiles.
  if (/\/|^\.{1,2}$/.test(name)) return undefined;
  const folder = folders.map((place) => join(place, name)).find((place) => yaml.isFolder(place));
  return folder === undefined ? undefined : { name, folder };
}

/** The names that were asked for, and where: the flag replaces ATMOS_PROFILE, which replaces `profiles.default`. */
export function chosenProfiles(
  flags: readonly string[] | undefined,
  environment: Environment,
  config: MapValue,
): { readonly names: readonly string[]; readonly from: ProfileChoice['from'] } {
  const flagged = flags?.flatMap(commaList) ?? [];
  if (flagged.length > 0) return { names: flagged, from: 'flag' };
  const fromEnvironment = commaList(environment.get('ATMOS_PROFILE'));
  if (fromEnvironment.length > 0) return { names: fromEnvironment, from: 'ATMOS_PROFILE' };
  const fallback = textSetting(config, 'profiles', 'default');
  return { names: fallback === undefined ? [] : [fallback.trim()], from: 'profiles.default' };
}
