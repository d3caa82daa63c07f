import type { SessionLabel } from '../domain/session.ts';
import type { AuthAnswer } from './auth-answer.ts';

/** A session and whose it is: an identity whose keys these are, or a provider that somebody is signed in at. */
export interface NamedSession {
  readonly name: string;
  readonly label: SessionLabel;
}

/** The keys of an identity or, without one, the sign-ins, that have not ended. Labels are looked up by key. */
export function sessionsAtHand(
  answer: Pick<AuthAnswer, 'providers' | 'identities'>,
  labelOf: (key: string) => SessionLabel | undefined,
  identity: string | undefined,
  now: Date,
): readonly NamedSession[] {
  const wanted = identity?.toLowerCase();
  const entries =
    wanted === undefined
      ? answer.providers
      : answer.identities.filter(({ name }) => name.toLowerCase() === wanted);
  return entries.flatMap(({ name, key }) => {
    const label = key === undefined ? undefined : labelOf(key);
    return label === undefined || Date.parse(label.expiresAt) <= now.getTime() ? [] : [{ name, label }];
  });
}
