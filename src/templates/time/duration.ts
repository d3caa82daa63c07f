import { fn } from '../signature.ts';
import { GoObject, int64, type Member, type Value } from '../values.ts';

export const second = 1_000_000_000n;
export const minute = 60n * second;
export const hour = 60n * minute;

const units: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: second,
  m: minute,
  h: hour,
};

/** A span of time in nanoseconds. */
export class Duration extends GoObject {
  readonly type = 'time.Duration';
  readonly kind = 'int64';
  readonly nanoseconds: bigint;

  constructor(nanoseconds: bigint) {
    super();
    this.nanoseconds = nanoseconds;
  }

  text(): string {
    return formatDuration(this.nanoseconds);
  }

  member(name: string): Member | undefined {
    const value = this.#value(name);
    return value === undefined ? undefined : { method: fn([], () => value) };
  }

  #value(name: string): Value {
    const nanoseconds = Number(this.nanoseconds);
    switch (name) {
      case 'String':
        return this.text();
      case 'Hours':
        return nanoseconds / 3.6e12;
      case 'Minutes':
        return nanoseconds / 6e10;
      case 'Seconds':
        return nanoseconds / 1e9;
      case 'Milliseconds':
        return int64(this.nanoseconds / 1_000_000n);
      case 'Microseconds':
        return int64(this.nanoseconds / 1_000n);
      case 'Nanoseconds':
        return int64(this.nanoseconds);
      case 'Abs':
        return new Duration(this.nanoseconds < 0n ? -this.nanoseconds : this.nanoseconds);
      default:
        return undefined;
    }
  }
}

/** As Go prints durations: `1h2m3.5s`, `1.5ms`, `0s`. */
export function formatDuration(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s';
  const sign = nanoseconds < 0n ? '-' : '';
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (size < 1_000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${decimal(size, 1_000n)}µs`;
  if (size < second) return `${sign}${decimal(size, 1_000_000n)}ms`;
  const hours = size / hour;
  const minutes = (size % hour) / minute;
  const seconds = decimal(size % minute, second);
  return `${sign}${hours > 0n ? `${hours}h` : ''}${hours > 0n || minutes > 0n ? `${minutes}m` : ''}${seconds}s`;
}

function decimal(size: bigint, unit: bigint): string {
  const fraction = String(unit + (size % unit)).slice(1);
  return `${size / unit}.${fraction}`.replace(/\.?0+$/, '') || '0';
}

/** Nanoseconds of a Go duration such as `1h30m` or `-1.5s`; undefined where it is none. */
export function parseDuration(text: string): bigint | undefined {
  const [, sign, body = ''] = /^([-+]?)(.*)$/su.exec(text) ?? [];
  if (body === '0') return 0n;
  const part = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;
  let total = 0n;
  let end = 0;
  while (end < body.length) {
    part.lastIndex = end;
    const [all, number = '', unit = ''] = part.exec(body) ?? [];
    if (all === undefined) return undefined;
    end += all.length;
    const [whole = '', fraction = ''] = number.split('.');
    const scale = 10n ** BigInt(fraction.length);
    total += (BigInt(`${whole}${fraction}` || '0') * (units[unit] ?? 0n)) / scale;
  }
  if (end === 0 || total >= 2n ** 63n) return undefined;
  return sign === '-' ? -total : total;
}
