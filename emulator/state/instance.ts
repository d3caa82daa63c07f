import { linkSync, rmSync } from 'node:fs';
import { EmulatorError } from '../emulator-error.ts';
import { type Folder, readIfThere, writePrivate } from './folder.ts';

/** What a running server writes down about itself, for the commands that look after it. */
export interface Instance {
  readonly version: 1;
  /** Random; the server at `origin` answers with it, so that a reused port or process id deceives nobody. */
  readonly id: string;
  /** Lets its holder reset the running server. It stands in this private file only. */
  readonly control: string;
  readonly pid: number;
  readonly origin: string;
  readonly port: number;
  /** ISO 8601. */
  readonly since: string;
  /** The seed's file, where it came from one. */
  readonly seed?: string;
  readonly people: readonly { readonly user: string; readonly displayName: string }[];
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
}

/** What was written down last; undefined where there is nothing readable. It may be about a server that has died. */
export function readInstance(folder: Folder): Instance | undefined {
  const text = readIfThere(folder.instance);
  if (text === undefined) return undefined;
  try {
    const instance = JSON.parse(text) as Instance | null;
    return instance?.version === 1 ? instance : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Takes the folder for this server: two at once would overwrite each other's sessions. `runs` tells whether the server
 * of a record is still there. Throws EmulatorError `emulator-running`.
 */
export async function claimFolder(
  folder: Folder,
  instance: Instance,
  runs: (other: Instance) => Promise<boolean>,
): Promise<void> {
  await refuseWhereOneRuns(folder, runs);
  const draft = `${folder.instance}.${instance.id}`;
  writePrivate(draft, JSON.stringify(instance));
  try {
    while (!linked(draft, folder.instance)) {
      const before = readIfThere(folder.instance);
      await refuseWhereOneRuns(folder, runs);
      // A record of a dead server; unless another start was faster, it goes.
      if (readIfThere(folder.instance) === before) rmSync(folder.instance, { force: true });
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Throws EmulatorError `emulator-running` when the folder's server is there. */
export async function refuseWhereOneRuns(
  folder: Folder,
  runs: (other: Instance) => Promise<boolean>,
): Promise<void> {
  const other = readInstance(folder);
  if (other === undefined || !(await runs(other))) return;
  throw new EmulatorError({
    code: 'emulator-running',
    message: `An emulator runs in ${folder.path} already: ${other.origin}, process ${other.pid}.`,
    hint: 'atmos-kit emulator stop',
  });
}

/** Removes the record, when it is still about this server. */
export function releaseFolder(folder: Folder, instance: Instance): void {
  if (readInstance(folder)?.id === instance.id) rmSync(folder.instance, { force: true });
}

function linked(draft: string, target: string): boolean {
  try {
    // Unlike a rename, a link never replaces what is there.
    linkSync(draft, target);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new EmulatorError({
      code: 'file-unwritable',
      message: `${target} cannot be written: ${(cause as Error).message}.`,
      hint: 'Name another folder with --dir FOLDER.',
      cause,
    });
  }
}
