import { join, relative } from 'node:path';
import picomatch from 'picomatch';
import { isProblem, type Problem } from '../domain/problem.ts';
import type { Value } from '../domain/value.ts';
import type { FileEntry, FileStat, Files } from '../ports.ts';
import { readYaml } from './read-yaml.ts';

// Links may lead back up; no project is as deep as this.
const deepest = 40;

/** The YAML files of one call: each is read and parsed once, each folder listed once. */
export class YamlFiles {
  readonly #files: Files;
  readonly #values = new Map<string, { readonly value: Value | undefined } | { readonly problem: Problem }>();
  readonly #texts = new Map<string, string | undefined>();
  readonly #folders = new Map<string, readonly FileEntry[] | undefined>();
  readonly #types = new Map<string, FileStat['type'] | undefined>();
  readonly #touch: (path: string) => void;

  /** `touch` is told of every path that is looked at, also where the answer is known already. */
  constructor(files: Files, touch: (path: string) => void = () => {}) {
    this.#files = files;
    this.#touch = touch;
  }

  /** What a file holds, undefined for nothing. Throws Problem `yaml-invalid` or `file-unreadable`, each time alike. */
  read(path: string): Value | undefined {
    this.#touch(path);
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
      const text = this.text(path);
      return { value: text === undefined ? undefined : readYaml(text, path) };
    } catch (error) {
      if (isProblem(error)) return { problem: error };
      throw error;
    }
  }

  /** The raw text of a file, undefined where there is none. */
  text(path: string): string | undefined {
    this.#touch(path);
    if (!this.#texts.has(path)) this.#texts.set(path, this.#files.read(path));
    return this.#texts.get(path);
  }

  isFile(path: string): boolean {
    return this.#type(path) === 'file';
  }

  isFolder(path: string): boolean {
    return this.#type(path) === 'folder';
  }

  /** Names in a folder by name; undefined where there is no folder. */
  list(folder: string): readonly FileEntry[] | undefined {
    this.#touch(folder);
    if (!this.#folders.has(folder)) this.#folders.set(folder, this.#files.list(folder));
    const entries = this.#folders.get(folder);
    // A link that leads nowhere may lead somewhere later, of which the folder itself shows nothing.
    for (const { name, type } of entries ?? []) if (type === 'other') this.#touch(join(folder, name));
    return entries;
  }

  /**
   * Absolute paths of the files that a glob below `folder` matches, sorted. Globs are doublestar's: `*`, `**`, `?`,
   * `[ab]`, `{a,b}`; leading `../` leave the folder.
   */
  glob(folder: string, pattern: string): readonly string[] {
    const [from, rest] = climb(folder, pattern);
    if (!isGlob(rest)) return this.isFile(join(from, rest)) ? [join(from, rest)] : [];
    const matches = matchesAny([rest]);
    const segments = rest.split('/');
    const plain = segments.slice(0, segments.findIndex(isGlob));
    const depth = rest.includes('**') ? deepest : segments.length - plain.length;
    return this.filesBelow(join(from, ...plain), depth).filter((path) => matches(pathBelow(from, path)));
  }

  /** Absolute paths of all files below a folder, sorted, down to `depth` folders. */
  filesBelow(folder: string, depth = deepest): readonly string[] {
    const found: string[] = [];
    // A link may lead back to a folder above it: that one is not gone into again.
    const visit = (at: string, left: number, above: readonly string[]): void => {
      const stamp = this.#files.stat(at)?.stamp ?? '';
      if (stamp !== '' && above.includes(stamp)) return;
      const path = [...above, stamp];
      for (const { name, type } of this.list(at) ?? []) {
        const inner = at.endsWith('/') ? at + name : `${at}/${name}`;
        if (type === 'file') found.push(inner);
        else if (type === 'folder' && left > 1) visit(inner, left - 1, path);
      }
    };
    visit(folder, depth, []);
    return found.sort();
  }

  #type(path: string): FileStat['type'] | undefined {
    this.#touch(path);
    if (!this.#types.has(path)) this.#types.set(path, this.#files.stat(path)?.type);
    return this.#types.get(path);
  }
}

/** The path of a file from a folder that it is in; of thousands, most need no more than the beginning taken away. */
export function pathBelow(folder: string, path: string): string {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : relative(folder, path);
}

/** The folder and the pattern without the `./` and `../` in front of it. */
function climb(folder: string, pattern: string): [string, string] {
  const [, steps = '', rest = ''] = /^((?:\.{0,2}\/)*)(.*)$/s.exec(pattern) ?? [];
  return [steps.startsWith('/') ? steps : join(folder, steps), rest];
}

/** doublestar has no special case for names that begin with a dot, and no extended globs. */
const globOptions = { dot: true, noext: true, nonegate: true } as const;

/** A test for paths: whether any of the globs matches. */
export function matchesAny(patterns: readonly string[]): (path: string) => boolean {
  return patterns.length === 0 ? () => false : picomatch([...patterns], globOptions);
}

/** Whether a path holds a character that makes it a glob. */
export const isGlob = (path: string): boolean => /[*?[{]/.test(path);
