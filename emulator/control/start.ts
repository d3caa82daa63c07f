import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { beside } from '../beside.ts';
import { EmulatorError } from '../emulator-error.ts';
import { answersAs } from '../http/ask.ts';
import { defaultSeed } from '../seed/default-seed.ts';
import { readSeed } from '../seed/read-seed.ts';
import { defaultPort } from '../server.ts';
import { type Folder, makeFolder } from '../state/folder.ts';
import { refuseWhereOneRuns } from '../state/instance.ts';
import type { Traffic } from '../traffic/traffic.ts';
import { readLogs } from './logs.ts';
import type { Message } from './message.ts';
import { type Status, status } from './status.ts';

const patience = 30_000;
const eightHours = 8 * 3_600_000;

export interface DetachedOptions {
  /** 9911 unless given; 0 picks a free one. */
  readonly port?: number;
  readonly dir: string;
  /** A seed file; the acme project's unless given. */
  readonly seed?: string;
  /** It stops by itself after so many milliseconds without a request; eight hours unless given. */
  readonly idleMs?: number;
  /** A slow network, and the portal's quota; faults are for emulators of this process only. */
  readonly traffic?: Pick<Traffic, 'latencyMs' | 'portalRequestsPerSecond'>;
  /** It also stops when this process is gone. */
  readonly ownerPid?: number;
}

/**
 * Starts an emulator in a process of its own, which outlives this one, and waits until it answers.
 * Throws EmulatorError `emulator-running` when one runs in the folder, `emulator-not-running` with the end of its log
 * when it ended or did not answer within 30 seconds, and all that startEmulator throws.
 */
export async function startDetached(
  options: DetachedOptions,
): Promise<Extract<Status, { state: 'running' }>> {
  const seed = resolve(options.seed ?? defaultSeed());
  // Read here first: a mistake in it is said before anything is made or started.
  readSeed(seed);
  const folder = makeFolder(resolve(options.dir));
  await refuseWhereOneRuns(folder, answersAs);
  const entry = beside('server-process.ts', 'emulator-server.mjs', '../emulator-server.mjs');
  const args = [
    ...(entry.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : []),
    entry,
    ...['--port', String(options.port ?? defaultPort)],
    ...['--dir', folder.path],
    ...['--seed', seed],
    ...['--idle-ms', String(options.idleMs ?? eightHours)],
    ...trafficArgs(options.traffic),
    ...(options.ownerPid === undefined ? [] : ['--owner-pid', String(options.ownerPid)]),
  ];
  const log = openLog(folder);
  let child: ChildProcess;
  try {
    child = spawn(process.execPath, args, {
      cwd: folder.path,
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
      env: plainEnvironment(),
    });
  } finally {
    closeSync(log);
  }
  await started(child, folder);
  const now = await status(folder.path);
  if (now.state === 'running') return now;
  throw notRunning(folder, 'The emulator ended right after its start.');
}

function trafficArgs({
  latencyMs,
  portalRequestsPerSecond,
}: NonNullable<DetachedOptions['traffic']> = {}): string[] {
  return [
    ...(latencyMs === undefined ? [] : ['--latency-ms', String(latencyMs)]),
    ...(portalRequestsPerSecond === undefined ? [] : ['--portal-limit', String(portalRequestsPerSecond)]),
  ];
}

/** Waits for the child's word that it answers, then lets go of it. */
async function started(child: ChildProcess, folder: Folder): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        reject(notRunning(folder, 'The emulator did not answer within 30 seconds.'));
      }, patience);
      const settle = (end: () => void) => {
        clearTimeout(timer);
        end();
      };
      child.on('message', (message: Message) => {
        settle(() => ('fault' in message ? reject(new EmulatorError(message.fault)) : resolve()));
      });
      child.on('error', (error) => settle(() => reject(error)));
      child.on('exit', (code, signal) =>
        settle(() =>
          reject(notRunning(folder, `The emulator ended before it answered (${signal ?? `exit ${code}`}).`)),
        ),
      );
    });
  } finally {
    if (child.connected) child.disconnect();
    child.unref();
  }
}

function notRunning(folder: Folder, what: string): EmulatorError {
  const end = readLogs(folder.path, { audit: false, lines: 10 });
  return new EmulatorError({
    code: 'emulator-not-running',
    message: [what, ...(end === '' ? [] : ['Its log ends with:', end])].join('\n'),
    hint: 'atmos-kit emulator logs',
  });
}

function openLog(folder: Folder): number {
  try {
    return openSync(folder.log, 'a', 0o600);
  } catch (cause) {
    throw new EmulatorError({
      code: 'file-unwritable',
      message: `${folder.log} cannot be written: ${(cause as Error).message}.`,
      hint: 'Name another folder with --dir FOLDER.',
      cause,
    });
  }
}

// It lives for hours and needs nothing of the shell that started it, least of all the credentials there.
function plainEnvironment(): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'TMPDIR', 'TZ'];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
