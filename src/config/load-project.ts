import { Problem } from '../domain/problem.ts';
import type { ProfileChoice, Project } from '../domain/project.ts';
import { emptyMap, entriesOf, type MapValue, valueAt } from '../domain/value.ts';
import type { Environment, World } from '../ports.ts';
import { YamlFiles } from '../yaml/yaml-files.ts';
import { resolveBasePath } from './base-path.ts';
import type { ConfigSurroundings } from './config-layer.ts';
import { overrideFromEnvironment } from './environment-overrides.ts';
import { findSources, type Sources, usesGitRoot } from './find-sources.ts';
import { mergeAuth } from './merge-auth.ts';
import { mergeConfig } from './merge-config.ts';
import { allProfiles, chosenProfiles, findProfile, profileFolders } from './profiles.ts';
import { joined, type Layers, readProfile, readSource } from './read-layers.ts';
import { textSetting } from './read-setting.ts';
import { readRealm } from './realm.ts';
import { builtInConfig, kitSettings, stackSettings, terraformSettings } from './settings.ts';
import { unknownProfile } from './unknown-profile.ts';

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

/**
 * The project that a command run in `request.cwd` belongs to: atmos.yaml as Atmos finds and merges it, profiles on top,
 * ATMOS_* variables above both.
 * Throws Problem `config-not-found`, `config-invalid`, `yaml-invalid`, `profile-not-found` (exit code 2), `import-cycle`,
 * `auth-config-invalid` or `construct-not-supported`. Source of the rules: docs/architecture.md, "Configuration".
 */
export function loadProject(world: World, request: ProjectRequest): Project {
  const found = findConfig(world, request);
  const { sources, environment } = found;
  const { choices, layers } = readProfiles(found, request);
  const all = joined([found.base, layers]);
  const merged = mergeConfig(all.settings, found.start);
  const authMap = valueAt(merged, 'auth');
  const { auth, identityDefaults } = mergeAuth(
    authMap?.type === 'map' ? authMap : undefined,
    all.settings,
    all.identities,
  );
  const config = overrideFromEnvironment(withAuth(merged, auth), environment);
  const basePath = findBasePath(found, config, request);
  return {
    ...(sources.configFolder !== undefined && { configFolder: sources.configFolder }),
    basePath,
    profiles: choices,
    config,
    auth,
    identityDefaults,
    realm: readRealm(config, environment, sources.configFolder),
    stacks: stackSettings(config, basePath),
    terraform: terraformSettings(config, basePath),
    env: Object.fromEntries(variables(config)),
    kit: kitSettings(config),
    warnings: all.missing,
  };
}

/** Configuration before any profile. */
export interface FoundConfig {
  readonly yaml: YamlFiles;
  readonly sources: Sources;
  readonly around: ConfigSurroundings;
  readonly base: Layers;
  /** What the layers are merged on. */
  readonly start: MapValue;
  readonly merged: MapValue;
  /** The environment with what `env:` of atmos.yaml adds to it. */
  readonly environment: Environment;
}

/** Finds and reads atmos.yaml and what it pulls in, without profiles. */
export function findConfig({ files, environment }: World, request: ProjectRequest): FoundConfig {
  const yaml = new YamlFiles(files);
  const sources = findSources(yaml, environment, request);
  const gitRoot = usesGitRoot(environment) ? sources.gitRoot : undefined;
  const around = { environment, cwd: request.cwd, gitRoot };
  const base = joined(sources.files.map((file) => readSource(yaml, file, around)));
  const start = sources.files.length === 0 ? builtInConfig() : emptyMap({ file: 'atmos.yaml' });
  const merged = mergeConfig(base.settings, start);
  return { yaml, sources, around, base, start, merged, environment: withPromoted(environment, merged) };
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
    if (profile === undefined)
      throw unknownProfile(name, allProfiles(yaml, folders), yaml, base.settings, around);
    return { ...profile, from };
  });
  return { choices, layers: joined(choices.map(({ folder }) => readProfile(yaml, folder, around))) };
}

function findBasePath(found: FoundConfig, config: MapValue, request: ProjectRequest): string {
  const { environment, sources, around, yaml } = found;
  const given = request.basePath ?? (environment.get('ATMOS_BASE_PATH') || undefined);
  const basePath = resolveBasePath(
    {
      text: given ?? textSetting(config, 'base_path') ?? '',
      from: given === undefined ? 'file' : 'given',
      cwd: request.cwd,
      configFolder: sources.configFolder,
      gitRoot: around.gitRoot,
      ownConfig: sources.ownConfig,
    },
    (path) => yaml.isFolder(path),
  );
  if (given === undefined || yaml.isFolder(basePath)) return basePath;
  throw new Problem({
    code: 'config-not-found',
    message: `The base path ${given} leads to ${basePath}, which is not a folder.`,
    hint: 'Correct --base-path or ATMOS_BASE_PATH.',
  });
}

const withAuth = (config: MapValue, auth: MapValue): MapValue =>
  config.entries.has('auth') ? { ...config, entries: new Map(config.entries).set('auth', auth) } : config;

/** `env:` of the configuration, in the case it was written; null is no value. */
function variables(config: MapValue): [string, string][] {
  return [...entriesOf(valueAt(config, 'env'))].flatMap(([name, value]): [string, string][] =>
    value.type === 'scalar' && value.data !== null ? [[name, String(value.data)]] : [],
  );
}

/** ATMOS_* variables of `env:` count as if they were set, where they are not. */
function withPromoted(environment: Environment, config: MapValue): Environment {
  const promoted = new Map(variables(config).filter(([name]) => name.startsWith('ATMOS_')));
  if (promoted.size === 0) return environment;
  return {
    get: (name) => environment.get(name) ?? promoted.get(name),
    withPrefix: (prefix) => ({
      ...Object.fromEntries([...promoted].filter(([name]) => name.startsWith(prefix))),
      ...environment.withPrefix(prefix),
    }),
  };
}
