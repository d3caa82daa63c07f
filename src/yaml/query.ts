import { type Place, Problem } from '../domain/problem.ts';
import type { Plain } from '../domain/value.ts';
import { toPlain } from '../domain/value.ts';
import { readYaml } from './read-yaml.ts';

const step = /^(?:\.([A-Za-z_][\w-]*)|\.?\["((?:[^"\\]|\\.)*)"\]|\."((?:[^"\\]|\\.)*)"|\.?\[(-?\d+)\])/;

/**
 * What a path expression such as `.a.b[1]`, `.["x"] // "default"` finds in some data; null for nothing, as yq has it.
 * This is what people write behind `!include` and `!terraform.output`.
 * Throws Problem `construct-not-supported` for the rest of yq's language.
 */
export function findByPath(data: Plain, expression: string, at: Place): Plain {
  const [path, ...defaults] = splitDefaults(expression.trim());
  const found = follow(data, (path as string).trim(), expression, at);
  if (found !== null && found !== false) return found;
  for (const text of defaults) {
    const value = text.trim().startsWith('.') ? follow(data, text.trim(), expression, at) : literal(text, at);
    if (value !== null && value !== false) return value;
  }
  return defaults.length > 0 ? literal(defaults.at(-1) as string, at) : found;
}

/** Whether an expression says what to take in place of nothing. */
export const hasDefault = (expression: string): boolean => splitDefaults(expression).length > 1;

/** The parts between `//` that stand outside quotes. */
function splitDefaults(expression: string): string[] {
  const parts = [''];
  for (const [token] of expression.matchAll(/"(?:[^"\\]|\\.)*"|\/\/|[\s\S]/g))
    if (token === '//') parts.push('');
    else parts[parts.length - 1] += token;
  return parts;
}

function follow(data: Plain, path: string, expression: string, at: Place): Plain {
  let rest = path === '.' ? '' : path;
  let value: Plain = data;
  while (rest !== '') {
    const found = step.exec(rest);
    if (found === null)
      throw new Problem({
        code: 'construct-not-supported',
        message: `The expression "${expression}" does more than follow a path.`,
        hint: 'Write a path such as .a.b[0], with // "default" behind it where need be.',
        at,
      });
    rest = rest.slice(found[0].length).replace(/^\?/, '');
    const [, name, bracketed, dotted, index] = found;
    value = below(value, name ?? unescaped(bracketed ?? dotted), index);
  }
  return value;
}

const unescaped = (text: string | undefined): string | undefined => text?.replace(/\\(.)/g, '$1');

function below(value: Plain, name: string | undefined, index: string | undefined): Plain {
  if (Array.isArray(value)) return (index === undefined ? undefined : value.at(Number(index))) ?? null;
  if (typeof value !== 'object' || value === null) return null;
  const key = name ?? index ?? '';
  return (Object.hasOwn(value, key) ? value[key] : undefined) ?? null;
}

function literal(text: string, at: Place): Plain {
  const value = readYaml(text.trim(), at.file);
  return value === undefined ? null : toPlain(value);
}
