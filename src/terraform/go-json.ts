import { Problem } from '../domain/problem.ts';
import type { MapValue, Scalar, Value } from '../domain/value.ts';

/**
 * JSON as Atmos writes it, so that a file that stands in a repository stays as it is: two spaces, sorted keys,
 * `<`, `>` and `&` escaped, numbers exact. No line break at the end.
 * Problem `stack-invalid` (with the place) for what JSON cannot hold: infinity and not-a-number.
 */
export function goJson(value: Value): string {
  return write(value, '');
}

/** A map without a place of its own in any file: the wrapping that Terraform expects around a value. */
export function wrap(entries: Readonly<Record<string, Value>>, around: MapValue): MapValue {
  return { type: 'map', entries: new Map(Object.entries(entries)), at: around.at };
}

function write(value: Value, indent: string): string {
  const deeper = `${indent}  `;
  switch (value.type) {
    case 'scalar':
      return scalar(value);
    case 'list':
      if (value.items.length === 0) return '[]';
      return `[\n${value.items.map((item) => deeper + write(item, deeper)).join(',\n')}\n${indent}]`;
    case 'map': {
      if (value.entries.size === 0) return '{}';
      const lines = [...value.entries]
        .sort(([a], [b]) => byBytes(a, b))
        .map(([key, entry]) => `${deeper}${text(key)}: ${write(entry, deeper)}`);
      return `{\n${lines.join(',\n')}\n${indent}}`;
    }
  }
}

function scalar({ data, at }: Scalar): string {
  if (typeof data === 'string') return text(data);
  if (typeof data !== 'number') return String(data);
  if (!Number.isFinite(data)) {
    throw new Problem({
      code: 'stack-invalid',
      message: `${data} cannot be handed to Terraform: JSON has no such number.`,
      hint: 'Write an ordinary number, or the text in quotes.',
      at,
    });
  }
  return Object.is(data, -0) ? '-0' : String(data);
}

function text(data: string): string {
  return JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Go sorts strings by their UTF-8 bytes; JavaScript by UTF-16 units, which differs beyond U+FFFF. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
