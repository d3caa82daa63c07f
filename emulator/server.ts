import { randomBytes, randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { openAudit } from './audit.ts';
import type { Context } from './context.ts';
import { Directory } from './directory/directory.ts';
import { ApiServer } from './eks/api-server.ts';
import type { GithubJob } from './github/job.ts';
import { jobVariables } from './github/job-variables.ts';
import { makeAnswer } from './http/answer.ts';
import { answersAs } from './http/ask.ts';
import { listen } from './http/listen.ts';
import type { Issued } from './issued.ts';
import { readSeed } from './seed/read-seed.ts';
import type { Seed } from './seed/seed.ts';
import { makeFolder } from './state/folder.ts';
import { claimFolder, type Instance, refuseWhereOneRuns, releaseFolder } from './state/instance.ts';
import { makeKey } from './state/key.ts';
import { Sessions } from './state/sessions.ts';
import { codeOf } from './sts/mfa.ts';
import type { Traffic } from './traffic/traffic.ts';
import { TrafficControl } from './traffic/traffic-control.ts';

export const defaultPort = 9911;

export interface EmulatorOptions {
  /** 9911 unless given; 0 picks a free one. */
  readonly port?: number;
  /** Everything the emulator keeps lies in this folder. */
  readonly dir: string;
  /** A seed file, or a seed. */
  readonly seed: string | Seed;
  /** The clock; the machine's unless given. */
  readonly now?: () => Date;
  /** Closes itself after so many milliseconds without a request; never unless given. */
  readonly idleMs?: number;
  /** Latency, the portal's quota and faults; none unless given. */
  readonly traffic?: Traffic;
  /** Is told of every secret that is handed out. */
  readonly issued?: Issued;
  /** Gets one line, or the lines of a stack, when the emulator itself fails. */
  readonly report?: (line: string) => void;
}

/** A running emulator. */
export interface Emulator {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  readonly port: number;
  readonly dir: string;
  /** Resolves when it has closed, for whatever reason. */
  readonly closed: Promise<void>;
  /** Changes what happens to requests from now on; what was said before no longer holds. */
  traffic(traffic: Traffic): void;
  /**
   * A code of an IAM user's MFA device that STS takes now and has not taken before.
   * Throws Error where the seed has no such user or device, and where three codes were used within 30 seconds.
   */
  mfaCode(user: string): string;
  /**
   * The environment variables of a job of GitHub Actions that may ask this emulator for ID tokens
   * (`ACTIONS_ID_TOKEN_REQUEST_URL`, `ACTIONS_ID_TOKEN_REQUEST_TOKEN` and some of GITHUB_*).
   */
  githubJob(job: GithubJob): Record<string, string>;
  /** Lets requests end, then closes. The folder keeps everything for the next start. */
  close(): Promise<void>;
}

/**
 * Starts an emulator in this process, on 127.0.0.1 only.
 * Throws EmulatorError `seed-invalid`, `emulator-running` (in this folder), `port-in-use`, `file-unwritable` and
 * `file-unreadable`.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { now = () => new Date(), report = () => {}, issued = () => {}, idleMs } = options;
  const seed = typeof options.seed === 'string' ? readSeed(options.seed) : options.seed;
  const folder = makeFolder(resolve(options.dir));
  await refuseWhereOneRuns(folder, answersAs);
  const listener = await listen(options.port ?? defaultPort);
  const { port } = listener;
  const origin = `http://127.0.0.1:${port}`;
  const instance: Instance = {
    version: 1,
    id: randomUUID(),
    control: randomBytes(24).toString('hex'),
    pid: process.pid,
    origin,
    port,
    since: new Date().toISOString(),
    ...(typeof options.seed === 'string' && { seed: resolve(options.seed) }),
    people: seed.people.map(({ user, displayName }) => ({ user, displayName })),
    accounts: seed.accounts.map(({ id, name }) => ({ id, name })),
  };
  const audit = openAudit(folder.audit, now);
  const traffic = new TrafficControl(options.traffic ?? {}, audit);
  let context: Context;
  try {
    await claimFolder(folder, instance, answersAs);
    context = {
      origin,
      folder,
      seed,
      directory: new Directory(seed),
      key: makeKey(folder.key),
      sessions: new Sessions(folder.sessions),
      audit,
      issued,
      apiServer: new ApiServer({ origin, seed, folder, audit }),
      now,
    };
    listener.answerWith(makeAnswer(context, instance, traffic, report));
  } catch (error) {
    releaseFolder(folder, instance);
    await listener.close();
    throw error;
  }
  const closed = listener.closed.then(async () => {
    await context.apiServer.close();
    releaseFolder(folder, instance);
  });
  const close = async () => {
    await listener.close();
    await closed;
  };
  if (idleMs !== undefined) listener.closeWhenIdle(idleMs);
  return {
    origin,
    port,
    dir: folder.path,
    closed,
    close,
    traffic: (next) => traffic.change(next),
    mfaCode: (user) => codeOf(context, user),
    githubJob: (job) => jobVariables(context, job),
  };
}
