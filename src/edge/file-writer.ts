import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { FileWriter } from '../ports.ts';
import { unwritable } from './unwritable.ts';

/**
 * Writes files so that a reader sees the old content or the new, never a part, even after a power cut. A link is
 * kept: what it points to is replaced. Throws Problem `file-unwritable`, and then nothing has changed.
 */
export function fileWriter(): FileWriter {
  return {
    write(path, content, mode, lasting) {
      try {
        const target = targetOf(path);
        // A link may lead to a disk that is not mounted: nothing is put into its place.
        if (target !== path) statSync(dirname(target));
        const before = mode === 'kept' ? writableAt(target) : undefined;
        const bits = mode === 'kept' ? (before?.mode ?? 0o600) & 0o7777 : mode;
        replace(target, content, bits, lasting !== 'forNow', before);
      } catch (cause) {
        throw unwritable(path, cause);
      }
    },
    remove(path, link) {
      try {
        unlinkSync(link === 'kept' ? targetOf(path) : path);
      } catch (cause) {
        if (!['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? ''))
          throw unwritable(path, cause);
      }
    },
    removeEmpty(path) {
      try {
        rmdirSync(path);
      } catch {
        // It is not there, not empty, or not ours to remove: then it stays.
      }
    },
    removeAll(path) {
      try {
        rmSync(path, { recursive: true, force: true });
      } catch (cause) {
        throw unwritable(path, cause);
      }
    },
    makeFolder(path) {
      try {
        mkdirSync(path, { recursive: true, mode: 0o700 });
      } catch (cause) {
        throw unwritable(path, cause);
      }
    },
  };
}

function replace(target: string, content: string, mode: number, synced: boolean, before?: Stats): void {
  const folder = dirname(target);
  const secret = (mode & 0o077) === 0;
  mkdirSync(folder, { recursive: true, mode: secret ? 0o700 : 0o777 });
  const draft = join(folder, `.${basename(target).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = openSync(draft, 'wx', 0o600);
    try {
      writeFileSync(file, content);
      if (before !== undefined) keepOwner(file, before);
      // The mode given to open is cut by the umask; this one is not.
      fchmodSync(file, mode);
      if (synced) fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, target);
  } catch (cause) {
    rmSync(draft, { force: true });
    throw cause;
  }
  if (synced) syncFolder(folder);
}

// A file that may not be written is not to be replaced either, though its folder would allow that.
function writableAt(target: string): Stats | undefined {
  const stats = statSync(target, { throwIfNoEntry: false });
  if (stats !== undefined) accessSync(target, constants.W_OK);
  return stats;
}

// Somebody else's file must not become ours, nor be out of their reach; a group that is not ours to give is lost.
function keepOwner(file: number, { uid, gid }: Stats): void {
  try {
    fchownSync(file, uid, gid);
  } catch (cause) {
    if (uid !== process.getuid?.()) throw cause;
  }
}

// Without this the new name itself may be lost in a power cut. Some file systems cannot do it, and the content is
// in place by now: nothing to fail for.
function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // See above.
  }
}

// By hand and not by realpath: the file at the end of a link need not exist yet.
function targetOf(path: string): string {
  let target = path;
  for (let links = 0; links < 40; links += 1) {
    const next = linkAt(target);
    if (next === undefined) return target;
    target = resolve(dirname(target), next);
  }
  throw Object.assign(new Error('too many links'), { code: 'ELOOP' });
}

function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
