/** How a failed attempt looks to the SDK. */
interface Failure {
  readonly errorType: 'TRANSIENT' | 'THROTTLING' | 'SERVER_ERROR' | 'CLIENT_ERROR';
  readonly error?: unknown;
  readonly retryAfterHint?: Date;
}

interface Attempts {
  getRetryCount(): number;
  getRetryDelay(): number;
}

/** What the SDK's clients ask about attempts. */
export interface RetryStrategy {
  readonly mode: string;
  acquireInitialRetryToken(): Promise<Attempts>;
  refreshRetryTokenForRetry(last: Attempts, failure: Failure): Promise<Attempts>;
  recordSuccess(): void;
}

// The SDK's own three attempts end within two seconds, and the portal's quota of 20 calls per second is soon used up.
const attempts = { THROTTLING: 8, TRANSIENT: 3, SERVER_ERROR: 3, CLIENT_ERROR: 1 };
const longestMs = 8000;

/**
 * The pause before the next attempt in milliseconds, or undefined where there is none left: up to `baseMs` after
 * the first failure, twice as much after each further one, at most 8 s, with full jitter (`random` is in [0, 1)).
 */
export function pauseBefore(
  failure: Failure,
  retries: number,
  baseMs: number,
  random: number,
): number | undefined {
  // A port that nobody listens on will not be listened on a moment later.
  if ((failure.error as { code?: unknown } | undefined)?.code === 'ECONNREFUSED') return undefined;
  if (retries + 1 >= attempts[failure.errorType]) return undefined;
  const pause = Math.min(longestMs, baseMs * 2 ** retries) * random;
  const asked = failure.retryAfterHint === undefined ? 0 : failure.retryAfterHint.getTime() - Date.now();
  return Math.max(pause, Math.min(longestMs, asked));
}

/** A retry strategy for the SDK's clients. */
export function retries(baseMs: number): RetryStrategy {
  const token = (count: number, delay: number): Attempts => ({
    getRetryCount: () => count,
    getRetryDelay: () => delay,
  });
  return {
    mode: 'standard',
    acquireInitialRetryToken: async () => token(0, 0),
    async refreshRetryTokenForRetry(last, failure) {
      const pause = pauseBefore(failure, last.getRetryCount(), baseMs, Math.random());
      if (pause === undefined) throw new Error('No attempt is left.');
      return token(last.getRetryCount() + 1, pause);
    },
    recordSuccess() {},
  };
}
