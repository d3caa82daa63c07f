/** The AWS CLI, where it is installed, against STS and S3 of the emulator. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa, execaSync } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Running, withRunning } from '../running.ts';
import { auditOf, bucket, clientEnvironment, keysOf } from '../signed.ts';

// No part of the demo or of the suite installs it, so its absence is no failure anywhere.
const missing = execaSync('aws', ['--version'], { reject: false }).failed;

async function withCli(
  work: (
    aws: (...args: string[]) => Promise<{ code: number; text: string }>,
    folder: string,
    running: Running,
  ) => Promise<void>,
  permissionSet = 'TerraformApplyAccess',
): Promise<void> {
  if (missing) return console.log('SKIPPED the AWS CLI is not installed');
  await withRunning(async (running) => {
    const folder = mkdtempSync(join(tmpdir(), 'aws-cli-'));
    const env = clientEnvironment(running, keysOf(running, 'core-identity', permissionSet), folder);
    const aws = async (...args: string[]) => {
      const result = await execa('aws', args, {
        cwd: folder,
        env,
        extendEnv: false,
        reject: false,
        all: true,
        stdin: 'ignore',
      });
      return { code: result.exitCode ?? -1, text: result.all };
    };
    try {
      await work(aws, folder, running);
      assert.equal(running.faults, []);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

test('it learns who it is and takes a role', () =>
  withCli(async (aws) => {
    const who = await aws('sts', 'get-caller-identity', '--output', 'json');
    assert.is(JSON.parse(who.text).Account, '111111111105', who.text);
    const role = 'arn:aws:iam::111111111101:role/acme-core-gbl-root-terraform';
    const query = ['--query', 'AssumedRoleUser.Arn', '--output', 'text'];
    const taken = await aws(
      'sts',
      'assume-role',
      '--role-arn',
      role,
      '--role-session-name',
      'olga',
      ...query,
    );
    const arn = 'arn:aws:sts::111111111101:assumed-role/acme-core-gbl-root-terraform/olga';
    assert.equal([taken.code, taken.text.trim()], [0, arn]);
    const other = await aws(
      'sts',
      'assume-role',
      '--role-arn',
      `${role}-plan`,
      '--role-session-name',
      'olga',
    );
    assert.match(other.text, /\(AccessDenied\).*is not authorized to perform: sts:AssumeRole/);
  }));

test('it copies, lists and removes objects, large ones in parts', () =>
  withCli(async (aws, folder, running) => {
    const large = randomBytes(9 * 1024 * 1024);
    writeFileSync(join(folder, 'large'), large);
    const key = `s3://${bucket}/dir with space/ü+&`;
    const steps = [
      ['s3', 'cp', 'large', `${key}/large`],
      ['s3', 'cp', `${key}/large`, 'back'],
      ['s3api', 'put-object', '--bucket', bucket, '--key', 'lock', '--if-none-match', '*'],
    ];
    for (const step of steps) {
      const { code, text } = await aws(...step);
      assert.is(code, 0, text);
    }
    assert.ok(readFileSync(join(folder, 'back')).equals(large));
    const again = await aws(
      's3api',
      'put-object',
      '--bucket',
      bucket,
      '--key',
      'lock',
      '--if-none-match',
      '*',
    );
    assert.match(again.text, /\(PreconditionFailed\)/);
    const top = await aws('s3', 'ls', `s3://${bucket}`);
    assert.match(top.text, /PRE dir with space\/\n.* 0 lock/s);
    assert.match(
      (await aws('s3', 'ls', '--recursive', `${key}/`)).text,
      /9437184 dir with space\/ü\+&\/large/,
    );
    assert.is((await aws('s3', 'rm', '--recursive', `s3://${bucket}/`)).code, 0);
    assert.is((await aws('s3', 'ls', '--recursive', `s3://${bucket}`)).text, '');
    assert.is((await aws('s3api', 'head-bucket', '--bucket', bucket)).code, 0);
    assert.match((await aws('s3', 'mb', 's3://another-bucket')).text, /AccessDenied/);
    assert.ok(auditOf(running, 's3').some((line) => line.startsWith('allowed CompleteMultipartUpload ')));
  }));

test('a role without state access is told so', () =>
  withCli(async (aws) => {
    const { code, text } = await aws('s3', 'ls', `s3://${bucket}`);
    assert.not.equal(code, 0);
    assert.match(text, /AccessDenied.*is not authorized to perform: s3:ListBucket/);
  }, 'ReadOnlyAccess'));

test.run();
