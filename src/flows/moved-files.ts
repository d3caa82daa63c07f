import type { Files } from '../ports.ts';

/** Files in which everything below `from` is read from the same place below `to`. */
export function movedFiles(files: Files, from: string, to: string): Files {
  const moved = (path: string): string =>
    path === from || path.startsWith(`${from}/`) ? `${to}${path.slice(from.length)}` : path;
  return {
    stat: (path) => files.stat(moved(path)),
    read: (path) => files.read(moved(path)),
    list: (path) => files.list(moved(path)),
  };
}
