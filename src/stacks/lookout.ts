import type { Effects } from '../domain/effect.ts';
import type { Touched } from '../domain/stack-index.ts';
import type { Environment } from '../ports.ts';

/** A result and everything that was looked at to find it. */
export interface Watched<T> {
  readonly value: T;
  readonly seen: Seen;
}

/** What was looked at; not `sure` where the world was asked for more than files and variables, which can change unseen. */
export interface Seen extends Touched {
  readonly sure: boolean;
}

class Notes implements Seen {
  readonly paths = new Set<string>();
  readonly variables = new Set<string>();
  sure = true;

  add(seen: Seen): void {
    for (const path of seen.paths) this.paths.add(path);
    for (const name of seen.variables) this.variables.add(name);
    this.sure &&= seen.sure;
  }
}

const nothing: Seen = new Notes();

/**
 * Notes what each piece of work looks at. Pieces share caches: whoever takes a result out of one says so with `again`,
 * and what it rests on counts for this piece as well.
 */
export class Lookout {
  readonly #on: boolean;
  readonly #pieces: Notes[] = [];

  /** One that is not `on` notes nothing. */
  constructor(on: boolean) {
    this.#on = on;
  }

  /** Does a piece of work, which may be part of another one. Throws what it throws. */
  watch<T>(work: () => T): Watched<T> {
    if (!this.#on) return { value: work(), seen: nothing };
    const seen = new Notes();
    this.#pieces.push(seen);
    try {
      return { value: work(), seen };
    } finally {
      this.#pieces.pop();
      this.#pieces.at(-1)?.add(seen);
    }
  }

  /** A result that was kept. */
  again<T>({ value, seen }: Watched<T>): T {
    this.#pieces.at(-1)?.add(seen);
    return value;
  }

  path(path: string): void {
    this.#pieces.at(-1)?.paths.add(path);
  }

  /** Variables whose names are noted when they are asked for. */
  environment(environment: Environment): Environment {
    if (!this.#on) return environment;
    const note = (name: string) => this.#pieces.at(-1)?.variables.add(name);
    return {
      get: (name) => {
        note(name);
        return environment.get(name);
      },
      withPrefix: (prefix) => {
        note(`${prefix}*`);
        return environment.withPrefix(prefix);
      },
    };
  }

  /** Effects after which a piece of work is not sure any more. */
  effects(effects: Effects): Effects {
    if (!this.#on) return effects;
    return {
      answer: (request) => {
        const piece = this.#pieces.at(-1);
        if (piece !== undefined) piece.sure = false;
        return effects.answer(request);
      },
    };
  }
}
