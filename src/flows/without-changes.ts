import { dirname, join } from 'node:path';
import type { FileEntry, Files } from '../ports.ts';

/** Files as they are, but for some absolute paths, which are as `base` has them: there or not. */
export function withoutChanges(files: Files, base: Files, paths: readonly string[]): Files {
  const changed = new Set(paths);
  const folders = new Set(paths.flatMap(foldersAbove));
  return {
    stat: (path) =>
      changed.has(path)
        ? base.stat(path)
        : (files.stat(path) ?? (folders.has(path) ? base.stat(path) : undefined)),
    read: (path) => (changed.has(path) ? base : files).read(path),
    list(path) {
      const own = files.list(path);
      if (!folders.has(path)) return own;
      const before = base.list(path);
      if (own === undefined && before === undefined) return undefined;
      const isChanged = ({ name }: FileEntry) => changed.has(join(path, name));
      const kept = new Map((own ?? []).filter((one) => !isChanged(one)).map((one) => [one.name, one]));
      // A folder of which all has gone is there again as well.
      for (const one of before ?? [])
        if (isChanged(one) || (folders.has(join(path, one.name)) && !kept.has(one.name)))
          kept.set(one.name, one);
      return [...kept.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}

function foldersAbove(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [] : [above, ...foldersAbove(above)];
}
