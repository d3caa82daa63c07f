import { type BigIntStats, type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../domain/problem.ts';
import type { FileEntry, Files } from '../ports.ts';
import { stampOf } from '../store/memo.ts';

const nothing = new Set(['ENOENT', 'ENOTDIR']);

/** Files over node:fs. Links are followed. Throws Problem `file-unreadable` for what is there but cannot be read. */
export function diskFiles(): Files {
  return {
    stat: (path) => {
      const stats = attempt(path, () => statSync(path, { bigint: true }));
      return stats && { type: typeOf(stats), stamp: stampOf(stats) };
    },
    read: (path) => attempt(path, () => readFileSync(path, 'utf8')),
    list: (path) =>
      attempt(path, () => readdirSync(path, { withFileTypes: true }))
        ?.map((entry) => ({ name: entry.name, type: entryType(path, entry) }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function attempt<T>(path: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    if (nothing.has(code)) return undefined;
    const isFolder = code === 'EISDIR';
    throw new Problem({
      code: 'file-unreadable',
      message: isFolder ? `${path} is a folder, not a file.` : `${path} cannot be read: ${reason(code)}.`,
      hint: isFolder ? `Put a file in the place of ${path}.` : `Look at it with: ls -ld ${path}`,
      at: { file: path },
      cause,
    });
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'its links go round in a circle',
  ENAMETOOLONG: 'its name is too long',
  EIO: 'the disk answered with an error',
};
const reason = (code: string): string => reasons[code] ?? code;

const typeOf = (entry: BigIntStats | Dirent): FileEntry['type'] =>
  entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other';

/** A link in a folder is what it leads to; one that leads nowhere is neither file nor folder. */
function entryType(folder: string, entry: Dirent): FileEntry['type'] {
  if (!entry.isSymbolicLink()) return typeOf(entry);
  try {
    return typeOf(statSync(join(folder, entry.name), { bigint: true }));
  } catch {
    return 'other';
  }
}
