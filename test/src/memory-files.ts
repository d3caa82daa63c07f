import { dirname } from 'node:path';
import type { FileEntry, Files } from '../../src/ports.ts';

/** Files over a record of absolute path → text; `reads` counts how often each was read. */
export function memoryFiles(
  texts: Readonly<Record<string, string>>,
): Files & { readonly reads: Map<string, number> } {
  const reads = new Map<string, number>();
  const folders = new Map<string, Map<string, FileEntry['type']>>();
  const enter = (path: string, type: FileEntry['type']): void => {
    const folder = dirname(path);
    const known = folders.get(folder);
    folders.set(folder, (known ?? new Map()).set(path.slice(folder.length).replace(/^\//, ''), type));
    if (known === undefined && folder !== '/') enter(folder, 'folder');
  };
  for (const path of Object.keys(texts)) enter(path, 'file');
  return {
    reads,
    stat: (path) =>
      path in texts
        ? { type: 'file', stamp: texts[path] as string }
        : folders.has(path)
          ? { type: 'folder', stamp: '' }
          : undefined,
    read: (path) => {
      reads.set(path, (reads.get(path) ?? 0) + 1);
      return texts[path];
    },
    list: (path) =>
      folders.has(path)
        ? [...(folders.get(path) ?? [])]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, type]) => ({ name, type }))
        : undefined,
  };
}
