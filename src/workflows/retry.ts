import { Problem } from '../domain/problem.ts';
import { entriesOf, type Value } from '../domain/value.ts';

/** How often a failing step is tried, and how long it is waited in between (milliseconds). */
export interface Retry {
  readonly attempts: number;
  readonly strategy: 'constant' | 'linear' | 'exponential';
  readonly initialMs: number;
  readonly mostMs: number;
  readonly multiplier: number;
  /** No further attempt begins after this long. */
  readonly allMs: number;
}

const usual: Retry = {
  attempts: 1,
  strategy: 'constant',
  initialMs: 0,
  mostMs: Number.POSITIVE_INFINITY,
  multiplier: 2,
  allMs: Number.POSITIVE_INFINITY,
};

/** Reads `retry:` of a step; nothing said is one attempt. Throws Problem `workflow-invalid`. */
export function readRetry(value: Value | undefined): Retry {
  let retry = usual;
  for (const [key, setting] of entriesOf(value)) {
    const read = readers[key];
    if (read === undefined) throw wrong(key, 'is not a setting of retry', setting);
    retry = { ...retry, ...read(setting, key) };
  }
  return retry;
}

/** Milliseconds to wait after attempt number `attempt`, of which the first is 1. */
export function delayMs({ strategy, initialMs, mostMs, multiplier }: Retry, attempt: number): number {
  const factor = { constant: 1, linear: attempt, exponential: multiplier ** (attempt - 1) }[strategy];
  return Math.min(initialMs * factor, mostMs);
}

const readers: Readonly<Record<string, (value: Value, key: string) => Partial<Retry>>> = {
  max_attempts: (value, key) => ({ attempts: Math.max(1, number(value, key)) }),
  initial_delay: (value, key) => ({ initialMs: duration(value, key) }),
  max_delay: (value, key) => ({ mostMs: duration(value, key) }),
  max_elapsed_time: (value, key) => ({ allMs: duration(value, key) }),
  multiplier: (value, key) => ({ multiplier: number(value, key) }),
  // It only spreads the waits of many clients.
  random_jitter: () => ({}),
  backoff_strategy(value, key) {
    const text = value.type === 'scalar' ? value.data : undefined;
    if (text !== 'constant' && text !== 'linear' && text !== 'exponential')
      throw wrong(key, 'must be constant, linear or exponential', value);
    return { strategy: text };
  },
};

const units: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 0.001,
  ns: 0.000_001,
};

function duration(value: Value, key: string): number {
  const text = value.type === 'scalar' ? String(value.data) : '';
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|us|ns|h|m|s)/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== text)
    throw wrong(key, 'must be a duration such as 500ms or 1m30s', value);
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? 0), 0);
}

function number(value: Value, key: string): number {
  if (value.type === 'scalar' && typeof value.data === 'number') return value.data;
  throw wrong(key, 'must be a number', value);
}

const wrong = (key: string, what: string, { at }: Value): Problem =>
  new Problem({ code: 'workflow-invalid', message: `${key} ${what}.`, hint: 'Correct retry.', at });
