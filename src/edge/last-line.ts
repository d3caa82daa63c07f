import { inert, inertLines } from '../domain/inert.ts';
import type { ProgressLine } from '../ports.ts';

/**
 * The last line of a terminal: at most one progress line is shown, and other text goes above it. Names in a text come
 * from configuration and from AWS, so that nothing in it steers the terminal.
 */
export class LastLine {
  readonly #write: (text: string) => void;
  readonly #replaces: boolean;
  readonly #columns: () => number;
  #shown: string | undefined;

  constructor(write: (text: string) => void, replaces: boolean, columns: () => number) {
    this.#write = write;
    this.#replaces = replaces;
    this.#columns = columns;
  }

  /** A whole line of text; a progress line is drawn again below it. */
  say(text: string): void {
    this.#clear();
    this.#write(`${inertLines(text)}\n`);
    this.#draw();
  }

  /** Shows a progress line. Where lines cannot be replaced it is printed once, and its updates are not. */
  start(text: string): ProgressLine {
    if (!this.#replaces) {
      this.#write(`${inert(text)}\n`);
      return { update: () => {}, end: (last) => last !== undefined && this.#write(`${inertLines(last)}\n`) };
    }
    let ended = false;
    const show = (line: string | undefined) => {
      this.#clear();
      this.#shown = line === undefined ? undefined : inert(line);
      this.#draw();
    };
    show(text);
    return {
      update: (next) => {
        if (!ended) show(next);
      },
      end: (last) => {
        if (ended) return;
        ended = true;
        show(undefined);
        if (last !== undefined) this.#write(`${inertLines(last)}\n`);
      },
    };
  }

  #clear(): void {
    if (this.#shown !== undefined) this.#write('\r\x1b[2K');
  }

  #draw(): void {
    if (this.#shown === undefined) return;
    // A line that wraps could not be taken back by one carriage return.
    const room = Math.max(1, this.#columns() - 1);
    const characters = [...this.#shown];
    this.#write(characters.length <= room ? this.#shown : `${characters.slice(0, room - 1).join('')}…`);
  }
}
