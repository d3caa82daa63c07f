import { dirname, join } from 'node:path';
import type { Shell } from '../domain/shell.ts';
import type { Ports } from '../ports.ts';
import type { FileChange } from './file-change.ts';

/** What installations have made, so that it can be taken away again. */
export interface InstallRecord {
  /** Folders that were not there before. */
  readonly folders: readonly string[];
  /** For each shell the files of ours outside of our own folder, with what was in their place; null for nothing. */
  readonly files: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
}

const pathOf = ({ here }: Pick<Ports, 'here'>) => join(here.shell, 'installed.json');

/** What is recorded; nothing where there is no record, or none that can be read. */
export function readRecord(ports: Pick<Ports, 'files' | 'here'>): InstallRecord {
  try {
    const read = JSON.parse(ports.files.read(pathOf(ports)) ?? '{}') as Partial<InstallRecord> | null;
    const folders = Array.isArray(read?.folders) ? read.folders : [];
    const files = typeof read?.files === 'object' && read.files !== null ? read.files : {};
    return { folders: folders.filter((one) => typeof one === 'string'), files };
  } catch {
    return { folders: [], files: {} };
  }
}

/** The record as a change of its file; an empty one is none. */
export function recordChange(ports: Pick<Ports, 'files' | 'here'>, record: InstallRecord): FileChange {
  const path = pathOf(ports);
  const empty = record.folders.length === 0 && Object.keys(record.files).length === 0;
  const after = empty ? undefined : `${JSON.stringify(record, null, 2)}\n`;
  return { path, before: ports.files.read(path), after };
}

/** The record with what an installation for a shell is about to make. */
export function recorded(
  { files, here }: Pick<Ports, 'files' | 'here'>,
  { folders, files: known }: InstallRecord,
  shell: Shell,
  paths: readonly string[],
  replaced: string,
): InstallRecord {
  const missing = paths.flatMap((path) => missingAbove(path));
  const inOurs = replaced.startsWith(`${here.shell}/`);
  const earlier = known[shell]?.[replaced];
  const before = earlier === undefined && !inOurs ? files.read(replaced) : earlier;
  return {
    folders: [...new Set([...folders, ...missing])].sort(),
    files: {
      ...known,
      [shell]: {
        ...known[shell],
        [replaced]: before ?? null,
      },
    },
  };

  function missingAbove(path: string): readonly string[] {
    const folder = dirname(path);
    if (folder === path || files.stat(folder) !== undefined) return [];
    return [...missingAbove(folder), folder];
  }
}
