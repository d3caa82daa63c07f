import { Fault } from '../fault.ts';
import { namespace } from '../namespace.ts';
import { parseInteger } from '../numbers.ts';
import type { TemplateOutside } from '../outside.ts';
import { fn } from '../signature.ts';
import { Duration, hour, minute, parseDuration, second } from '../time/duration.ts';
import { layouts } from '../time/layout.ts';
import { parseTime } from '../time/parse-time.ts';
import { asTime, Time } from '../time/time.ts';
import { utc, zoneNamed } from '../time/zone.ts';
import { type FunctionMap, GoObject, type Value } from '../values.ts';
import { toInteger, toText } from './conversion.ts';

const units = {
  Nanosecond: 1n,
  Microsecond: 1_000n,
  Millisecond: 1_000_000n,
  Second: second,
  Minute: minute,
  Hour: hour,
};

/** gomplate's `time`: its layouts are fields, its functions give times and durations. */
export function timeFunctions(outside: TemplateOutside): FunctionMap {
  const local = () => zoneNamed(outside.timeZone());
  const now = () => new Time(BigInt(outside.now().getTime()) * 1_000_000n, local());
  const functions: FunctionMap = {
    ...Object.fromEntries(
      Object.entries(units).map(([name, unit]) => [
        name,
        fn(['any'], (count) => new Duration(toInteger(count) * unit)),
      ]),
    ),
    Now: fn([], now),
    Parse: fn(['string', 'any'], (layout, text) => parseTime(layout, toText(text), utc)),
    ParseLocal: fn(['string', 'any'], (layout, text) => parseTime(layout, toText(text), local())),
    ParseInLocation: fn(['string', 'string', 'any'], (layout, zone, text) =>
      parseTime(layout, toText(text), zone === 'Local' ? local() : zoneNamed(zone)),
    ),
    ParseDuration: fn(['any'], (text) => {
      const duration = parseDuration(toText(text));
      if (duration === undefined) throw new Fault(`${JSON.stringify(toText(text))} is no duration`);
      return new Duration(duration);
    }),
    Since: fn(['any'], (time) => new Duration(now().nanoseconds - asTime(time).nanoseconds)),
    Until: fn(['any'], (time) => new Duration(asTime(time).nanoseconds - now().nanoseconds)),
    Unix: fn(['any'], (value) => new Time(nanosecondsOf(value), local())),
    ZoneName: fn([], () => now().civil().zone),
    ZoneOffset: fn([], () => BigInt(now().civil().offset)),
  };
  return { time: namespace('time', functions, layouts) };
}

/** Seconds as a number or as text, which alone may have a fraction. */
function nanosecondsOf(value: Value): bigint {
  if (typeof value === 'number') throw new Fault('seconds with a fraction must be a string');
  if (typeof value === 'bigint') return value * second;
  if (typeof value !== 'string' && !(value instanceof GoObject)) return 0n;
  const [whole = '', fraction, ...more] = toText(value).split('.');
  const seconds = parseInteger(whole, 0);
  // The fraction is read as a number with its prefix, so that leading zeros make it octal, as in gomplate.
  const rest = fraction === undefined ? 0n : parseInteger(fraction.padEnd(9, '0').slice(0, 9), 0);
  if (seconds === undefined || rest === undefined || more.length > 0) {
    throw new Fault(`${JSON.stringify(toText(value))} is no number of seconds`);
  }
  return seconds * second + rest;
}
