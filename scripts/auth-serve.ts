import { isProblem, Problem } from '../src/domain/problem.ts';
import { type ServedKeys, serveKeys } from '../src/flows/serve-keys.ts';
import { durationSeconds } from '../src/identity/duration.ts';
import { environmentRequest } from './environment-request.ts';
import { usage } from './grammar/read-call.ts';
import { type Call, textFlag } from './grammar/verb.ts';
import { environmentText } from './speak/environment.ts';
import type { RunVerb, VerbContext } from './verb-context.ts';

/** How often is looked whether anybody still asks, in milliseconds. */
const lookMs = 1000;

/** `auth serve`: hands out an identity's keys on 127.0.0.1, for one command or until it is ended. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const [file, ...args] = call.rest;
  const idleMs = idle(call);
  const served = await serveKeys(ports, { ...environmentRequest(call), port: port(call) });
  try {
    if (file === undefined) return await stayHere(context, served, idleMs);
    const command = { file, args, cwd: ports.here.folder, change: served.here };
    return (await ports.children.run(command)).exitCode;
  } finally {
    await served.close();
  }
};

async function stayHere(
  { call, ports, print }: VerbContext,
  { identity, anywhere, server }: ServedKeys,
  idleMs: number,
): Promise<number> {
  const { signal, dispose } = ports.interrupts.listen();
  const began = ports.clock.now();
  print(environmentText(anywhere, textFlag(call, 'format') ?? 'bash'));
  ports.terminal.say(`Keys of ${identity} are served at ${server.url}; Ctrl-C ends it.`);
  try {
    while (ports.clock.now().getTime() - (server.lastAsked() ?? began).getTime() < idleMs)
      await ports.clock.sleep(Math.min(lookMs, idleMs), signal);
    ports.terminal.say('Nobody has asked for a long time: it has ended.');
  } catch (error) {
    // A Ctrl-C is how it ends.
    if (!isProblem(error) || error.code !== 'interrupted') throw error;
    ports.terminal.say('It has ended.');
  } finally {
    dispose();
  }
  return 0;
}

function port(call: Call): number {
  const text = textFlag(call, 'port') ?? '0';
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Problem({
    code: 'usage',
    message: `--port ${text} is not a port.`,
    hint: 'A port is a number from 1 to 65535; 0 picks a free one.',
  });
}

function idle(call: Call): number {
  const text = textFlag(call, 'idle') ?? '8h';
  const seconds = durationSeconds(text);
  if (seconds === undefined || seconds === 0)
    throw usage(call.verb, `--idle ${text} is not a duration; write it like 30m or 8h.`);
  return seconds * 1000;
}
