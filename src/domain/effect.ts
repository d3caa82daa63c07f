import { type Place, Problem } from './problem.ts';
import type { Plain } from './value.ts';

/**
 * Something that only the world can answer: a command's output, a fact of the repository, a state. Plain data, so
 * that it can be compared, remembered and shown. `from` is the component whose value asks.
 */
export type EffectRequest = Question & {
  readonly at: Place;
  readonly from?: { readonly component: string; readonly stack: string };
};

export type Question =
  /** `!exec`: what the shell command wrote to stdout. */
  | { readonly type: 'exec'; readonly command: string }
  /** `!git.sha` and the like: `sha`, `ref`, `branch`, `repository`, `owner`, `name`, `host`, `url`. */
  | { readonly type: 'git'; readonly fact: string }
  /**
   * All outputs of a component, or null where it was never applied. `via` says how they are asked for:
   * `terraform.output` and `atmos.Component` run Terraform, `terraform.state` reads the backend.
   */
  | {
      readonly type: 'outputs';
      readonly via: 'terraform.output' | 'terraform.state' | 'atmos.Component';
      readonly component: string;
      readonly stack: string;
    }
  /** Every other function by its name, with its text as written: `!store`, `!secret`, `!aws.account_id`, … */
  | { readonly type: 'function'; readonly name: string; readonly text: string }
  /** Milliseconds since 1970. */
  | { readonly type: 'now' }
  /** The IANA name of the machine's time zone. */
  | { readonly type: 'time-zone' }
  /** So many random bytes, in hexadecimal; `turn` tells the first question from the second. */
  | { readonly type: 'random'; readonly bytes: number; readonly turn: number };

/** Whoever answers. Throws Suspended where the answer is still to be fetched, or a Problem. */
export interface Effects {
  answer(request: EffectRequest): Plain;
}

const brand = Symbol.for('atmos-kit.Suspended');

/**
 * Thrown by pure code that cannot go on without some answers. It is no fault: a flow fetches the answers and asks the
 * same question again.
 */
export class Suspended extends Error {
  readonly requests: readonly EffectRequest[];

  constructor(requests: readonly EffectRequest[]) {
    super(`Waiting for ${requests.map(({ type }) => type).join(', ')}`);
    this.name = 'Suspended';
    this.requests = requests;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** True for a Suspended of any copy of this module. */
export const isSuspended = (error: unknown): error is Suspended =>
  typeof error === 'object' && error !== null && brand in error;

/** Two requests with one key have one answer: where they were written does not count. */
export function effectKey({ at: _, from: __, ...question }: EffectRequest): string {
  return JSON.stringify(question);
}

/** Answers nothing: for whoever asks a question that needs none. Throws Problem `construct-not-supported`. */
export const noEffects: Effects = {
  answer(request) {
    throw new Problem({
      code: 'construct-not-supported',
      message: `${effectName(request)} cannot be worked out here, because nothing runs for this question.`,
      hint: 'Use --process-functions=false, or the atmos program.',
      at: request.at,
    });
  },
};

/** A request as people write it. */
export function effectName(request: EffectRequest): string {
  switch (request.type) {
    case 'exec':
      return '!exec';
    case 'git':
      return `!git.${request.fact}`;
    case 'outputs':
      return `${request.via === 'atmos.Component' ? '' : '!'}${request.via} ${request.component} ${request.stack}`;
    case 'function':
      return request.name;
    case 'now':
      return 'The time';
    case 'time-zone':
      return 'The time zone';
    case 'random':
      return 'A random value';
  }
}

/**
 * Several pieces of work of which each may be suspended: all are begun, so that one Suspended names everything that
 * is missing. Anything else that is thrown ends the work at once.
 */
export function together<T, R>(items: Iterable<T>, work: (item: T) => R): R[] {
  const missing: EffectRequest[] = [];
  const results: R[] = [];
  for (const item of items)
    try {
      results.push(work(item));
    } catch (error) {
      if (!isSuspended(error)) throw error;
      missing.push(...error.requests);
    }
  if (missing.length > 0) throw new Suspended(missing);
  return results;
}
