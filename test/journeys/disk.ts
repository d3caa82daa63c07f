/** What stands on a desk's disk, so that a test can say that nothing has changed. */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Desk } from './desk.ts';

// What was worked out about files may be kept: it is dropped as soon as they change.
export const notes = /^home\/\.cache(\/atmos-kit(\/answers(\/.*)?)?)?$/;

/** A line for every path below home, project and run folder: its name, mode and a digest of what it holds. */
export function diskOf(desk: Desk): readonly string[] {
  return [desk.home, desk.project, desk.run]
    .flatMap((root) => readdirSync(root, { recursive: true, withFileTypes: true }))
    .map((entry) => ({ path: join(entry.parentPath, entry.name), isFile: entry.isFile() }))
    .filter(({ path }) => !notes.test(relative(desk.folder, path)))
    .map(({ path, isFile }) => {
      const mode = (lstatSync(path).mode & 0o777).toString(8);
      const digest = isFile ? createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 12) : '';
      return `${relative(desk.folder, path)} ${mode} ${digest}`;
    })
    .sort();
}
