import { toText } from '../coercion.ts';
import { Fault } from '../fault.ts';
import { parseInteger } from '../numbers.ts';
import type { TemplateOutside } from '../outside.ts';
import { fn } from '../signature.ts';
import { Duration, formatDuration, hour, minute, parseDuration, second } from '../time/duration.ts';
import { parseTime } from '../time/parse-time.ts';
import { asTime, Time, zeroTime } from '../time/time.ts';
import { type Zone, zoneNamed } from '../time/zone.ts';
import { type FunctionMap, Int, type TypedFunction, type Value } from '../values.ts';

/** Sprig's functions on times. A number is seconds since 1970; anything that is no time stands for now. */
export function dateFunctions(outside: TemplateOutside): FunctionMap {
  const now = () => new Time(BigInt(outside.now().getTime()) * 1_000_000n, zoneNamed(outside.timeZone()));
  const local = () => zoneNamed(outside.timeZone());
  const timeOf = (value: Value): Time => timeFrom(value) ?? now();
  const inZone = (layout: string, value: Value, zone: Zone) => timeOf(value).in(zone).format(layout);
  const dateInZone = fn(['string', 'any', 'string'], (layout, value, zone) =>
    inZone(layout, value, zone === 'Local' ? local() : zoneOrUtc(zone)),
  );
  return {
    now: fn([], now),
    date: fn(['string', 'any'], (layout, value) => inZone(layout, value, local())),
    dateInZone,
    date_in_zone: dateInZone,
    htmlDate: fn(['any'], (value) => inZone('2006-01-02', value, local())),
    htmlDateInZone: fn(['any', 'string'], (value, zone) =>
      inZone('2006-01-02', value, zone === 'Local' ? local() : zoneOrUtc(zone)),
    ),
    ...both('dateModify', 'date_modify', (mustModify) =>
      fn(['string', 'any'], (text, value) => {
        const time = asTime(value);
        const duration = parseDuration(text);
        if (duration === undefined && mustModify) throw new Fault(`${JSON.stringify(text)} is no duration`);
        return time.plus(duration ?? 0n);
      }),
    ),
    ago: fn(['any'], (value) => {
      const elapsed = now().nanoseconds - timeOf(value).nanoseconds;
      return formatDuration(roundTo(elapsed, second));
    }),
    toDate: fn(['string', 'string'], (layout, text) => readOr(layout, text, local(), zeroTime)),
    mustToDate: fn(['string', 'string'], (layout, text) => parseTime(layout, text, local())),
    unixEpoch: fn(['any'], (value) => String(asTime(value).seconds)),
    duration: fn(['any'], (value) => formatDuration(secondsOf(value) * second)),
    durationRound: fn(['any'], (value) => largestUnit(spanOf(value, now()))),
  };
}

const both = (name: string, old: string, make: (must: boolean) => TypedFunction): FunctionMap => ({
  [name]: make(false),
  [old]: make(false),
  [`must${name[0]?.toUpperCase()}${name.slice(1)}`]: make(true),
  [`must_${old}`]: make(true),
});

function timeFrom(value: Value): Time | undefined {
  if (value instanceof Time) return value;
  const seconds = typeof value === 'bigint' ? value : value instanceof Int ? value.value : undefined;
  return seconds === undefined ? undefined : new Time(seconds * second, zoneNamed('UTC'));
}

function zoneOrUtc(name: string): Zone {
  try {
    return zoneNamed(name);
  } catch (error) {
    if (error instanceof Fault) return zoneNamed('UTC');
    throw error;
  }
}

function readOr(layout: string, text: string, zone: Zone, fallback: Time): Time {
  try {
    return parseTime(layout, text, zone);
  } catch (error) {
    if (error instanceof Fault) return fallback;
    throw error;
  }
}

// As in sprig, an `int` counts for nothing here; only text and `int64` do.
function secondsOf(value: Value): bigint {
  if (typeof value === 'string') return parseInteger(value) ?? 0n;
  return value instanceof Int && value.type === 'int64' ? value.value : 0n;
}

function spanOf(value: Value, now: Time): bigint {
  if (value instanceof Time) return now.nanoseconds - value.nanoseconds;
  if (value instanceof Duration) return 0n;
  if (typeof value === 'string') return parseDuration(toText(value)) ?? 0n;
  return value instanceof Int && value.type === 'int64' ? value.value : 0n;
}

const roundTo = (value: bigint, unit: bigint): bigint => {
  const size = value < 0n ? -value : value;
  const rounded = ((size + unit / 2n) / unit) * unit;
  return value < 0n ? -rounded : rounded;
};

const units: readonly (readonly [bigint, string])[] = [
  [365n * 24n * hour, 'y'],
  [30n * 24n * hour, 'mo'],
  [24n * hour, 'd'],
  [hour, 'h'],
  [minute, 'm'],
  [second, 's'],
];

function largestUnit(span: bigint): string {
  const size = span < 0n ? -span : span;
  const unit = units.find(([length]) => size > length);
  return unit === undefined ? '0s' : `${size / unit[0]}${unit[1]}`;
}
