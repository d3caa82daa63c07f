import type { Effects } from '../domain/effect.ts';
import { mapEntries } from '../domain/merge.ts';
import { Problem } from '../domain/problem.ts';
import type { MapValue, Scalar, Value } from '../domain/value.ts';
import type { Environment } from '../ports.ts';
import { decoded } from '../yaml/decoded.ts';
import { included } from '../yaml/include.ts';
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
  readonly yaml: YamlFiles;
  readonly effects: Effects;
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
 * Throws Suspended, Problem `yaml-invalid`, `config-invalid` (no map at the top), `function-failed`,
 * `construct-not-supported`.
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
  if (value.type === 'scalar') {
    const result = evaluate(value, around);
    return result.type === 'scalar' ? result : normalize(result, path, around);
  }
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

function evaluate(value: Scalar, around: ConfigSurroundings): Value {
  const call = functionOf(value);
  if (call === undefined) return value;
  const text = (data: string): Scalar => ({ type: 'scalar', data, at: value.at });
  if (call.name === '!env') return text(environmentValue(value, call.text, [around.environment.get]));
  if (call.name === '!cwd') return text(around.cwd);
  if (call.name === '!repo-root' || call.name === '!git.root') return text(around.gitRoot ?? call.text);
  if (call.name === '!include' || call.name === '!include.raw')
    return included(
      { yaml: around.yaml, cwd: around.cwd, basePath: around.cwd },
      call.name,
      call.text,
      value.at,
    );
  if (call.name === '!exec') {
    const output = around.effects.answer({ type: 'exec', command: call.text, at: value.at });
    return decoded(String(output).replace(/(\r?\n)+$/, ''), value.at);
  }
  if (call.name === '!random')
    return { type: 'scalar', at: value.at, ...randomBetween(call.text, value, around) };
  throw notSupported(`The YAML function ${call.name} in a configuration file`, value.at);
}

/** A whole number from `min` to `max`, both included: 0 to 65535 unless the function says others. */
function randomBetween(text: string, value: Scalar, { effects }: ConfigSurroundings): Pick<Scalar, 'data'> {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const numbers = words.map(Number);
  const [min, max] = numbers.length === 1 ? [0, ...numbers] : numbers.length === 0 ? [0, 65535] : numbers;
  if (
    words.length > 2 ||
    !Number.isSafeInteger(min) ||
    !Number.isSafeInteger(max) ||
    (min as number) > (max as number)
  )
    throw new Problem({
      code: 'config-invalid',
      message: `!random takes a smallest and a largest whole number, but here it has "${text}".`,
      hint: 'Write !random 1 100.',
      at: value.at,
    });
  const turn = (value.at.line ?? 0) * 1000 + (value.at.column ?? 0);
  const bytes = String(effects.answer({ type: 'random', bytes: 6, turn, at: value.at }));
  const range = (max as number) - (min as number) + 1;
  return { data: (min as number) + (Number.parseInt(bytes, 16) % range) };
}
