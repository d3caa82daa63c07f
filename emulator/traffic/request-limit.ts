/**
 * True for a request that is one too many: `perSecond` may come at once, and so many again within a second.
 * `now` is a clock in milliseconds that only goes forward.
 */
export class RequestLimit {
  #left: number | undefined;
  #filledAt = 0;

  isOver(perSecond: number, now: number): boolean {
    const left = this.#left ?? perSecond;
    const filled = Math.min(perSecond, left + ((now - this.#filledAt) * perSecond) / 1000);
    this.#filledAt = now;
    this.#left = filled < 1 ? filled : filled - 1;
    return filled < 1;
  }
}
