/**
 * A float as Go's strconv prints it. Precision -1 means as few digits as tell it from its neighbours.
 * Shape `g` takes the exponent where it is below -4 or not below the precision (6 where that is -1).
 */
export function formatFloat(value: number, shape: 'e' | 'f' | 'g', precision: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (shape === 'e') return exponential(value, precision);
  if (shape === 'f') return fixed(value, precision);
  return general(value, precision);
}

function exponential(value: number, precision: number): string {
  const text = precision < 0 ? value.toExponential() : value.toExponential(Math.min(precision, 100));
  const signed = Object.is(value, -0) ? `-${text}` : text;
  // Go writes two digits of exponent at least.
  return signed.replace(/e([+-])(\d)$/, 'e$10$2');
}

function fixed(value: number, precision: number): string {
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const size = Math.abs(value);
  if (precision < 0) return sign + unfold(size.toString());
  if (size < 1e21) return sign + exactFixed(size, precision);
  const whole = BigInt(size).toString();
  return sign + (precision > 0 ? `${whole}.${'0'.repeat(precision)}` : whole);
}

// Unlike Go, toFixed rounds a tie away from zero: the exact decimal value of a float tells ties.
function exactFixed(size: number, precision: number): string {
  const text = size.toFixed(Math.min(precision, 100));
  if (precision > 99) return text;
  const exact = size.toFixed(Math.min(100, precision + 60));
  const cut = exact.length - (Math.min(100, precision + 60) - precision);
  const rest = exact.slice(cut).replace('.', '');
  if (!/^50*$/.test(rest)) return text;
  const kept = exact.slice(0, precision === 0 ? exact.indexOf('.') : cut);
  return Number(kept.at(-1)) % 2 === 0 ? kept : text;
}

/** Digits without an exponent. */
function unfold(text: string): string {
  const [mantissa = '', exponent] = text.split('e');
  if (exponent === undefined) return text;
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  return point >= digits.length
    ? digits.padEnd(point, '0')
    : `${digits.slice(0, point)}.${digits.slice(point)}`;
}

function general(value: number, precision: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const wanted = precision === 0 ? 1 : precision;
  const scientific = wanted < 0 ? value.toExponential() : value.toExponential(Math.min(wanted - 1, 100));
  const [mantissa = '', power = '0'] = scientific.split('e');
  const exponent = Number(power);
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  const digits = short.replace(/[-.]/g, '').length;
  const limit = wanted < 0 ? 6 : wanted > digits && digits > exponent ? digits : wanted;
  if (exponent < -4 || exponent >= limit) return `${short}e${power.replace(/^([+-])(\d)$/, '$10$2')}`;
  return (value < 0 ? '-' : '') + unfold(`${short.replace('-', '')}e${exponent}`);
}

/** A float in hexadecimal with a binary exponent, such as `0x1.8p+01`. */
export function formatHexFloat(value: number): string {
  if (!Number.isFinite(value)) return formatFloat(value, 'g', -1);
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, Math.abs(value));
  const raw = bits.getBigUint64(0);
  let [exponent, mantissa] = [Number(raw >> 52n) - 1023, raw & ((1n << 52n) - 1n)];
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (raw === 0n) return `${sign}0x0p+00`;
  if (exponent === -1023) {
    // A subnormal number has no leading one: its first bit becomes it.
    const shift = 53 - mantissa.toString(2).length;
    [exponent, mantissa] = [-1022 - shift, (mantissa << BigInt(shift)) & ((1n << 52n) - 1n)];
  }
  const digits = mantissa.toString(16).padStart(13, '0').replace(/0+$/, '');
  const power = `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  return `${sign}0x1${digits === '' ? '' : `.${digits}`}p${power}`;
}
