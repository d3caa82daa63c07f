import { Problem } from '../domain/problem.ts';
import { type Plain, type Scalar, toPlain, type Value } from '../domain/value.ts';
import { readYaml } from './read-yaml.ts';

/**
 * A tree as JSON with sorted keys and exact numbers; two spaces a level, or all in one line where `compact`. No line
 * break at the end. Problem `stack-invalid` (with the place) for what JSON cannot hold.
 */
export function printJson(value: Value, compact = false): string {
  return write(value, compact ? undefined : '\n');
}

/** JSON text as data, integers beyond 2^53 exact. Throws a SyntaxError for anything that is no JSON. */
export function readJson(text: string): Plain {
  const plain = JSON.parse(text) as Plain;
  // Only a number of so many digits can have lost some; JSON is YAML, and that reader keeps them.
  const value = /\d{16}/.test(text) ? readYaml(text, 'json') : undefined;
  return value === undefined ? plain : toPlain(value);
}

/** `lineBreak` is the line break and the indent of the line that the value begins in. */
function write(value: Value, lineBreak: string | undefined): string {
  if (value.type === 'scalar') return scalar(value);
  const deeper = lineBreak === undefined ? undefined : `${lineBreak}  `;
  const [open, close] = value.type === 'list' ? '[]' : '{}';
  const colon = lineBreak === undefined ? ':' : ': ';
  const parts =
    value.type === 'list'
      ? value.items.map((item) => write(item, deeper))
      : [...value.entries]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, entry]) => `${JSON.stringify(key)}${colon}${write(entry, deeper)}`);
  if (parts.length === 0) return `${open}${close}`;
  return `${open}${deeper ?? ''}${parts.join(`,${deeper ?? ''}`)}${lineBreak ?? ''}${close}`;
}

function scalar({ data, at }: Scalar): string {
  if (typeof data === 'string') return JSON.stringify(data);
  if (typeof data !== 'number') return String(data);
  if (Number.isFinite(data)) return Object.is(data, -0) ? '-0' : String(data);
  throw new Problem({
    code: 'stack-invalid',
    message: `${data} cannot be printed: JSON has no such number.`,
    hint: 'Use --format yaml.',
    at,
  });
}
