import { setTimeout as sleep } from 'node:timers/promises';
import type { Audit, Reply } from '../contract.ts';
import { faultReply, hotelPage } from './fault-reply.ts';
import type { Operation } from './operation-of.ts';
import { RequestLimit } from './request-limit.ts';
import type { Traffic, TrafficFault } from './traffic.ts';

const throttled = {
  status: 429,
  code: 'TooManyRequestsException',
  message: 'HTTP 429 Unknown Code',
} as const;

/** Holds requests up, and answers some of them in a service's place. What it answers stands in the audit log. */
export class TrafficControl {
  #traffic: Traffic;
  #left: Map<TrafficFault, number>;
  readonly #limit = new RequestLimit();
  readonly #audit: Audit;

  constructor(traffic: Traffic, audit: Audit) {
    this.#traffic = traffic;
    this.#left = countsOf(traffic);
    this.#audit = audit;
  }

  /** From now on this is what happens, and nothing of what was said before. */
  change(traffic: Traffic): void {
    this.#traffic = traffic;
    this.#left = countsOf(traffic);
  }

  /** How far the `Date` header is ahead of the clock, in milliseconds. */
  get dateAheadMs(): number {
    return this.#traffic.dateAheadMs ?? 0;
  }

  /** Waits as long as it takes. What must be answered instead of the service's own answer; undefined: nothing. */
  async hold(operation: Operation): Promise<Reply | 'hang-up' | undefined> {
    const { latencyMs = 0, portalRequestsPerSecond } = this.#traffic;
    const fault = this.#take(operation);
    const over =
      portalRequestsPerSecond !== undefined &&
      operation.service === 'sso' &&
      this.#limit.isOver(portalRequestsPerSecond, performance.now());
    const wait = latencyMs + (fault?.delayMs ?? 0);
    if (wait > 0) await sleep(wait);
    const answer = over ? throttled : fault?.answer;
    if (answer === undefined) return undefined;
    const error = typeof answer === 'string' ? answer : answer.code;
    this.#audit({ service: operation.service, action: operation.name, outcome: 'failed', error });
    if (answer === 'hang-up') return answer;
    return answer === 'captive-portal' ? hotelPage() : faultReply(operation, answer);
  }

  #take({ service, name }: Operation): TrafficFault | undefined {
    const names = ['*', service, name];
    const { faults = [] } = this.#traffic;
    const fault = faults.find((one) => names.includes(one.operation) && this.#left.get(one) !== 0);
    if (fault !== undefined) this.#left.set(fault, (this.#left.get(fault) as number) - 1);
    return fault;
  }
}

const countsOf = ({ faults = [] }: Traffic): Map<TrafficFault, number> =>
  new Map(faults.map((fault) => [fault, fault.times ?? Number.POSITIVE_INFINITY]));
