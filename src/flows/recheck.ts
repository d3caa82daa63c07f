import { isProblem } from '../domain/problem.ts';
import type { FileStat, Files } from '../ports.ts';
import { digestOfVariable } from '../store/memo.ts';
import type { Observation, StoredIndex } from '../store/stack-index-file.ts';
import type { Observer } from './observe.ts';

/** Looks again at what an index rests on: at each file, folder and variable once, however many manifests rest on it. */
export class Recheck {
  readonly #files: Files;
  readonly #observer: Observer;
  readonly #paths: readonly Observation[];
  readonly #variables: readonly Observation[];
  readonly #pathHolds: (boolean | undefined)[] = [];
  readonly #variableHolds: (boolean | undefined)[] = [];

  constructor(
    files: Files,
    observer: Observer,
    stored: Pick<StoredIndex, 'paths' | 'variables'> | undefined,
  ) {
    this.#files = files;
    this.#observer = observer;
    this.#paths = stored?.paths ?? [];
    this.#variables = stored?.variables ?? [];
  }

  /** Whether all of these, by their numbers, look the same as when they were stored. */
  holds(paths: readonly number[], variables: readonly number[]): boolean {
    return paths.every((number) => this.#path(number)) && variables.every((number) => this.#variable(number));
  }

  /** Whether there is anything at a path. */
  isThere(path: string): boolean {
    return this.#look(path) !== undefined;
  }

  #path(number: number): boolean {
    let holds = this.#pathHolds[number];
    if (holds === undefined) {
      const [path, stamp] = this.#paths[number] as Observation;
      const stat = this.#look(path);
      holds =
        stat === 'unreadable'
          ? false
          : stamp === 'folder'
            ? stat?.type === 'folder'
            : stamp === (stat?.stamp ?? null);
      if (holds) this.#observer.note(path, stamp);
      this.#pathHolds[number] = holds;
    }
    return holds;
  }

  #variable(number: number): boolean {
    let holds = this.#variableHolds[number];
    if (holds === undefined) {
      const [name, digest] = this.#variables[number] as Observation;
      const { environment } = this.#observer;
      const prefix = name.slice(0, -1);
      const values = name.endsWith('*') ? environment.withPrefix(prefix) : { [name]: environment.get(name) };
      holds = digestOfVariable(values, name) === digest;
      this.#variableHolds[number] = holds;
    }
    return holds;
  }

  #look(path: string): FileStat | 'unreadable' | undefined {
    try {
      return this.#files.stat(path);
    } catch (error) {
      if (isProblem(error)) return 'unreadable';
      throw error;
    }
  }
}
