/** Keys of sessions and SDK clients that sign with them, at a running emulator. */
import { readFileSync } from 'node:fs';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import type { Context } from '../../emulator/context.ts';
import { Directory } from '../../emulator/directory/directory.ts';
import { ApiServer } from '../../emulator/eks/api-server.ts';
import type { Seed } from '../../emulator/seed/seed.ts';
import { filesOf } from '../../emulator/state/folder.ts';
import { makeKey } from '../../emulator/state/key.ts';
import { Sessions } from '../../emulator/state/sessions.ts';
import { makeKeys, permissionSetSession } from '../../emulator/sts/session-keys.ts';
import { acme, type Running } from './running.ts';

export const bucket = 'acme-core-ue1-root-tfstate';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** What the emulator's services share, built a second time over the same folder. */
function contextOf(running: Running, seed: Seed = acme, now = () => new Date()): Context {
  const folder = filesOf(running.dir);
  return {
    origin: running.origin,
    folder,
    seed,
    directory: new Directory(seed),
    key: makeKey(folder.key),
    issued: () => {},
    sessions: new Sessions(folder.sessions),
    audit: () => {},
    apiServer: new ApiServer({ origin: running.origin, seed, folder, audit: () => {} }),
    now,
  };
}

/** Keys of a permission set, as the portal makes them for a person. `lifetime` in milliseconds. */
export function keysOf(
  running: Running,
  account: string,
  permissionSet: string,
  { user = 'olga', lifetime = 3_600_000, seed = acme } = {},
): Keys {
  const context = contextOf(running, seed);
  const id = seed.accounts.find(({ name }) => name === account)?.id ?? account;
  const person = { user, email: `${user}@acme.example` };
  return makeKeys(context, permissionSetSession(context, id, permissionSet, person), lifetime);
}

export function stsClient(running: Running, credentials: Keys, config: STSClientConfig = {}): STSClient {
  return new STSClient({
    endpoint: running.origin,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials,
    ...config,
  });
}

export function s3Client(running: Running, credentials: Keys, config: S3ClientConfig = {}): S3Client {
  return new S3Client({
    endpoint: running.origin,
    region: 'us-east-1',
    maxAttempts: 1,
    forcePathStyle: true,
    credentials,
    ...config,
  });
}

/** The environment that makes a real client (AWS CLI, Terraform) speak to the emulator as `keys`. */
export function clientEnvironment(running: Running, keys: Keys, home: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: keys.sessionToken,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_S3: running.origin,
    AWS_ENDPOINT_URL_STS: running.origin,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
  };
}

/** The audit's lines of one service, as `outcome action resource error`. */
export function auditOf(running: Running, service: string): string[] {
  return running
    .audit()
    .filter((entry) => entry['service'] === service)
    .map(({ outcome, action, resource, error }) =>
      [outcome, action, resource, error].filter((word) => word !== undefined).join(' '),
    );
}

/** `name status` of a call that must fail, or `answered`. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'answered';
  } catch (error) {
    const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return `${name} ${$metadata?.httpStatusCode ?? (error as Error).message}`;
  }
}

export function auditText(running: Running): string {
  return readFileSync(`${running.dir}/audit.jsonl`, 'utf8');
}
