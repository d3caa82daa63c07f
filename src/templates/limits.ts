import { Fault } from './fault.ts';

/** Bounds that no real template comes near: they end one that has run away. */
const limits = { steps: 5_000_000, output: 64 * 1024 * 1024, depth: 200, items: 1_000_000 } as const;

/** Templates within templates. */
export const deepestCall = limits.depth;

/** Counts what one rendering has done so far. Fault where it has done too much. */
export class Budget {
  #steps = 0;
  #output = 0;

  step(): void {
    this.#steps += 1;
    if (this.#steps > limits.steps) throw new Fault('the template does not come to an end');
  }

  write(text: string): void {
    this.#output += text.length;
    if (this.#output > limits.output) throw new Fault('the template writes more than 64 MiB');
  }
}

/** Fault where a list of so many items would fill the memory. */
export function checkItems(count: number): void {
  if (count > limits.items) throw new Fault(`a list of ${count} items is too long`);
}

/** Fault where a text of so many characters would fill the memory. */
export function checkText(length: number): void {
  if (length > limits.output) throw new Fault(`a text of ${length} characters is too long`);
}
