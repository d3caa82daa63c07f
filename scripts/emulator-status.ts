import { status } from '../emulator/index.ts';
import { textFlag } from './grammar/verb.ts';
import { columns, json } from './speak/columns.ts';
import { emulatorFolder, type RunVerb } from './verb-context.ts';

/** `emulator status`: exit code 3 where none runs, as init scripts say it. */
export const run: RunVerb = async (context) => {
  const now = await status(emulatorFolder(context));
  if (textFlag(context.call, 'format') === 'json') context.print(json(now));
  else context.print(columns(Object.entries(now).map(([name, value]) => [name, text(value)])));
  return now.state === 'running' ? 0 : 3;
};

function text(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(text).join(', ');
  if (typeof value === 'object' && value !== null) return Object.values(value).map(text).join(' ');
  return String(value);
}
