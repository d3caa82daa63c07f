import { Problem } from '../domain/problem.ts';
import { type MapValue, type Value, valueAt } from '../domain/value.ts';

const truth = new Map<string, boolean>([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((word) => [word, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((word) => [word, false] as const),
]);

/** A setting as text; undefined where it is absent, null or empty. Throws Problem `config-invalid` for lists and maps. */
export function textSetting(config: MapValue, ...path: readonly string[]): string | undefined {
  const value = valueAt(config, ...path);
  if (value === undefined || (value.type === 'scalar' && value.data === null)) return undefined;
  if (value.type !== 'scalar') throw wrong(path, 'text', value);
  return value.data === '' ? undefined : String(value.data);
}

/** A setting as a truth value, `fallback` where it is absent. Throws Problem `config-invalid`. */
export function flagSetting(config: MapValue, fallback: boolean, ...path: readonly string[]): boolean {
  const text = textSetting(config, ...path);
  if (text === undefined) return fallback;
  const flag = truth.get(text);
  if (flag === undefined) throw wrong(path, 'true or false', valueAt(config, ...path) as Value);
  return flag;
}

/** A setting as a list of texts; one text counts as a list of one. Throws Problem `config-invalid`. */
export function listSetting(config: MapValue, ...path: readonly string[]): readonly string[] {
  const value = valueAt(config, ...path);
  if (value === undefined || (value.type === 'scalar' && value.data === null)) return [];
  return (value.type === 'list' ? value.items : [value]).map((item) => {
    if (item.type !== 'scalar') throw wrong(path, 'a list of texts', item);
    return String(item.data);
  });
}

/** Problem `config-invalid`: the setting is not what it must be. */
export function wrong(path: readonly string[], must: string, value: Value): Problem {
  return new Problem({
    code: 'config-invalid',
    message: `${path.join('.')} must be ${must}.`,
    hint: `Correct ${path.join('.')}.`,
    at: value.at,
  });
}
