import { Fault } from '../fault.ts';
import { dayNames, monthNames, readLayout } from './layout.ts';
import { Time } from './time.ts';
import { offsetAt, utc, type Zone } from './zone.ts';

interface Found {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  nanosecond: number;
  afternoon?: boolean;
  yearDay?: number;
  offset?: number;
  zone?: string;
}

/** Reads a time by a Go layout; where the text names no offset, it is a time of `zone`. Fault where it does not fit. */
export function parseTime(layout: string, text: string, zone: Zone): Time {
  const found: Found = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0, nanosecond: 0 };
  let rest = text;
  const mismatch = () =>
    new Fault(`${JSON.stringify(text)} is no time of the layout ${JSON.stringify(layout)}`);
  for (const part of readLayout(layout)) {
    const length = 'literal' in part ? literalLength(rest, part.literal) : readPart(found, part.part, rest);
    if (length === undefined) throw mismatch();
    rest = rest.slice(length);
  }
  if (rest !== '' || !isDate(found)) throw mismatch();
  return toTime(found, zone);
}

/** Spaces in a layout stand for any number of them. */
function literalLength(text: string, literal: string): number | undefined {
  const pattern = literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ +/g, ' *');
  return new RegExp(`^${pattern}`).exec(text)?.[0].length;
}

const numbers: Readonly<Record<string, readonly [RegExp, keyof Found]>> = {
  '2006': [/^\d{4}/, 'year'],
  '01': [/^\d{2}/, 'month'],
  '1': [/^\d{1,2}/, 'month'],
  '02': [/^\d{2}/, 'day'],
  _2: [/^ ?\d{1,2}/, 'day'],
  '2': [/^\d{1,2}/, 'day'],
  '15': [/^\d{1,2}/, 'hour'],
  '03': [/^\d{2}/, 'hour'],
  '3': [/^\d{1,2}/, 'hour'],
  '04': [/^\d{2}/, 'minute'],
  '4': [/^\d{1,2}/, 'minute'],
  '05': [/^\d{2}/, 'second'],
  '5': [/^\d{1,2}/, 'second'],
  '002': [/^\d{3}/, 'yearDay'],
  __2: [/^ {0,2}\d{1,3}/, 'yearDay'],
};

/** Reads one part into `found`; returns how long it was, or undefined where it does not stand there. */
function readPart(found: Found, part: string, text: string): number | undefined {
  const number = numbers[part];
  if (number !== undefined) return readNumber(found, part, text, number);
  if (/^[.,]/.test(part)) return readFraction(found, part, text);
  if (/^[-Z]07/.test(part)) return readOffset(found, part, text);
  switch (part) {
    case '06': {
      const [short] = /^\d{2}/.exec(text) ?? [];
      if (short === undefined) return undefined;
      found.year = Number(short) + (Number(short) >= 69 ? 1900 : 2000);
      return 2;
    }
    case 'January':
    case 'Jan':
      return readName(text, monthNames, part === 'Jan', (index) => {
        found.month = index + 1;
      });
    case 'Monday':
    case 'Mon':
      return readName(text, dayNames, part === 'Mon', () => undefined);
    case 'PM':
    case 'pm': {
      const [half] = (part === 'PM' ? /^[AP]M/ : /^[ap]m/).exec(text) ?? [];
      if (half === undefined) return undefined;
      found.afternoon = half.toUpperCase() === 'PM';
      return 2;
    }
    default: {
      const [zone] = /^(?:[A-Z]{3,5}|[+-]\d{2})/.exec(text) ?? [];
      if (zone === undefined) return undefined;
      found.zone = zone;
      return zone.length;
    }
  }
}

function readNumber(
  found: Found,
  part: string,
  text: string,
  [pattern, field]: readonly [RegExp, keyof Found],
): number | undefined {
  const [digits] = pattern.exec(text) ?? [];
  if (digits === undefined) return undefined;
  Object.assign(found, { [field]: Number(digits) });
  if (part !== '05' && part !== '5') return digits.length;
  // Seconds may carry a fraction that the layout does not mention.
  const [fraction] = /^[.,]\d+/.exec(text.slice(digits.length)) ?? [];
  if (fraction === undefined) return digits.length;
  found.nanosecond = Number(fraction.slice(1, 10).padEnd(9, '0'));
  return digits.length + fraction.length;
}

function readFraction(found: Found, part: string, text: string): number | undefined {
  if (found.nanosecond !== 0) return 0;
  const [fraction] = /^[.,]\d+/.exec(text) ?? [];
  if (fraction === undefined) return part[1] === '9' ? 0 : undefined;
  if (part[1] === '0' && fraction.length !== part.length) return undefined;
  found.nanosecond = Number(fraction.slice(1, 10).padEnd(9, '0'));
  return fraction.length;
}

function readOffset(found: Found, part: string, text: string): number | undefined {
  if (part.startsWith('Z') && text.startsWith('Z')) {
    found.offset = 0;
    return 1;
  }
  const separator = part.includes(':') ? ':' : '';
  const count = part.replace(/\D/g, '').length / 2;
  const pattern = new RegExp(`^([+-])(\\d{2})${`${separator}(\\d{2})`.repeat(count - 1)}`);
  const [all, sign, ...pieces] = pattern.exec(text) ?? [];
  if (all === undefined) return undefined;
  const [hours = '0', minutes = '0', seconds = '0'] = pieces;
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  found.offset = sign === '-' ? -size : size;
  return all.length;
}

function readName(
  text: string,
  names: readonly string[],
  short: boolean,
  keep: (index: number) => void,
): number | undefined {
  const index = names.findIndex((name) =>
    text.toLowerCase().startsWith((short ? name.slice(0, 3) : name).toLowerCase()),
  );
  if (index < 0) return undefined;
  keep(index);
  return short ? 3 : names[index]?.length;
}

function isDate({ year, month, day, hour, minute, second }: Found): boolean {
  const days = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  return month >= 1 && month <= 12 && day >= 1 && day <= days && hour < 24 && minute < 60 && second < 60;
}

function toTime(found: Found, zone: Zone): Time {
  const { year, month, day, minute, second, nanosecond, afternoon, offset } = found;
  let { hour } = found;
  if (afternoon === true && hour < 12) hour += 12;
  if (afternoon === false && hour === 12) hour = 0;
  const date = new Date(0);
  if (found.yearDay !== undefined) date.setUTCFullYear(year, 0, found.yearDay);
  else date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const wall = date.getTime();
  const at = (seconds: number, zoneOf: Zone) =>
    new Time(BigInt(wall - seconds * 1000) * 1_000_000n + BigInt(nanosecond), zoneOf);
  if (offset !== undefined) {
    const local = zone.type === 'named' && offsetAt(zone, wall - offset * 1000) === offset;
    if (local) return at(offset, zone);
    return at(offset, offset === 0 ? utc : { type: 'fixed', offset, abbreviation: found.zone ?? '' });
  }
  if (found.zone !== undefined) return at(0, { type: 'fixed', offset: 0, abbreviation: found.zone });
  // The offset at the wall time tells the instant, and the offset at that instant is the right one.
  const first = offsetAt(zone, wall);
  return at(offsetAt(zone, wall - first * 1000), zone);
}
