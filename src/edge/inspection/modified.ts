import { statSync } from 'node:fs';

/** When what stands at `path` was last written to; undefined where nothing is. */
export function modified(path: string): Date | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtime;
}
