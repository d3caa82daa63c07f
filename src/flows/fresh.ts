import type { SessionLabel } from '../domain/session.ts';

/**
 * True while keys may still be handed out: with a quarter of an hour left, because botocore asks again for anything
 * shorter; keys that live for less than an hour, with a quarter of their life left.
 */
export function isFresh(label: Pick<SessionLabel, 'madeAt' | 'expiresAt'>, now: Date): boolean {
  const end = Date.parse(label.expiresAt);
  const needed = Math.min(15 * 60_000, (end - Date.parse(label.madeAt)) / 4);
  return end - now.getTime() > needed;
}
