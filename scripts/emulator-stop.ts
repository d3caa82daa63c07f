import { stop } from '../emulator/index.ts';
import { emulatorFolder, type RunVerb } from './verb-context.ts';

/** `emulator stop`. */
export const run: RunVerb = async (context) => {
  const stopped = await stop(emulatorFolder(context));
  context.ports.terminal.say(stopped ? 'The emulator has stopped.' : 'No emulator runs here.');
  return 0;
};
