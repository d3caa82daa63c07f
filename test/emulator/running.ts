/** A real emulator in a scratch folder, with a clock that a test can move, and people who use its pages. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RegisterClientCommand, SSOOIDCClient, type SSOOIDCClientConfig } from '@aws-sdk/client-sso-oidc';
import type { GithubJob } from '../../emulator/github/job.ts';
import type { SecretKind } from '../../emulator/issued.ts';
import { readSeed } from '../../emulator/seed/read-seed.ts';
import type { Seed } from '../../emulator/seed/seed.ts';
import { type Emulator, startEmulator } from '../../emulator/server.ts';
import type { Traffic } from '../../emulator/traffic/traffic.ts';
import { ScriptedPerson } from './pages/scripted-person.ts';

export const acmeFile = join(import.meta.dirname, '..', '..', 'emulator', 'seeds', 'acme.yaml');
export const acme: Seed = readSeed(acmeFile);
export const accountAccess = 'sso:account:access';
export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

export interface Running {
  readonly origin: string;
  readonly port: number;
  readonly dir: string;
  /** Lines that the emulator wrote because it failed itself. */
  readonly faults: string[];
  /** Every secret that it has handed out or that its users have, and its kind. */
  readonly issued: ReadonlyMap<string, SecretKind>;
  pass(milliseconds: number): void;
  /** Latency, the portal's quota and faults from now on; `{}` ends them all. */
  traffic(traffic: Traffic): void;
  /** A code of an IAM user's MFA device that was not used yet. */
  mfaCode(user: string): string;
  /** The environment variables of a job of GitHub Actions that may ask for ID tokens. */
  githubJob(job: GithubJob): Record<string, string>;
  /** Ends it and starts it again in the same folder, at the same port. */
  restart(seed?: Seed): Promise<void>;
  audit(): Record<string, string>[];
}

/** Runs `work` with an emulator of its own; its folder goes afterwards. */
export async function withRunning(work: (running: Running) => Promise<void>, seed = acme): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'atmos-kit-emulator-'));
  const faults: string[] = [];
  // Users have their keys from the beginning.
  const issued = new Map<string, SecretKind>(
    seed.users.map(({ secretAccessKey }) => [secretAccessKey, 'secret-access-key']),
  );
  let ahead = 0;
  const start = (port: number, people: Seed): Promise<Emulator> =>
    startEmulator({
      port,
      dir,
      seed: people,
      now: () => new Date(Date.now() + ahead),
      report: (line) => faults.push(line),
      issued: (kind, secret) => issued.set(secret, kind),
    });
  let emulator = await start(0, seed);
  const { origin, port } = emulator;
  try {
    await work({
      origin,
      port,
      dir,
      faults,
      issued,
      pass(milliseconds) {
        ahead += milliseconds;
      },
      traffic: (traffic) => emulator.traffic(traffic),
      mfaCode: (user) => emulator.mfaCode(user),
      githubJob: (job) => emulator.githubJob(job),
      async restart(people = seed) {
        await emulator.close();
        emulator = await start(port, people);
      },
      audit: () =>
        readFileSync(join(dir, 'audit.jsonl'), 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Record<string, string>),
    });
  } finally {
    await emulator.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The SDK's client for sso-oidc at an emulator. It does not repeat failed requests unless told to. */
export function oidcClient(
  { origin }: Pick<Running, 'origin'>,
  config: SSOOIDCClientConfig = {},
): SSOOIDCClient {
  return new SSOOIDCClient({ endpoint: origin, region: 'us-east-1', maxAttempts: 1, ...config });
}

export interface Registered {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Registers a client as the AWS CLI does for the flow with a browser. */
export async function register(
  running: Pick<Running, 'origin'>,
  { scopes = [accountAccess], ...rest }: { scopes?: string[]; grantTypes?: string[] } = {},
): Promise<Registered> {
  const { clientId = '', clientSecret = '' } = await oidcClient(running).send(
    new RegisterClientCommand({
      clientName: 'a test',
      clientType: 'public',
      scopes,
      redirectUris: ['http://127.0.0.1/oauth/callback'],
      ...rest,
    }),
  );
  return { clientId, clientSecret };
}

/** A person signs in on the page at `path` (with its query) and decides; returns where the page leads in the end. */
export async function decide(
  running: Running,
  path: string,
  decision: 'approve' | 'deny',
  user = 'dana',
): Promise<string> {
  const person = new ScriptedPerson(running.origin);
  const signIn = await person.open(path);
  const consent = await person.submit(signIn, { user, password: `local-${user}` });
  const end = await person.submit(consent, { decision });
  return end.location ?? '';
}

/** `name: error_description` of a call that must fail, or `answered`. */
export async function faultOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'answered';
  } catch (error) {
    const { name, error_description: description, message } = error as Error & { error_description?: string };
    return `${name}: ${description ?? message}`;
  }
}
