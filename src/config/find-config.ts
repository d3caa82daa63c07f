import { noEffects } from '../domain/effect.ts';
import { emptyMap, entriesOf, type MapValue, valueAt } from '../domain/value.ts';
import type { Environment, World } from '../ports.ts';
import { YamlFiles } from '../yaml/yaml-files.ts';
import type { ConfigSurroundings } from './config-layer.ts';
import { findSources, type Sources, usesGitRoot } from './find-sources.ts';
import { mergeConfig } from './merge-config.ts';
import type { ProjectRequest } from './project-request.ts';
import { joined, type Layers, readSource } from './read-layers.ts';
import { builtInConfig } from './settings.ts';

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
export function findConfig({ files, environment, effects }: World, request: ProjectRequest): FoundConfig {
  const yaml = new YamlFiles(files);
  const sources = findSources(yaml, environment, request);
  const gitRoot = usesGitRoot(environment) ? sources.gitRoot : undefined;
  const around = { yaml, environment, effects: effects ?? noEffects, cwd: request.cwd, gitRoot };
  const base = joined(sources.files.map((file) => readSource(yaml, file, around)));
  const start = sources.files.length === 0 ? builtInConfig() : emptyMap({ file: 'atmos.yaml' });
  const merged = mergeConfig(base.settings, start);
  return { yaml, sources, around, base, start, merged, environment: withPromoted(environment, merged) };
}

/** `env:` of the configuration, in the case it was written; null is no value. */
export function variables(config: MapValue): [string, string][] {
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
