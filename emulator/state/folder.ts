import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { EmulatorError } from '../emulator-error.ts';

/** The files of one emulator; nothing of it lies outside this folder. */
export interface Folder {
  readonly path: string;
  /** The key that every token and credential is derived from. It outlives restarts and resets. */
  readonly key: string;
  /** Sign-ins, codes and browser sessions. */
  readonly sessions: string;
  readonly issuerKey: string;
  /** The key, the certificate and the port of the clusters' API server. */
  readonly apiServer: string;
  /** The objects of the state buckets. */
  readonly objects: string;
  readonly audit: string;
  /** What a running server says about itself. */
  readonly instance: string;
  readonly log: string;
}

/** Names the files of an emulator's folder; creates nothing. */
export function filesOf(path: string): Folder {
  return {
    path,
    key: join(path, 'key'),
    sessions: join(path, 'sessions.json'),
    issuerKey: join(path, 'issuer-key.pem'),
    apiServer: join(path, 'api-server.json'),
    objects: join(path, 'objects'),
    audit: join(path, 'audit.jsonl'),
    instance: join(path, 'emulator.json'),
    log: join(path, 'server.log'),
  };
}

/** Makes the folder, readable by its owner only. Throws EmulatorError `file-unwritable`. */
export function makeFolder(path: string): Folder {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new EmulatorError({
      code: 'file-unwritable',
      message: `The emulator's folder ${path} cannot be made: ${(cause as Error).message}.`,
      hint: 'Name another folder with --dir FOLDER.',
      cause,
    });
  }
  return filesOf(path);
}

/** Writes a private file so that a reader sees the old content or the new, never a part. */
export function writePrivate(path: string, content: string): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = openSync(draft, 'w', 0o600);
    try {
      writeSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (cause) {
    rmSync(draft, { force: true });
    throw new EmulatorError({
      code: 'file-unwritable',
      message: `${path} cannot be written: ${(cause as Error).message}.`,
      hint: 'Free the path, or name another folder with --dir FOLDER.',
      cause,
    });
  }
}

/** The text of a file, or undefined where there is none. Throws EmulatorError `file-unreadable`. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw new EmulatorError({
      code: 'file-unreadable',
      message: `${path} cannot be read: ${(cause as Error).message}.`,
      hint: 'Name another folder with --dir FOLDER.',
      cause,
    });
  }
}
