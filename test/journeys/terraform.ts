/** Desks at which the real terraform binary runs, and what its runs leave behind at the emulator. */
import { spawnSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { test } from 'uvu';
import { bucket as Bucket, keysOf, s3Client } from '../emulator/signed.ts';
import { type Desk, type DeskOptions, withDesk } from './desk.ts';

const missing = spawnSync('terraform', ['version']).error !== undefined;

export interface JourneyOptions extends DeskOptions {
  /** Who is signed in when the story begins: dana unless another is named, nobody for undefined. */
  readonly user?: string | undefined;
}

/** A test at a desk with terraform; skipped out loud where it is not installed. */
export function journey(
  title: string,
  work: (desk: Desk) => Promise<void>,
  options: JourneyOptions = {},
): void {
  test(title, async () => {
    if (missing) {
      if (process.env['ATMOS_KIT_TEST_CI'] === 'true') throw new Error('terraform is not installed');
      return console.log('SKIPPED terraform is not installed');
    }
    await withDesk(async (desk) => {
      const user = 'user' in options ? options.user : 'dana';
      if (user !== undefined) await desk.signIn(user);
      await work(desk);
    }, options);
  });
}

/** The keys of all objects in the state bucket, sorted. */
export async function objects({ emulator }: Desk): Promise<readonly string[]> {
  const { Contents = [] } = await reader(emulator).send(new ListObjectsV2Command({ Bucket }));
  return Contents.map(({ Key = '' }) => Key).sort();
}

export interface State {
  readonly serial: number;
  readonly resources: readonly { readonly type: string; readonly name: string }[];
  readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
}

/** A state as it rests in the bucket. */
export async function state({ emulator }: Desk, Key: string): Promise<State> {
  const { Body } = await reader(emulator).send(new GetObjectCommand({ Bucket, Key }));
  return JSON.parse((await Body?.transformToString()) ?? '') as State;
}

/** Who wrote an object or was refused to, in order: `dana AWSReservedSSO_TerraformApplyAccess 222222222202 allowed`. */
export function writers({ emulator }: Desk, key: string): readonly string[] {
  return emulator
    .audit()
    .filter((entry) => entry['action'] === 'PutObject' && entry['resource'] === `${Bucket}/${key}`)
    .map(({ principal, role, account, outcome }) =>
      [principal, role?.replace(/_[0-9a-f]{16}$/, ''), account, outcome].join(' '),
    );
}

/** What a person reads: without colours, and with Terraform's line breaks and boxes taken out. */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replace(/[│╷╵]/g, ' ').replace(/\s+/g, ' ');
}

function reader(emulator: Desk['emulator']) {
  return s3Client(emulator, keysOf(emulator, 'plat-dev', 'TerraformStateAccess'));
}
