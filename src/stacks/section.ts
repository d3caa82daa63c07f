import { type Place, Problem } from '../domain/problem.ts';
import type { MapValue, Value } from '../domain/value.ts';

/** A map below `map`, undefined where it is absent or null. Throws Problem `stack-invalid` for anything else. */
export function mapSection(
  map: MapValue | undefined,
  key: string,
  of = 'This manifest',
): MapValue | undefined {
  const value = map?.entries.get(key);
  if (value === undefined || isNull(value)) return undefined;
  if (value.type !== 'map') throw stackInvalid(`${of} has a section "${key}" that is no map.`, value.at);
  return value;
}

/** A text below `map`, a function as text, undefined where it is absent or null. Throws Problem `stack-invalid` for a list or a map. */
export function textSection(map: MapValue | undefined, key: string, of: string): string | undefined {
  const value = map?.entries.get(key);
  if (value === undefined || isNull(value)) return undefined;
  if (value.type !== 'scalar') throw stackInvalid(`${key} of ${of} must be text.`, value.at);
  return value.tag === undefined ? String(value.data) : `${value.tag} ${value.data}`.trim();
}

export const isNull = (value: Value): boolean => value.type === 'scalar' && value.data === null;

/** Problem `stack-invalid` with what to do about it. */
export const stackInvalid = (message: string, at: Place, hint?: string): Problem =>
  new Problem({
    code: 'stack-invalid',
    message,
    hint: hint ?? `Correct line ${at.line} of the manifest.`,
    at,
  });
