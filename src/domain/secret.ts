/**
 * A value that only opens where it is used: whatever prints, logs, compares or serializes what holds it sees nothing.
 */
export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  open(): T {
    return this.#value;
  }

  /** Leaves the property out of any JSON. */
  toJSON(): undefined {
    return undefined;
  }
}
