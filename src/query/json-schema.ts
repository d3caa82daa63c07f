import { Ajv } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { isProblem, type Place, Problem } from '../domain/problem.ts';
import { type MapValue, type Plain, toPlain, type Value } from '../domain/value.ts';
import { readJson } from '../yaml/print-json.ts';

/** One thing that a value and a schema disagree about. */
export interface SchemaFault {
  /** Keys from the top, such as `vars.size`; empty for the whole. */
  readonly path: string;
  readonly message: string;
  /** Where the value was written. */
  readonly at: Place;
}

/**
 * What of a tree a JSON Schema forbids. Drafts 2020-12 (unless the schema names another), 2019-09, 7 and 6. Formats
 * count up to draft 7 and are remarks after it, as the specifications say.
 * Throws Problem `config-invalid` for a schema that is none, `construct-not-supported` for an older draft.
 */
export function schemaFaults(value: MapValue, text: string, file: string): readonly SchemaFault[] {
  const schema = parsed(text, file);
  const validate = compiled(schema, file);
  if (validate(inexact(toPlain(value)))) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const path = instancePath.split('/').slice(1).map(unescaped);
    const extra = (params as { additionalProperty?: string }).additionalProperty;
    const allowed = (params as { allowedValues?: readonly unknown[] }).allowedValues;
    const more =
      extra !== undefined ? ` (${extra})` : allowed !== undefined ? ` (${allowed.join(', ')})` : '';
    return {
      path: path.join('.'),
      message: `${message ?? 'is not allowed'}${more}`,
      at: nearestValue(value, extra === undefined ? path : [...path, extra]).at,
    };
  });
}

function parsed(text: string, file: string): object | boolean {
  try {
    const schema = readJson(text);
    if (typeof schema === 'boolean') return schema;
    if (typeof schema === 'object' && schema !== null && !Array.isArray(schema)) return schema;
  } catch (cause) {
    throw notASchema(`is no JSON: ${(cause as Error).message}`, file, cause);
  }
  throw notASchema('holds no schema', file);
}

function compiled(schema: object | boolean, file: string) {
  const draft = String((schema as { $schema?: unknown }).$schema ?? '');
  // Unknown keywords are remarks to other programs; a strict compiler would refuse schemas that Atmos takes.
  const options = { strict: false, allErrors: true, logger: false, validateFormats: false } as const;
  try {
    if (/draft-0[67]/.test(draft)) {
      const ajv = new Ajv({ ...options, validateFormats: true });
      addFormats.default(ajv);
      // What draft 6 says, draft 7 says as well; only its name is not known.
      const { $schema: _, ...rest } = schema as { $schema?: string };
      return ajv.compile(rest);
    }
    if (/draft-0[34]/.test(draft))
      throw new Problem({
        code: 'construct-not-supported',
        message: `The schema is written in ${draft}, which is not supported.`,
        hint: 'Write it in draft 7 or later, or use the atmos program.',
        at: { file },
      });
    if (draft.includes('2019-09')) return new Ajv2019(options).compile(schema);
    return new Ajv2020(options).compile(schema);
  } catch (cause) {
    if (isProblem(cause)) throw cause;
    throw notASchema(`cannot be used: ${(cause as Error).message}`, file, cause);
  }
}

const notASchema = (why: string, file: string, cause?: unknown): Problem =>
  new Problem({
    code: 'config-invalid',
    message: `The schema ${file} ${why}.`,
    hint: 'Correct the schema.',
    at: { file },
    cause,
  });

/** The validator knows no bigint: the nearest number has the same type and, but for its last digits, the same size. */
function inexact(plain: Plain): unknown {
  if (typeof plain === 'bigint') return Number(plain);
  if (Array.isArray(plain)) return plain.map(inexact);
  if (typeof plain !== 'object' || plain === null) return plain;
  return Object.fromEntries(Object.entries(plain).map(([key, value]) => [key, inexact(value)]));
}

const unescaped = (key: string): string => key.replaceAll('~1', '/').replaceAll('~0', '~');

/** The value at a path, or the last one on the way to it. */
function nearestValue(value: Value, path: readonly string[]): Value {
  const [key, ...rest] = path;
  if (key === undefined || value.type === 'scalar') return value;
  const next = value.type === 'list' ? value.items[Number(key)] : value.entries.get(key);
  return next === undefined ? value : nearestValue(next, rest);
}
