import { type Status, status } from '../emulator/index.ts';
import { textFlag } from './grammar/verb.ts';
import { columns, json } from './speak/columns.ts';
import { localTime } from './speak/time-left.ts';
import { emulatorFolder, type RunVerb } from './verb-context.ts';

/** `emulator status`: exit code 3 where none runs, as init scripts say it. */
export const run: RunVerb = async (context) => {
  const now = await status(emulatorFolder(context));
  context.print(textFlag(context.call, 'format') === 'json' ? json(now) : text(now));
  return now.state === 'running' ? 0 : 3;
};

function text(now: Status): string {
  if (now.state === 'stopped')
    return columns([
      ['Emulator', 'stopped'],
      ['Folder', now.dir],
    ]);
  return columns([
    ['Emulator', `running at ${now.origin}`],
    ['Since', `${localTime(now.since)} (process ${now.pid})`],
    ['Folder', now.dir],
    ['Seed', now.seed ?? 'given by the program that started it'],
    ['People', now.people.map(({ user }) => user).join(', ')],
    ['Accounts', now.accounts.map(({ name }) => name).join(', ')],
  ]);
}
