import { steers } from '../../src/domain/inert.ts';
import type { Value } from '../../src/domain/value.ts';
import { printJson } from '../../src/yaml/print-json.ts';
import { printYaml } from '../../src/yaml/print-yaml.ts';
import { escapeAll } from './columns.ts';

export type DataFormat = 'yaml' | 'json';

/** A tree for people and programs, keys sorted. Signs that would steer a terminal stand as escapes, which mean the same. */
export function dataText(value: Value, format: DataFormat): string {
  if (format === 'json') return `${escapeAll(printJson(value))}\n`;
  const text = printYaml(value);
  return steers(text) ? yamlWithEscapes(value, text) : text;
}

// The printer leaves some signs as they are, as Atmos's does, and escapes these, which nobody writes.
const escapedByPrinter = Array.from({ length: 32 }, (_, index) => String.fromCharCode(0x80 + index)).filter(
  (sign) => sign !== '\x85',
);

/** Puts signs that the printer escapes in the place of those that it does not, and writes the right escapes after it. */
function yamlWithEscapes(value: Value, text: string): string {
  const left = [...new Set(text)].filter((sign) => sign !== '\n' && steers(sign));
  const free = escapedByPrinter.filter((sign) => !text.includes(escapeOf(sign)));
  const stands = new Map(left.map((sign, index) => [sign, free[index] ?? '\x80']));
  const printed = printYaml(
    mapped(value, (one) => [...one].map((sign) => stands.get(sign) ?? sign).join('')),
  );
  return [...stands].reduce((sum, [sign, other]) => sum.replaceAll(escapeOf(other), escapeOf(sign)), printed);
}

const escapeOf = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

function mapped(value: Value, change: (text: string) => string): Value {
  if (value.type === 'list') return { ...value, items: value.items.map((item) => mapped(item, change)) };
  if (value.type === 'scalar')
    return typeof value.data === 'string' ? { ...value, data: change(value.data) } : value;
  const entries = [...value.entries].map(([key, entry]) => [change(key), mapped(entry, change)] as const);
  return { ...value, entries: new Map(entries) };
}
