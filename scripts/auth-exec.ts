import { runningAs } from '../src/flows/run-as.ts';
import { usage } from './grammar/read-call.ts';
import { type RunVerb, runAsRequest } from './verb-context.ts';

/** `auth exec -- COMMAND`: runs a command as an identity and ends as it ends. */
export const run: RunVerb = async ({ call, ports }) => {
  const [file, ...args] = call.rest;
  if (file === undefined) throw usage(call.verb, 'auth exec needs a command: auth exec -- COMMAND.');
  const { change } = await runningAs(ports, runAsRequest(call));
  const { exitCode, signal } = await ports.children.run({ file, args, cwd: ports.here.folder, change });
  // A shell leaves its loop or script where Ctrl-C ended what it ran, and goes on where that only says 130.
  if (signal === 'SIGINT') process.kill(process.pid, signal);
  return exitCode;
};
