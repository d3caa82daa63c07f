import type { SessionLabel } from '../../src/domain/session.ts';
import type { NamedSession } from '../../src/flows/sessions-at-hand.ts';
import { columns, json } from './columns.ts';
import { localTime, timeLeft } from './time-left.ts';

/** How `time-left` may be printed. */
export type TimeLeftFormat = 'table' | 'json' | 'seconds';

/** What `time-left` prints. `seconds` are those of the session that ends first. */
export function sessionsLeftText(
  sessions: readonly NamedSession[],
  now: Date,
  format: TimeLeftFormat,
): string {
  if (format === 'seconds') return `${Math.min(...sessions.map(({ label }) => secondsLeft(label, now)))}\n`;
  if (format === 'json')
    return json(
      sessions.map(({ name, label }) => ({
        [label.type === 'sign-in' ? 'provider' : 'identity']: name,
        expiration: label.expiresAt,
        seconds_left: secondsLeft(label, now),
        renews_itself: label.renewable === true,
      })),
    );
  return columns(
    sessions.map(({ name, label }) => {
      const end = new Date(label.expiresAt);
      const after = label.renewable === true ? ', then it renews itself' : '';
      return [name, `${timeLeft(end, now)} (until ${localTime(end)}${after})`];
    }),
  );
}

function secondsLeft({ expiresAt }: SessionLabel, now: Date): number {
  return Math.max(0, Math.floor((Date.parse(expiresAt) - now.getTime()) / 1000));
}
