import type { SessionLabel } from '../domain/session.ts';

type Life = Pick<SessionLabel, 'madeAt' | 'expiresAt'>;

/** True while keys may still be handed out. */
export function isFresh(label: Life, now: Date): boolean {
  return now.getTime() < freshUntil(label);
}

/**
 * Until when keys may be handed out, in milliseconds since 1970: with a quarter of an hour left, because botocore asks again
 * for anything shorter; keys that live for less than an hour, with a quarter of their life left.
 */
export function freshUntil({ madeAt, expiresAt }: Life): number {
  const end = Date.parse(expiresAt);
  return end - Math.min(15 * 60_000, (end - Date.parse(madeAt)) / 4);
}
