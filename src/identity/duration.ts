import type { Fields } from './fields.ts';

const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/**
 * Seconds of a Go duration such as `1h`, `90m` or `1h30m`, or undefined for anything else.
 * Atmos reads `principal.duration` and `session.duration` so (its documentation of `atmos auth`).
 */
export function durationSeconds(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== text) return undefined;
  const seconds = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? 0), 0);
  return Math.floor(seconds);
}

/**
 * Seconds of `session.duration`: a Go duration, and as Atmos reads it for users, a number of seconds or `2d` as well.
 * `what` names the entry in a complaint.
 */
export function readSessionDuration(fields: Fields, what: string): number | undefined {
  const text = fields.plain('session', 'duration');
  if (text === undefined) return undefined;
  const days = /^(\d+)d$/.exec(text);
  const seconds = days ? Number(days[1]) * 86_400 : /^\d+$/.test(text) ? Number(text) : durationSeconds(text);
  if (seconds === undefined)
    fields.complain(
      `session.duration of ${what} is not a duration: ${text}`,
      'Write it like 12h.',
      fields.at('session', 'duration'),
    );
  return seconds;
}
