import { reset } from '../emulator/index.ts';
import { Problem } from '../src/domain/problem.ts';
import { isOn } from './grammar/verb.ts';
import { emulatorFolder, type RunVerb } from './verb-context.ts';

/** `emulator reset`: forgets every sign-in, all keys and the state objects. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const folder = emulatorFolder(context);
  if (!isOn(call, 'yes')) {
    if (!ports.terminal.interactive)
      throw new Problem({
        code: 'usage',
        message: 'This forgets every sign-in and state object of the emulator.',
        hint: 'atmos-kit emulator reset --yes',
      });
    if (!(await ports.terminal.confirm(`Forget every sign-in and state object in ${folder}?`))) return 1;
  }
  await reset(folder);
  ports.terminal.say('The emulator has forgotten everything but its key.');
  return 0;
};
