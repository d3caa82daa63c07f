import { Fault } from './fault.ts';
import { bytesOf } from './format/value.ts';
import { deepest } from './plain.ts';
import { Version } from './semver/version.ts';
import { layouts } from './time/layout.ts';
import { Time } from './time/time.ts';
import { typeName } from './types.ts';
import { Dict, dictOf, type GoObject, Int, listOf, Slice, type Value } from './values.ts';

/** How JSON is written: with `<`, `>` and `&` escaped or not, on one line or with an indent for each level. */
export interface JsonStyle {
  readonly escapeHtml: boolean;
  readonly indent?: string;
  /** Whole floats keep a point: `1.0`. */
  readonly floatPoint?: boolean;
}

/** A value as Go's encoding/json writes it, keys sorted. Fault for what JSON cannot hold. */
export function printJson(value: Value, style: JsonStyle, depth = 0): string {
  if (depth > deepest) throw new Fault('the data is nested too deeply, or contains itself');
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'string') return quoteJson(value, style.escapeHtml);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return numberText(value, style);
  if (value instanceof Int) return String(value.value);
  if (value instanceof Slice) return listText(value, style, depth);
  if (value instanceof Dict) return mapText(value, style, depth);
  return objectText(value, style);
}

function numberText(value: number, { floatPoint }: JsonStyle): string {
  if (!Number.isFinite(value)) throw new Fault(`JSON has no ${value}`);
  const text = Object.is(value, -0) ? '-0' : String(value);
  return floatPoint === true && /^-?\d+$/.test(text) ? `${text}.0` : text;
}

function listText(value: Slice, style: JsonStyle, depth: number): string {
  if (value.isNil) return 'null';
  const bytes = bytesOf(value);
  if (bytes !== undefined) return `"${Buffer.from(bytes).toString('base64')}"`;
  return enclose(
    '[]',
    value.items.map((item) => printJson(item, style, depth + 1)),
    style,
    depth,
  );
}

function mapText(value: Dict, style: JsonStyle, depth: number): string {
  const colon = style.indent === undefined ? ':' : ': ';
  const entries = value
    .sortedKeys()
    .map(
      (key) => quoteJson(key, style.escapeHtml) + colon + printJson(value.entries.get(key), style, depth + 1),
    );
  return enclose('{}', entries, style, depth);
}

function enclose(brackets: string, parts: readonly string[], { indent }: JsonStyle, depth: number): string {
  const [open, close] = brackets;
  if (parts.length === 0) return brackets;
  if (indent === undefined) return `${open}${parts.join(',')}${close}`;
  const [outer, inner] = [`\n${indent.repeat(depth)}`, `\n${indent.repeat(depth + 1)}`];
  return `${open}${inner}${parts.join(`,${inner}`)}${outer}${close}`;
}

function objectText(value: GoObject, { escapeHtml }: JsonStyle): string {
  if (value instanceof Time) return quoteJson(value.format(layouts.RFC3339Nano), escapeHtml);
  if (value instanceof Version) return quoteJson(value.text(), escapeHtml);
  throw new Fault(`a value of type ${typeName(value)} cannot be written as JSON`);
}

const escaped = /[\u0000-\u001f"\\\u2028\u2029]/g;
const escapedForHtml = /[\u0000-\u001f"\\\u2028\u2029<>&]/g;

function quoteJson(text: string, forHtml: boolean): string {
  const replaced = Buffer.from(text)
    .toString()
    .replace(forHtml ? escapedForHtml : escaped, (character) => {
      const short = JSON.stringify(character).slice(1, -1);
      return short.length === 2 ? short : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    });
  return `"${replaced}"`;
}

/** The value of a JSON text; every number is a float, as in Go. Fault where the text is no JSON. */
export function parseJson(text: string): Value {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new Fault(error instanceof Error ? `invalid JSON: ${error.message}` : 'invalid JSON');
  }
  return fromJson(data, 0);
}

function fromJson(data: unknown, depth: number): Value {
  if (depth > 1000) throw new Fault('the JSON is nested too deeply');
  if (Array.isArray(data)) return listOf(data.map((item) => fromJson(item, depth + 1)));
  if (typeof data === 'object' && data !== null) {
    return dictOf(Object.entries(data).map(([key, item]) => [key, fromJson(item, depth + 1)]));
  }
  if (typeof data === 'number' || typeof data === 'string' || typeof data === 'boolean') return data;
  return null;
}
