import { resolve } from 'node:path';
import { defaultPort, defaultSeed, startDetached, startEmulator } from '../emulator/index.ts';
import { Problem } from '../src/domain/problem.ts';
import { durationSeconds } from '../src/identity/duration.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { emulatorFolder, type RunVerb, type VerbContext } from './verb-context.ts';

/** `emulator start`: in a process of its own, or in this terminal with --foreground. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const dir = emulatorFolder(context);
  const typedSeed = textFlag(call, 'seed');
  const seed = typedSeed === undefined ? defaultSeed() : resolve(ports.here.folder, typedSeed);
  const options = { port: port(context), dir, seed, traffic: traffic(context) };
  if (isOn(call, 'foreground')) return stayHere(context, options);
  const idleMs = idle(context);
  const { origin } = await startDetached({ ...options, ...(idleMs !== undefined && { idleMs }) });
  ports.terminal.say(`The emulator runs at ${origin}.${next(origin)}`);
  return 0;
};

async function stayHere(
  { ports }: VerbContext,
  options: { port: number; dir: string; seed: string; traffic: Speed },
): Promise<number> {
  const { signal, dispose } = ports.interrupts.listen();
  const emulator = await startEmulator(options);
  ports.terminal.say(`The emulator runs at ${emulator.origin}; Ctrl-C ends it.${next(emulator.origin)}`);
  try {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  } finally {
    dispose();
    await emulator.close();
  }
  ports.terminal.say('The emulator has stopped.');
  return 0;
}

function next(origin: string): string {
  const variable = origin.endsWith(`:${defaultPort}`) ? '' : `ATMOS_KIT_ENDPOINT=${origin} `;
  return `\nNext: ${variable}ATMOS_PROFILE=developers,local atmos-kit auth login\n(sign in as dana with the password local-dana, unless you gave it a seed of your own)`;
}

function port({ call }: VerbContext): number {
  const text = textFlag(call, 'port');
  if (text === undefined) return defaultPort;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new Problem({
      code: 'usage',
      message: `--port ${text} is not a port.`,
      hint: 'A port is a number from 1 to 65535; 0 picks a free one.',
    });
  return number;
}

/** What --latency and --portal-limit say of the network and of the portal. */
type Speed = { latencyMs?: number; portalRequestsPerSecond?: number };

function traffic({ call }: VerbContext): Speed {
  const [latency, limit] = [textFlag(call, 'latency'), textFlag(call, 'portal-limit')];
  const latencyMs = latency === undefined ? undefined : durationMs(latency);
  if (latency !== undefined && latencyMs === undefined)
    throw new Problem({
      code: 'usage',
      message: `--latency ${latency} is not a duration.`,
      hint: 'Write it like 50ms or 1s.',
    });
  if (limit !== undefined && !/^[1-9]\d{0,5}$/.test(limit))
    throw new Problem({
      code: 'usage',
      message: `--portal-limit ${limit} is not a number of requests per second.`,
      hint: 'Write a number from 1 on, such as 20, which is what AWS allows.',
    });
  return {
    ...(latencyMs !== undefined && { latencyMs }),
    ...(limit !== undefined && { portalRequestsPerSecond: Number(limit) }),
  };
}

function durationMs(text: string): number | undefined {
  const [, amount, unit] = /^(\d{1,5})(ms|s)$/.exec(text) ?? [];
  return unit === undefined ? undefined : Number(amount) * (unit === 's' ? 1000 : 1);
}

function idle({ call }: VerbContext): number | undefined {
  const text = textFlag(call, 'idle');
  if (text === undefined) return undefined;
  const seconds = durationSeconds(text);
  if (!seconds)
    throw new Problem({
      code: 'usage',
      message: `--idle ${text} is not a duration.`,
      hint: 'Write it like 30m or 8h.',
    });
  return seconds * 1000;
}
