import { type Chain, type ChainStep, passThrough } from '../domain/chain.ts';
import { Problem } from '../domain/problem.ts';

/** AWS's limits of SessionDuration at the federation endpoint, in seconds. */
const shortest = 900;
const longest = 43_200;

/** A role that is assumed with another role's keys ends after an hour (STS, AssumeRole), and its console as well. */
const longestChained = 3600;

/** Where nobody said how long, keys that are about to end are not worth a visit. */
const worthwhile = 1800;

/** How long a console session can be, and how that is got. */
export interface ConsoleTerms {
  /** What AWS is asked for; missing where the session lasts as long as the keys. */
  readonly seconds?: number;
  /** Keys that end before are made anew. */
  readonly keysSeconds: number;
  /** What was asked for and is not to be had, for the person. */
  readonly notes: readonly string[];
}

/**
 * The terms of a console session with a chain's keys. `wanted` is in seconds. Throws Problem `console-unavailable`
 * for keys that AWS opens no console for. Source: the IAM User Guide ("Enable custom identity broker access",
 * "Compare AWS STS credentials"): only AssumeRole* keys that were not had with another role's may name a duration.
 */
export function consoleTerms(chain: Chain, wanted?: number): ConsoleTerms {
  refuseKeysWithoutConsole(chain);
  if (isChained(chain))
    return wanted === undefined || wanted <= longestChained
      ? { keysSeconds: wanted ?? worthwhile, notes: [] }
      : {
          keysSeconds: longestChained,
          notes: [
            `AWS ends the console of a role that another role assumed after an hour, not ${span(wanted)}.`,
          ],
        };
  if (wanted === undefined) return { keysSeconds: worthwhile, notes: [] };
  const seconds = Math.min(Math.max(wanted, shortest), longest);
  const notes =
    seconds === wanted
      ? []
      : [`AWS gives a console session ${span(shortest)} to ${span(longest)}: ${span(seconds)} it is.`];
  return { seconds, keysSeconds: 0, notes };
}

// Each of these gives the keys of a role. A task's root session is no AssumeRole*, and short as well.
const roles: readonly ChainStep['kind'][] = ['aws/permission-set', 'aws/assume-role', 'aws/assume-root'];

/** True for keys that were had with another role's. A user's session, or a job's token, is no role. */
function isChained({ steps }: Chain): boolean {
  return (
    steps.filter(({ kind }) => roles.includes(kind)).length > 1 || steps.at(-1)?.kind === 'aws/assume-root'
  );
}

function refuseKeysWithoutConsole(chain: Chain): void {
  const last = chain.steps.at(-1);
  const hint = 'Name another identity with --identity.';
  if (last?.kind === 'mock/aws')
    throw unavailable(
      `The keys of ${last.identity} are made up (mock/aws); there is no console for them.`,
      hint,
    );
  if (passThrough(chain))
    throw unavailable('Keys of the environment are not looked at (kind ambient).', hint);
  // "Single sign-on to the console is not allowed" for what GetSessionToken gives.
  if (last?.kind === 'aws/user')
    throw unavailable(
      `AWS opens no console for the session of an IAM user (${last.identity}), only for roles.`,
      'Name an identity that assumes a role via it with --identity.',
    );
}

function unavailable(message: string, hint: string): Problem {
  return new Problem({ code: 'console-unavailable', message, hint });
}

/** `12 hours` or `90 minutes`. */
function span(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes % 60 === 0 && minutes >= 120 ? `${minutes / 60} hours` : `${minutes} minutes`;
}
