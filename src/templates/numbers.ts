import { Fault } from './fault.ts';
import { unquoteCharacter } from './quote.ts';

const decimal = /^[+-]?(?:\d(?:_?\d)*)?(?:\.(?:\d(?:_?\d)*)?)?(?:[eE][+-]?\d+)?$/;
const hexFloat = /^([+-]?)0[xX]_?([0-9a-fA-F_]*)(?:\.([0-9a-fA-F_]*))?[pP]([+-]?\d+)$/;
const integer =
  /^([+-]?)(0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|0(?:_?[0-7])*|[1-9](?:_?\d)*)$/;

const least = -(2n ** 63n);
const most = 2n ** 63n - 1n;

/** True for what fits into 64 bits with a sign. */
const fitsInt64 = (value: bigint): boolean => value >= least && value <= most;

/**
 * An integer as Go's strconv.ParseInt reads it: `base` 0 takes the base from a prefix (0x, 0o, 0, 0b) and allows
 * underscores. Undefined for anything else and for what does not fit into `bits`.
 */
export function parseInteger(text: string, base = 10, bits = 64): bigint | undefined {
  const value = base === 0 ? parsePrefixed(text) : parseDigits(text, base);
  if (value === undefined) return undefined;
  const limit = 2n ** BigInt((bits === 0 ? 64 : bits) - 1);
  return value >= -limit && value < limit ? value : undefined;
}

/** Without a sign and up to `bits`, as strconv.ParseUint reads it. */
export function parseUnsigned(text: string, base = 10, bits = 64): bigint | undefined {
  if (/^[+-]/.test(text)) return undefined;
  const value = base === 0 ? parsePrefixed(text) : parseDigits(text, base);
  return value !== undefined && value < 2n ** BigInt(bits === 0 ? 64 : bits) ? value : undefined;
}

function parsePrefixed(text: string): bigint | undefined {
  const [, sign, digits] = integer.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const plain = digits.replaceAll('_', '');
  const value = /^0\d/.test(plain) ? BigInt(`0o${plain.slice(1)}`) : BigInt(plain);
  return sign === '-' ? -value : value;
}

function parseDigits(text: string, base: number): bigint | undefined {
  if (base < 2 || base > 36) return undefined;
  const [, sign, digits] = /^([+-]?)([0-9a-zA-Z]+)$/.exec(text) ?? [];
  if (digits === undefined || digits.length > 70) return undefined;
  let value = 0n;
  for (const character of digits.toLowerCase()) {
    const digit = Number.parseInt(character, 36);
    if (digit >= base) return undefined;
    value = value * BigInt(base) + BigInt(digit);
  }
  return sign === '-' ? -value : value;
}

/** A float as Go's strconv.ParseFloat reads it, or undefined. */
export function parseFloatText(text: string): number | undefined {
  if (/^[+-]?inf(?:inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^[+-]?nan$/i.test(text)) return Number.NaN;
  const hex = hexFloat.exec(text);
  if (hex !== null) return parseHexFloat(hex);
  if (!/\d/.test(text) || !decimal.test(text) || text.includes('_')) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function parseHexFloat([, sign, whole = '', fraction = '', power = '0']: RegExpExecArray):
  | number
  | undefined {
  const digits = (whole + fraction).replaceAll('_', '');
  if (digits === '' || digits.length > 300) return undefined;
  const exponent = Number(power) - 4 * fraction.replaceAll('_', '').length;
  const value = Number(BigInt(`0x${digits}`)) * 2 ** exponent;
  return sign === '-' ? -value : value;
}

/** A number in a template: which kinds of Go number it can be decides where it may stand. */
export interface NumberConstant {
  readonly integer?: bigint;
  readonly float?: number;
  readonly unsigned?: bigint;
  /** Without a type that asks for it, this is a float. */
  readonly isFloat: boolean;
}

/** Reads a number or a character constant. Fault where Go takes it for none. */
export function parseConstant(text: string): NumberConstant {
  if (text.startsWith("'")) {
    const point = BigInt(unquoteCharacter(text));
    return { integer: point, unsigned: point, float: Number(point), isFloat: false };
  }
  if (text.endsWith('i')) throw new Fault(`complex numbers such as ${text} are not supported`);
  const whole = parsePrefixed(text);
  if (whole !== undefined && whole <= 2n ** 64n - 1n && whole >= least) {
    return {
      ...(fitsInt64(whole) && { integer: whole }),
      ...(whole >= 0n && !/^[+-]/.test(text) && { unsigned: whole }),
      float: Number(whole),
      isFloat: false,
    };
  }
  const float = parseFloatText(text.replace(/(?<=[0-9])_(?=[0-9])/g, ''));
  if (float === undefined) throw new Fault(`illegal number syntax: "${text}"`);
  if (!/[.eEpP]/.test(text)) throw new Fault(`integer overflow: "${text}"`);
  const isWhole = Number.isInteger(float) && Math.abs(float) < 2 ** 63;
  return {
    float,
    ...(isWhole && { integer: BigInt(float) }),
    ...(isWhole && float >= 0 && { unsigned: BigInt(float) }),
    isFloat: true,
  };
}
