import { rmSync } from 'node:fs';
import { EmulatorError } from '../emulator-error.ts';
import type { Folder } from './folder.ts';

/**
 * Removes sessions, objects and the audit log of a folder. The key stays, so clients keep their registrations.
 * A server that runs there must clear its own sessions. Throws EmulatorError `file-unwritable`.
 */
export function forget(folder: Folder): void {
  for (const path of [folder.sessions, folder.objects, folder.audit])
    try {
      rmSync(path, { recursive: true, force: true });
    } catch (cause) {
      throw new EmulatorError({
        code: 'file-unwritable',
        message: `${path} cannot be removed: ${(cause as Error).message}.`,
        hint: 'Free the path, then: atmos-kit emulator reset',
        cause,
      });
    }
}
