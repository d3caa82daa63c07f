import { Problem } from '../domain/problem.ts';
import type { Ports } from '../ports.ts';

/** A change of a person's file, decided and not yet made. Undefined is no file. */
export interface FileChange {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/**
 * What a file becomes; nothing is written. `change` is given undefined for no file, and says so alike.
 * Throws Problem `file-unreadable` for one that cannot be read, or that is no UTF-8 and would not survive a change.
 */
export function changeOfFile(
  { files }: Pick<Ports, 'files'>,
  path: string,
  change: (text: string | undefined) => string | undefined,
): FileChange {
  const before = files.read(path);
  if (before?.includes('\ufffd'))
    throw new Problem({
      code: 'file-unreadable',
      message: `${path} is not UTF-8 text, so it is left as it is.`,
      hint: 'Save it as UTF-8.',
      at: { file: path },
    });
  return { path, before, after: change(before) };
}

export const changesNothing = ({ before, after }: FileChange): boolean => before === after;

/**
 * Makes a change while nobody else of us changes that file, as it is decided then; `kind` begins the name of the lease. Returns
 * whether there was anything to change. Throws what `decide` and `makeFileChange` throw, Problem `lock-timeout`.
 */
export async function changeFileAlone(
  ports: Pick<Ports, 'files' | 'writer' | 'leases'>,
  kind: string,
  decide: () => FileChange,
  mode: number,
): Promise<boolean> {
  // What cannot be changed is told before anybody waits.
  const { path } = decide();
  // A lease is named by letters and digits.
  const name = `${kind}-${Buffer.from(path).toString('hex').slice(-60)}`;
  return ports.leases.hold(name, async () => {
    const change = decide();
    if (changesNothing(change)) return false;
    makeFileChange(ports, change, mode);
    return true;
  });
}

/**
 * Makes a change. The file keeps its mode unless one is given, and its owner, and a link stays one; a new file is for its owner
 * alone.
 * Throws Problem `file-unwritable`, also where somebody has changed the file meanwhile.
 */
export function makeFileChange(
  { files, writer }: Pick<Ports, 'files' | 'writer'>,
  { path, before, after }: FileChange,
  mode: number | 'kept' = 'kept',
): void {
  if (files.read(path) !== before)
    throw new Problem({
      code: 'file-unwritable',
      message: `${path} was changed by somebody else meanwhile.`,
      hint: 'Try again.',
      at: { file: path },
    });
  if (after === undefined) writer.remove(path, 'kept');
  else writer.write(path, after, mode);
}
