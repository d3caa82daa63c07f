import { quoteText } from '../quote.ts';
import { isUnsigned } from '../types.ts';
import type { Value } from '../values.ts';
import { type Directive, pad, padNumber } from './directive.ts';
import { formatFloat, formatHexFloat } from './float.ts';

/** What a verb prints for a value, or undefined where it is none for values of that type. */
export function formatBoolean(value: boolean, directive: Directive): string | undefined {
  return 'tv'.includes(directive.verb) ? pad(String(value), directive) : undefined;
}

const bases: Readonly<Record<string, readonly [radix: number, prefix: string]>> = {
  b: [2, '0b'],
  o: [8, '0'],
  O: [8, '0o'],
  d: [10, ''],
  v: [10, ''],
  x: [16, '0x'],
  X: [16, '0X'],
};

/** An integer by its verb. `typed` is the value itself: `%#v` prints unsigned ones in another way. */
export function formatInteger(value: bigint, directive: Directive, typed: Value): string | undefined {
  const { verb, flags } = directive;
  const base = bases[verb];
  if (base !== undefined) {
    if (verb === 'v' && flags.sharp && isUnsigned(typed)) return `0x${value.toString(16)}`;
    return digits(value, base, directive);
  }
  const point = value >= 0n && value <= 0x10ffffn ? Number(value) : 0xfffd;
  const character = String.fromCodePoint(point >= 0xd800 && point <= 0xdfff ? 0xfffd : point);
  if (verb === 'c') return pad(character, directive);
  if (verb === 'q') return pad(quoteText(character, flags.plus, "'"), directive);
  if (verb !== 'U') return undefined;
  const name = `U+${value.toString(16).toUpperCase().padStart(4, '0')}`;
  return pad(flags.sharp ? `${name} '${character}'` : name, {
    ...directive,
    flags: { ...flags, zero: false },
  });
}

function digits(value: bigint, [radix, prefix]: readonly [number, string], directive: Directive): string {
  const { verb, flags, precision, width } = directive;
  let text = (value < 0n ? -value : value).toString(radix);
  if (verb === 'X') text = text.toUpperCase();
  if (precision === 0 && value === 0n) return pad('', { ...directive, flags: { ...flags, zero: false } });
  const sign = value < 0n ? '-' : flags.plus ? '+' : flags.space ? ' ' : '';
  if (precision !== undefined) text = text.padStart(precision, '0');
  else if (flags.zero && !flags.minus && width !== undefined) text = text.padStart(width - sign.length, '0');
  const shown = verb === 'O' || (flags.sharp && verb !== 'v') ? prefix : '';
  if (shown === '0' && text.startsWith('0'))
    return pad(sign + text, { ...directive, flags: { ...flags, zero: false } });
  return pad(sign + shown + text, { ...directive, flags: { ...flags, zero: false } });
}

/** A float by its verb. */
export function formatNumber(value: number, directive: Directive): string | undefined {
  const { verb, flags, precision } = directive;
  const shape = { e: 'e', E: 'e', f: 'f', F: 'f', g: 'g', G: 'g', v: 'g' } as const;
  if ((verb === 'x' || verb === 'X') && precision === undefined) {
    const hex = formatHexFloat(value);
    return padNumber(verb === 'X' ? hex.toUpperCase() : hex, directive);
  }
  if (!(verb in shape)) return undefined;
  const kind = shape[verb as keyof typeof shape];
  let text = formatFloat(value, kind, precision ?? (kind === 'g' ? -1 : 6));
  if (flags.sharp && verb !== 'v') text = withPoint(text, kind, precision ?? 6);
  if (verb === 'E' || verb === 'G') text = text.toUpperCase();
  text = text.replace(/^\+(?=Inf)/, '');
  if (!text.startsWith('-') && flags.plus) text = `+${text}`;
  else if (!text.startsWith('-') && flags.space) text = ` ${text}`;
  const zero = flags.zero && Number.isFinite(value);
  return padNumber(Number.isNaN(value) ? 'NaN' : text, { ...directive, flags: { ...flags, zero } });
}

/** `#` keeps the point, and with `%g` the zeros up to the precision. */
function withPoint(text: string, shape: 'e' | 'f' | 'g', precision: number): string {
  const [mantissa = '', exponent] = text.split('e');
  const tail = exponent === undefined ? '' : `e${exponent}`;
  const pointed = mantissa.includes('.') ? mantissa : `${mantissa}.`;
  if (shape !== 'g') return pointed + tail;
  const count = pointed.replace(/[-.]/g, '').replace(/^0+(?=[1-9])/, '').length;
  return pointed + '0'.repeat(Math.max(0, precision - count)) + tail;
}

/** A string by its verb. */
export function formatText(value: string, directive: Directive): string | undefined {
  const { verb, flags, precision } = directive;
  const cut = precision === undefined ? value : [...value].slice(0, precision).join('');
  switch (verb) {
    case 'v':
      return pad(flags.sharp ? quoteText(value) : cut, directive);
    case 's':
      return pad(cut, directive);
    case 'q':
      return pad(flags.sharp && canStandRaw(cut) ? `\`${cut}\`` : quoteText(cut, flags.plus), directive);
    case 'x':
    case 'X':
      return pad(formatBytes(Buffer.from(value), directive), directive);
    default:
      return undefined;
  }
}

const canStandRaw = (text: string): boolean => !/[`\u0000-\u0008\u000a-\u001f\u007f\ufeff]/.test(text);

/** Bytes in hexadecimal, with spaces between them and `0x` in front where flags say so. */
export function formatBytes(bytes: Uint8Array, { verb, flags, precision }: Directive): string {
  const shown = precision === undefined ? bytes : bytes.slice(0, precision);
  const prefix = flags.sharp && shown.length > 0 ? '0x' : '';
  const pairs = [...shown].map((byte) => byte.toString(16).padStart(2, '0'));
  const text = flags.space ? pairs.map((pair) => prefix + pair).join(' ') : prefix + pairs.join('');
  return verb === 'X' ? text.toUpperCase() : text;
}
