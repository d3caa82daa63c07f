import { mapEntries } from '../domain/merge.ts';
import { Problem } from '../domain/problem.ts';
import type { MapValue, Scalar, Value } from '../domain/value.ts';
import type { Environment } from '../ports.ts';
import type { YamlFiles } from '../yaml/yaml-files.ts';
import { environmentValue, functionOf, notSupported } from '../yaml/yaml-function.ts';

/** One configuration file, as it takes part in the merge. */
export interface ConfigLayer {
  readonly file: string;
  readonly layer: 'profile' | 'atmos.yaml';
  /** Keys in lower case but for names: of variables under `env`, of providers and identities. */
  readonly map: MapValue;
}

/** What YAML functions of a configuration file may ask for. */
export interface ConfigSurroundings {
  readonly environment: Environment;
  readonly cwd: string;
  readonly gitRoot: string | undefined;
}

// Below these paths the next key is a name that a person chose.
const named = new Set([
  'env',
  'templates/settings/env',
  'auth/providers',
  'auth/identities',
  'auth/integrations',
]);

/**
 * Reads one configuration file; undefined where it holds nothing.
 * Throws Problem `yaml-invalid`, `config-invalid` (no map at the top), `construct-not-supported`.
 */
export function readLayer(
  yaml: YamlFiles,
  file: string,
  layer: ConfigLayer['layer'],
  around: ConfigSurroundings,
): ConfigLayer | undefined {
  const value = yaml.read(file);
  if (value === undefined) return undefined;
  if (value.type !== 'map')
    throw new Problem({
      code: 'config-invalid',
      message: 'A configuration file must hold a map of settings.',
      hint: 'Compare it with the atmos.yaml of another project.',
      at: value.at,
    });
  return { file, layer, map: normalize(value, '', around) as MapValue };
}

function normalize(value: Value, path: string, around: ConfigSurroundings): Value {
  if (value.type === 'scalar') return evaluate(value, around);
  if (value.tag !== undefined) throw notSupported(`The YAML function ${value.tag}`, value.at);
  if (value.type === 'list')
    return { ...value, items: value.items.map((item) => normalize(item, `${path}/`, around)) };
  const keep = named.has(path);
  const entries = new Map<string, Value>();
  for (const [key, entry] of value.entries) {
    const lower = key.toLowerCase();
    const below = path === '' ? lower : `${path}/${lower}`;
    entries.set(keep ? key : lower, normalize(entry, below, around));
  }
  return mapEntries({ ...value, entries }, (entry) => entry);
}

function evaluate(value: Scalar, around: ConfigSurroundings): Scalar {
  const call = functionOf(value);
  if (call === undefined) return value;
  const text = (data: string): Scalar => ({ type: 'scalar', data, at: value.at });
  if (call.name === '!env') return text(environmentValue(value, call.text, [around.environment.get]));
  if (call.name === '!cwd') return text(around.cwd);
  if (call.name === '!repo-root') return text(around.gitRoot ?? call.text);
  throw notSupported(`The YAML function ${call.name} in a configuration file`, value.at);
}
