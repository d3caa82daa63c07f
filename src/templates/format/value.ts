import { Fault } from '../fault.ts';
import { deepest } from '../plain.ts';
import { typeName } from '../types.ts';
import { Dict, type GoObject, Int, Slice, type Value } from '../values.ts';
import { type Directive, noFlags, pad } from './directive.ts';
import { formatBoolean, formatBytes, formatInteger, formatNumber, formatText } from './verbs.ts';

/** A value as `%v` prints it. */
export const textOfValue = (value: Value): string => formatValue(value, { verb: 'v', flags: noFlags });

/** A value as one directive of printf prints it; a verb that is none for its type shows that, as in Go. */
export function formatValue(value: Value, directive: Directive, depth = 0): string {
  if (depth > deepest) throw new Fault('the data is nested too deeply, or contains itself');
  const { verb } = directive;
  if (value === undefined || value === null) return formatNil(directive, depth);
  if (verb === 'T') return pad(typeName(value), directive);
  if (verb === 'p') return badVerb(value, verb);
  if (value instanceof Slice) return formatSlice(value, directive, depth);
  if (value instanceof Dict) return formatDict(value, directive, depth);
  return formatScalar(value, directive) ?? badVerb(value, verb);
}

function formatScalar(
  value: string | boolean | bigint | number | Int | GoObject,
  directive: Directive,
): string | undefined {
  if (typeof value === 'string') return formatText(value, directive);
  if (typeof value === 'boolean') return formatBoolean(value, directive);
  if (typeof value === 'number') return formatNumber(value, directive);
  if (typeof value === 'bigint') return formatInteger(value, directive, value);
  if (value instanceof Int) return formatInteger(value.value, directive, value);
  return 'vsqxX'.includes(directive.verb) ? formatText(value.text(), directive) : undefined;
}

function formatNil(directive: Directive, depth: number): string {
  const { verb, flags } = directive;
  if (verb === 'T' || verb === 'v')
    return pad(flags.sharp && depth > 0 ? 'interface {}(nil)' : '<nil>', directive);
  // Within a list or a map Go prints a nil alike for every verb.
  return depth > 0 ? pad('<nil>', { ...directive, flags: { ...flags, zero: false } }) : `%!${verb}(<nil>)`;
}

const badVerb = (value: Value, verb: string): string => `%!${verb}(${typeName(value)}=${textOfValue(value)})`;

function formatSlice(value: Slice, directive: Directive, depth: number): string {
  const { verb, flags } = directive;
  const bytes = bytesOf(value);
  if (bytes !== undefined && 'sqxX'.includes(verb)) {
    if ('xX'.includes(verb)) return pad(formatBytes(bytes, directive), directive);
    return formatText(Buffer.from(bytes).toString(), directive) ?? '';
  }
  if (verb === 'v' && flags.sharp) {
    if (value.isNil) return `${typeName(value)}(nil)`;
    return `${typeName(value)}{${value.items.map((item) => formatValue(item, directive, depth + 1)).join(', ')}}`;
  }
  return `[${value.items.map((item) => formatValue(item, directive, depth + 1)).join(' ')}]`;
}

/** The bytes of a byte slice, or undefined for any other list. */
export function bytesOf(value: Value): Uint8Array | undefined {
  if (!(value instanceof Slice) || value.element !== 'uint8') return undefined;
  return Uint8Array.from(value.items, (item) => (item instanceof Int ? Number(item.value) : 0));
}

function formatDict(value: Dict, directive: Directive, depth: number): string {
  const goSyntax = directive.verb === 'v' && directive.flags.sharp;
  const entries = value
    .sortedKeys()
    .map(
      (key) =>
        `${formatValue(key, directive, depth + 1)}:${formatValue(value.entries.get(key), directive, depth + 1)}`,
    );
  return goSyntax ? `${typeName(value)}{${entries.join(', ')}}` : `map[${entries.join(' ')}]`;
}
