import { readLogs } from '../emulator/index.ts';
import { Problem } from '../src/domain/problem.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { emulatorFolder, type RunVerb } from './verb-context.ts';

/** `emulator logs`: the server's log, or with --audit who did what as which role. */
export const run: RunVerb = async (context) => {
  const { call, ports, print } = context;
  const typed = textFlag(call, 'lines');
  const lines = typed === undefined ? Number.MAX_SAFE_INTEGER : Number(typed);
  if (!(Number.isInteger(lines) && lines > 0))
    throw new Problem({
      code: 'usage',
      message: `--lines ${typed} is not a number of lines.`,
      hint: 'Write it like -n 20.',
    });
  const text = readLogs(emulatorFolder(context), { audit: isOn(call, 'audit'), lines });
  if (text === '') ports.terminal.say('Nothing was logged yet.');
  else print(`${text}\n`);
  return 0;
};
