import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { EmulatorError } from '../../emulator-error.ts';

/** What is known of an object besides its content. */
export interface ObjectMeta {
  readonly key: string;
  /** Without quotes. */
  readonly etag: string;
  /** Bytes of the content. */
  readonly size: number;
  /** Milliseconds. */
  readonly modified: number;
  /** Headers that go back with the object as they came, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface StoredObject {
  readonly meta: ObjectMeta;
  readonly body: Buffer;
}

const newline = 0x0a;

/**
 * Writes an object as one file: a line of JSON, then the content. It is complete and on disk before it gets its
 * name, so that a reader sees a whole object or none. With `create` it returns false where the name is taken, and
 * that is decided by the file system, between processes too. Throws EmulatorError `file-unwritable`.
 */
export function writeObjectFile(
  path: string,
  meta: ObjectMeta,
  content: readonly Buffer[],
  create: boolean,
): boolean {
  const draft = `${path}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeDraft(draft, [Buffer.from(`${JSON.stringify(meta)}\n`), ...content]);
    if (create) linkSync(draft, path);
    else renameSync(draft, path);
    syncFolder(dirname(path));
    return true;
  } catch (cause) {
    if (create && codeOf(cause) === 'EEXIST') return false;
    throw fileFault('file-unwritable', path, cause);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Reads an object; undefined where there is none. Throws EmulatorError `file-unreadable`. */
export function readObjectFile(path: string): StoredObject | undefined {
  const bytes = orUndefined(path, () => readFileSync(path));
  if (bytes === undefined) return undefined;
  const end = bytes.indexOf(newline);
  const meta = parseMeta(path, bytes.subarray(0, end));
  return { meta, body: bytes.subarray(end + 1) };
}

/** Reads only what is known of an object; undefined where there is none. Throws EmulatorError `file-unreadable`. */
export function readObjectMeta(path: string): ObjectMeta | undefined {
  return orUndefined(path, () => {
    const file = openSync(path, 'r');
    try {
      let bytes = Buffer.alloc(0);
      while (!bytes.includes(newline)) {
        const chunk = Buffer.alloc(4096);
        const count = readSync(file, chunk);
        if (count === 0) break;
        bytes = Buffer.concat([bytes, chunk.subarray(0, count)]);
      }
      return parseMeta(path, bytes.subarray(0, bytes.indexOf(newline)));
    } finally {
      closeSync(file);
    }
  });
}

/** Removes a file, for good when it returns. Throws EmulatorError `file-unwritable`. */
export function removeObjectFile(path: string): void {
  try {
    rmSync(path);
    syncFolder(dirname(path));
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT') throw fileFault('file-unwritable', path, cause);
  }
}

function writeDraft(path: string, content: readonly Buffer[]): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    for (const bytes of content) writeFileSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

// A new or removed name is only safe once the folder itself is on disk.
function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function parseMeta(path: string, line: Buffer): ObjectMeta {
  try {
    return JSON.parse(line.toString()) as ObjectMeta;
  } catch (cause) {
    throw fileFault('file-unreadable', path, cause);
  }
}

function orUndefined<T>(path: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw cause instanceof EmulatorError ? cause : fileFault('file-unreadable', path, cause);
  }
}

function fileFault(code: 'file-unreadable' | 'file-unwritable', path: string, cause: unknown): EmulatorError {
  const verb = code === 'file-unreadable' ? 'read' : 'written';
  return new EmulatorError({
    code,
    message: `The object in ${path} cannot be ${verb}: ${(cause as Error).message}.`,
    at: { file: path },
    cause,
  });
}

function codeOf(cause: unknown): string | undefined {
  return (cause as NodeJS.ErrnoException).code;
}
