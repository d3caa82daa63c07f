import { isAbsolute, join } from 'node:path';
import picomatch from 'picomatch';
import { isProblem, type Problem } from '../domain/problem.ts';
import type { Value } from '../domain/value.ts';
import type { FileEntry, Files } from '../ports.ts';
import { readYaml } from './read-yaml.ts';

// Links may lead back up; no project is as deep as this.
const deepest = 40;

/** The YAML files of one call: each is read and parsed once, each folder listed once. */
export class YamlFiles {
  readonly #files: Files;
  readonly #values = new Map<string, { readonly value: Value | undefined } | { readonly problem: Problem }>();
  readonly #folders = new Map<string, ReadonlyMap<string, FileEntry> | undefined>();

  constructor(files: Files) {
    this.#files = files;
  }

  /** What a file holds, undefined for nothing. Throws Problem `yaml-invalid` or `file-unreadable`, each time alike. */
  read(path: string): Value | undefined {
    let known = this.#values.get(path);
    if (known === undefined) {
      known = this.#parse(path);
      this.#values.set(path, known);
    }
    if ('problem' in known) throw known.problem;
    return known.value;
  }

  #parse(path: string): { readonly value: Value | undefined } | { readonly problem: Problem } {
    try {
      const text = this.#files.read(path);
      return { value: text === undefined ? undefined : readYaml(text, path) };
    } catch (error) {
      if (isProblem(error)) return { problem: error };
      throw error;
    }
  }

  /** The raw text of a file, undefined where there is none. */
  text(path: string): string | undefined {
    return this.#files.read(path);
  }

  isFile(path: string): boolean {
    return this.#entry(path)?.type === 'file';
  }

  isFolder(path: string): boolean {
    return this.#entry(path)?.type === 'folder' || (path === '/' && this.#list(path) !== undefined);
  }

  /** Names in a folder by name; undefined where there is no folder. */
  list(folder: string): readonly FileEntry[] | undefined {
    const entries = this.#list(folder);
    return entries && [...entries.values()];
  }

  /** Absolute paths of the files that an absolute glob (doublestar's: `*`, `**`, `?`, `[ab]`, `{a,b}`) matches, sorted. */
  glob(pattern: string): readonly string[] {
    const { base } = picomatch.scan(pattern, { noext: true, nonegate: true });
    const matches = picomatch(pattern, globOptions);
    const start = isAbsolute(base) ? base : '/';
    const depth = pattern.includes('**') ? deepest : pattern.split('/').length - start.split('/').length + 1;
    return this.filesBelow(start, depth).filter((path) => matches(path));
  }

  /** Absolute paths of all files below a folder, sorted, down to `depth` folders. */
  filesBelow(folder: string, depth = deepest): readonly string[] {
    const found: string[] = [];
    const visit = (at: string, left: number): void => {
      for (const { name, type } of this.#list(at)?.values() ?? []) {
        const path = join(at, name);
        if (type === 'file') found.push(path);
        else if (type === 'folder' && left > 1) visit(path, left - 1);
      }
    };
    visit(folder, depth);
    return found.sort();
  }

  #entry(path: string): FileEntry | undefined {
    const slash = path.lastIndexOf('/');
    return this.#list(slash <= 0 ? '/' : path.slice(0, slash))?.get(path.slice(slash + 1));
  }

  #list(folder: string): ReadonlyMap<string, FileEntry> | undefined {
    if (!this.#folders.has(folder)) {
      const entries = this.#files.list(folder);
      this.#folders.set(folder, entries && new Map(entries.map((entry) => [entry.name, entry])));
    }
    return this.#folders.get(folder);
  }
}

/** doublestar has no special case for names that begin with a dot, and no extended globs. */
const globOptions = { dot: true, noext: true, nonegate: true } as const;

/** A test for absolute paths: whether any of the absolute globs matches. */
export function matchesAny(patterns: readonly string[]): (path: string) => boolean {
  return patterns.length === 0 ? () => false : picomatch([...patterns], globOptions);
}

/** Whether a path holds a character that makes it a glob. */
export const isGlob = (path: string): boolean => /[*?[{]/.test(path);
