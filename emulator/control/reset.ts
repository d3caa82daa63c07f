import { resolve } from 'node:path';
import { EmulatorError } from '../emulator-error.ts';
import { answersAs, ask } from '../http/ask.ts';
import { controlHeader, ownPath } from '../http/own-route.ts';
import { filesOf } from '../state/folder.ts';
import { forget } from '../state/forget.ts';
import { readInstance } from '../state/instance.ts';

/**
 * Forgets the sessions, objects and audit log of a folder, whether its emulator runs or not; it keeps running.
 * The key stays, so clients keep their registrations. Throws EmulatorError `file-unwritable`.
 */
export async function reset(dir: string): Promise<void> {
  const folder = filesOf(resolve(dir));
  const instance = readInstance(folder);
  if (instance === undefined || !(await answersAs(instance))) return forget(folder);
  const answer = await ask(instance.port, 'POST', `${ownPath}/reset`, { [controlHeader]: instance.control });
  if (answer?.status === 200) return;
  throw new EmulatorError({
    code: 'file-unwritable',
    message: `The emulator at ${instance.origin} could not forget everything.`,
    hint: 'atmos-kit emulator logs',
  });
}
