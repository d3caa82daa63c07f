import { Problem } from '../domain/problem.ts';
import type { ProfileChoice, Project } from '../domain/project.ts';
import { type MapValue, valueAt } from '../domain/value.ts';
import type { World } from '../ports.ts';
import { resolveBasePath, toldBasePath } from './base-path.ts';
import { overrideFromEnvironment } from './environment-overrides.ts';
import { type FoundConfig, findConfig, variables } from './find-config.ts';
import { mergeAuth } from './merge-auth.ts';
import { mergeConfig } from './merge-config.ts';
import { allProfiles, chosenProfiles, findProfile, profileFolders } from './profiles.ts';
import type { ProjectRequest } from './project-request.ts';
import { provisionedLayers } from './provisioned-identities.ts';
import { joined, type Layers, readProfile } from './read-layers.ts';
import { textSetting } from './read-setting.ts';
import { readRealm } from './realm.ts';
import { kitSettings, stackSettings, terraformSettings } from './settings.ts';
import { noProject, unknownProfile } from './unknown-profile.ts';

export type { World } from '../ports.ts';
export type { ProjectRequest } from './project-request.ts';

/**
 * The project that a command run in `request.cwd` belongs to: atmos.yaml as Atmos finds and merges it, profiles on top,
 * ATMOS_* variables above both.
 * Throws Problem `config-not-found`, `config-invalid`, `yaml-invalid`, `profile-not-found` (exit code 2), `import-cycle`,
 * `auth-config-invalid` or `construct-not-supported`. Source of the rules: what Atmos does, as recorded in test/golden (config-*, profile*).
 */
export function loadProject(world: World, request: ProjectRequest): Project {
  const found = findConfig(world, request);
  const { sources, environment } = found;
  const { choices, layers } = readProfiles(found, request);
  const { all, merged } = withProvisioned(found, joined([found.base, layers]));
  const authMap = valueAt(merged, 'auth');
  const { auth, identityDefaults, replaced } = mergeAuth(
    authMap?.type === 'map' ? authMap : undefined,
    all.settings,
    all.identities,
  );
  const config = overrideFromEnvironment(withAuth(merged, auth), environment);
  const { basePath, told } = findBasePath(found, config, request);
  return {
    ...(sources.configFolder !== undefined && { configFolder: sources.configFolder }),
    basePath,
    ...(told !== basePath && { toldBasePath: told }),
    cwd: request.cwd,
    profiles: choices,
    config,
    auth,
    identityDefaults,
    replacedIdentities: replaced,
    realm: readRealm(config, environment, sources.configFolder),
    stacks: stackSettings(config, basePath),
    terraform: terraformSettings(config, basePath),
    env: Object.fromEntries(variables(config)),
    kit: kitSettings(config),
    warnings: all.missing,
  };
}

/** What was provisioned for the providers of a configuration stands below all of it. */
function withProvisioned(
  { yaml, environment, start }: FoundConfig,
  written: Layers,
): { readonly all: Layers; readonly merged: MapValue } {
  const merged = mergeConfig(written.settings, start);
  const { layers, warnings } = provisionedLayers(yaml, environment, merged);
  const missing = [...written.missing, ...warnings];
  if (layers.length === 0) return { all: { ...written, missing }, merged };
  const all = joined([
    { settings: layers, identities: layers, missing: [] },
    { ...written, missing },
  ]);
  return { all, merged: mergeConfig(all.settings, start) };
}

function readProfiles(
  found: FoundConfig,
  request: ProjectRequest,
): { choices: readonly ProfileChoice[]; layers: Layers } {
  const { yaml, sources, around, base, merged, environment } = found;
  const { names, from } = chosenProfiles(request.profiles, environment, merged);
  const folders = profileFolders(merged, environment, sources.configFolder);
  const choices = names.map((name) => {
    const profile = findProfile(yaml, folders, name);
    if (profile === undefined && sources.configFolder === undefined) throw noProject(name, request.cwd);
    if (profile === undefined)
      throw unknownProfile(
        name,
        allProfiles(yaml, folders),
        base.settings,
        (folder) => readProfile(yaml, folder, around, sources.files.at(-1)).settings,
      );
    return { ...profile, from };
  });
  return {
    choices,
    layers: joined(choices.map(({ folder }) => readProfile(yaml, folder, around, sources.files.at(-1)))),
  };
}

function findBasePath(
  found: FoundConfig,
  config: MapValue,
  request: ProjectRequest,
): { basePath: string; told: string } {
  const { environment, sources, around, yaml } = found;
  const given = request.basePath ?? (environment.get('ATMOS_BASE_PATH') || undefined);
  const question = {
    text: given ?? textSetting(config, 'base_path') ?? '',
    from: given === undefined ? 'file' : 'given',
    cwd: request.cwd,
    configFolder: sources.configFolder,
    gitRoot: around.gitRoot,
    ownConfig: sources.ownConfig,
  } as const;
  const basePath = resolveBasePath(question, (path) => yaml.isFolder(path));
  if (given === undefined || yaml.isFolder(basePath)) return { basePath, told: toldBasePath(question) };
  throw new Problem({
    code: 'config-not-found',
    message: `The base path ${given} leads to ${basePath}, which is not a folder.`,
    hint: 'Correct --base-path or ATMOS_BASE_PATH.',
  });
}

const withAuth = (config: MapValue, auth: MapValue): MapValue =>
  config.entries.has('auth') ? { ...config, entries: new Map(config.entries).set('auth', auth) } : config;
