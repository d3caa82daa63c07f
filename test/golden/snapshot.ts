/** What generated files were there before a run. */
import { basename, dirname, join } from 'node:path';
import type { Plain } from '../../src/domain/value.ts';
import { contentOf, filesBelow } from './run-program.ts';

export type Snapshot = ReadonlyMap<string, ReadonlyMap<string, Plain>>;

/** By folder and name. */
export function snapshot(project: string): Snapshot {
  const folders = new Map<string, Map<string, Plain>>();
  for (const path of filesBelow(project)) {
    if (!/\.tfvars\.json$|\.tf\.json$/.test(path)) continue;
    const folder = folders.get(dirname(path)) ?? new Map<string, Plain>();
    folders.set(dirname(path), folder.set(basename(path), contentOf(join(project, path))));
  }
  return folders;
}
