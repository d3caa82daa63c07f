import type { ScalarData } from '../domain/value.ts';

const words: ReadonlyMap<string, ScalarData> = new Map<string, ScalarData>([
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, -Infinity] as const),
]);
const float = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/;
const integer = /^([-+]?)(0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9]\d*)$/;
const timestamp =
  /^(\d{4})-(\d{1,2})-(\d{1,2})([Tt]\d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?(Z|[-+]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?)?$/;
const smallest = -(2n ** 63n);
const largest = 2n ** 64n - 1n;

/**
 * What an unquoted scalar means to go-yaml, whose reading people's configuration was written against: `yes` is
 * text, `010` is eight, `1_000` a thousand. Integers beyond 2^53 are bigint, beyond 64 bits floats.
 */
export function plainScalar(text: string): ScalarData {
  if (words.has(text)) return words.get(text) as ScalarData;
  if (!/^[-+.\d]/.test(text)) return text;
  // A leading dot is only ever a float, and takes no underscores.
  const digits = text.startsWith('.') ? text : text.replaceAll('_', '');
  return (text.startsWith('.') ? undefined : wholeNumber(digits)) ?? floatNumber(digits) ?? text;
}

function wholeNumber(text: string): ScalarData | undefined {
  const match = integer.exec(text);
  if (match === null) return undefined;
  const digits = (match[2] as string).toLowerCase().replace(/^0(?=\d)/, '0o');
  const value = match[1] === '-' ? -BigInt(digits) : BigInt(digits);
  if (value > largest || value < smallest) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function floatNumber(text: string): number | undefined {
  const number = float.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** Whether an unquoted scalar is a date or a time of day on one: go-yaml takes it for a timestamp. */
export function isTimestamp(text: string): boolean {
  const [, year, month, day] = timestamp.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
