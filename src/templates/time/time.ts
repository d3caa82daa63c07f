import { Fault } from '../fault.ts';
import { fn } from '../signature.ts';
import { typeName } from '../types.ts';
import { GoObject, int64, type Member, type TemplateFunction, type Value } from '../values.ts';
import { Duration } from './duration.ts';
import { type Civil, formatCivil } from './format-time.ts';
import { dayNames, monthNames } from './layout.ts';
import { abbreviationAt, offsetAt, utc, type Zone } from './zone.ts';

/** An instant in nanoseconds since 1970, seen in a time zone. */
export class Time extends GoObject {
  readonly type = 'time.Time';
  readonly kind = 'struct';
  readonly nanoseconds: bigint;
  readonly zone: Zone;

  constructor(nanoseconds: bigint, zone: Zone) {
    super();
    this.nanoseconds = nanoseconds;
    this.zone = zone;
  }

  /** Whole seconds since 1970. */
  get seconds(): bigint {
    return floorDivide(this.nanoseconds, 1_000_000_000n);
  }

  format(layout: string): string {
    return formatCivil(this.civil(), layout);
  }

  text(): string {
    return this.format('2006-01-02 15:04:05.999999999 -0700 MST');
  }

  civil(): Civil {
    const milliseconds = Number(floorDivide(this.nanoseconds, 1_000_000n));
    const offset = offsetAt(this.zone, milliseconds);
    const date = new Date(milliseconds + offset * 1000);
    if (Number.isNaN(date.getTime())) throw new Fault('the time lies too far from now');
    const newYear = new Date(date);
    newYear.setUTCMonth(0, 1);
    return {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
      nanosecond: Number(this.nanoseconds - this.seconds * 1_000_000_000n),
      weekday: date.getUTCDay(),
      yearDay: Math.round((date.getTime() - newYear.getTime()) / 86_400_000) + 1,
      offset,
      zone: abbreviationAt(this.zone, milliseconds),
    };
  }

  plus(nanoseconds: bigint): Time {
    return new Time(this.nanoseconds + nanoseconds, this.zone);
  }

  in(zone: Zone): Time {
    return new Time(this.nanoseconds, zone);
  }

  member(name: string): Member | undefined {
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    return method && { method: method(this) };
  }
}

/** The value if it is a time, else a Fault. */
export function asTime(value: Value): Time {
  if (value instanceof Time) return value;
  throw new Fault(`a time is expected, not ${typeName(value)}`);
}

/** Go's zero time: what a date is that could not be read. */
export const zeroTime = new Time(-62_135_596_800_000_000_000n, utc);

const floorDivide = (value: bigint, by: bigint): bigint =>
  value >= 0n || value % by === 0n ? value / by : value / by - 1n;

const int = (number: number): Value => BigInt(number);
const getter = (read: (time: Time) => Value) => (time: Time) => fn([], () => read(time));
const comparison = (holds: (left: bigint, right: bigint) => boolean) => (time: Time) =>
  fn(['any'], (other) => holds(time.nanoseconds, asTime(other).nanoseconds));

function durationOf(value: Value): bigint {
  if (value instanceof Duration) return value.nanoseconds;
  if (typeof value === 'bigint') return value;
  throw new Fault('a duration is expected');
}

const methods: Readonly<Record<string, (time: Time) => TemplateFunction>> = {
  Format: (time) => fn(['string'], (layout) => time.format(layout)),
  String: getter((time) => time.text()),
  Unix: getter((time) => int64(time.seconds)),
  UnixMilli: getter((time) => int64(floorDivide(time.nanoseconds, 1_000_000n))),
  UnixMicro: getter((time) => int64(floorDivide(time.nanoseconds, 1_000n))),
  UnixNano: getter((time) => int64(time.nanoseconds)),
  Year: getter((time) => int(time.civil().year)),
  Month: getter((time) => new NamedNumber('time.Month', monthNames, time.civil().month, 1)),
  Day: getter((time) => int(time.civil().day)),
  Hour: getter((time) => int(time.civil().hour)),
  Minute: getter((time) => int(time.civil().minute)),
  Second: getter((time) => int(time.civil().second)),
  Nanosecond: getter((time) => int(time.civil().nanosecond)),
  Weekday: getter((time) => new NamedNumber('time.Weekday', dayNames, time.civil().weekday, 0)),
  YearDay: getter((time) => int(time.civil().yearDay)),
  IsZero: getter((time) => time.nanoseconds === zeroTime.nanoseconds),
  UTC: getter((time) => time.in(utc)),
  Add: (time) => fn(['any'], (duration) => time.plus(durationOf(duration))),
  AddDate: (time) => fn(['int', 'int', 'int'], (years, months, days) => addDate(time, years, months, days)),
  Sub: (time) => fn(['any'], (other) => new Duration(time.nanoseconds - asTime(other).nanoseconds)),
  Before: comparison((left, right) => left < right),
  After: comparison((left, right) => left > right),
  Equal: comparison((left, right) => left === right),
  Truncate: (time) => fn(['any'], (duration) => truncate(time, durationOf(duration))),
};

function addDate(time: Time, years: number, months: number, days: number): Time {
  const { offset } = time.civil();
  const wall = new Date(Number(floorDivide(time.nanoseconds, 1_000_000n)) + offset * 1000);
  const before = wall.getTime();
  wall.setUTCFullYear(wall.getUTCFullYear() + years, wall.getUTCMonth() + months, wall.getUTCDate() + days);
  if (Number.isNaN(wall.getTime())) throw new Fault('the time lies too far from now');
  const moved = time.plus(BigInt(wall.getTime() - before) * 1_000_000n);
  return moved.plus(BigInt(offset - moved.civil().offset) * 1_000_000_000n);
}

// Go counts from its zero time, so that weeks begin on Mondays.
function truncate(time: Time, duration: bigint): Time {
  if (duration <= 0n) return time;
  return time.plus(-((time.nanoseconds - zeroTime.nanoseconds) % duration));
}

/** A month or a day of the week: a number that prints as its name. */
class NamedNumber extends GoObject {
  readonly type: string;
  readonly kind = 'int';
  readonly #names: readonly string[];
  readonly #number: number;
  readonly #first: number;

  constructor(type: string, names: readonly string[], number: number, first: number) {
    super();
    this.type = type;
    this.#names = names;
    this.#number = number;
    this.#first = first;
  }

  text(): string {
    return this.#names[this.#number - this.#first] ?? String(this.#number);
  }

  member(name: string): Member | undefined {
    return name === 'String' ? { method: fn([], () => this.text()) } : undefined;
  }
}
