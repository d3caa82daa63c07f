const window = 1000;
const allowed = 5;

/**
 * Notices a client that asks far too often: more than five times within a second for one device code. Honest clients
 * ask twice at once before their first wait, and some give up at the first SlowDown.
 */
export class PollGuard {
  readonly #polls = new Map<string, number[]>();

  /** Counts a poll at `now` (milliseconds of a clock that never stands still); true when it is one too many. */
  isTooFast(deviceCode: string, now: number): boolean {
    for (const [code, times] of this.#polls)
      if (times.every((time) => time <= now - window)) this.#polls.delete(code);
    const times = [...(this.#polls.get(deviceCode) ?? []).filter((time) => time > now - window), now];
    this.#polls.set(deviceCode, times);
    return times.length > allowed;
  }
}
