import { Fault } from '../fault.ts';

/** A time zone: an IANA name, or a fixed offset in seconds east of Greenwich with its abbreviation. */
export type Zone =
  | { readonly type: 'named'; readonly name: string }
  | { readonly type: 'fixed'; readonly offset: number; readonly abbreviation: string };

export const utc: Zone = { type: 'fixed', offset: 0, abbreviation: 'UTC' };

/** The zone of an IANA name, such as `Europe/Berlin`. Fault for a name that is none. */
export function zoneNamed(name: string): Zone {
  if (name === '' || name === 'UTC') return utc;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
  } catch {
    throw new Fault(`there is no time zone ${JSON.stringify(name)}`);
  }
  return { type: 'named', name };
}

/** Seconds east of Greenwich at an instant (milliseconds since 1970). */
export function offsetAt(zone: Zone, milliseconds: number): number {
  if (zone.type === 'fixed') return zone.offset;
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone.name,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(milliseconds);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((p) => p.type === type)?.value);
  const local = new Date(0);
  const beforeChrist = parts.some(({ type, value }) => type === 'era' && value === 'BC');
  local.setUTCFullYear(beforeChrist ? 1 - part('year') : part('year'), part('month') - 1, part('day'));
  local.setUTCHours(part('hour'), part('minute'), part('second'));
  return Math.round((local.getTime() - Math.floor(milliseconds / 1000) * 1000) / 1000);
}

// Each locale knows the abbreviations of its own part of the world, and writes GMT+1 for the others.
const locales = ['en-US', 'en-GB', 'en-AU', 'en-IN', 'en-ZA', 'en-NZ'];

/** The zone's abbreviation at an instant, such as `CET`; where none is known, the offset, as Go writes it. */
export function abbreviationAt(zone: Zone, milliseconds: number): string {
  if (zone.type === 'fixed') return zone.abbreviation || offsetText(zone.offset, true);
  for (const locale of locales) {
    const name = new Intl.DateTimeFormat(locale, { timeZone: zone.name, timeZoneName: 'short' })
      .formatToParts(milliseconds)
      .find(({ type }) => type === 'timeZoneName')?.value;
    if (name !== undefined && /^[A-Z]+$/.test(name)) return name;
  }
  return offsetText(offsetAt(zone, milliseconds));
}

function offsetText(offset: number, full = false): string {
  const minutes = Math.abs(Math.trunc(offset / 60));
  const hours = String(Math.floor(minutes / 60)).padStart(2, '0');
  const rest = minutes % 60 === 0 && !full ? '' : String(minutes % 60).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${hours}${rest}`;
}
