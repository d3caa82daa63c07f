import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { StateAccess } from '../../../emulator/contract.ts';
import type { Effect } from '../../../emulator/s3/operation.ts';
import { type Permission, permissionFor } from '../../../emulator/s3/permission.ts';
import { type Running, withRunning } from '../running.ts';
import { auditOf, bucket as Bucket, errorOf, keysOf, s3Client } from '../signed.ts';

test('each level of state access allows what it says', () => {
  const effects: Effect[] = ['list', 'read', 'write', 'delete', 'delete-many', 'create-bucket'];
  const rights = (access: StateAccess, key: string): Permission[] =>
    effects.map((effect) => permissionFor(access, effect, key));
  const [yes, no] = ['allowed' as const, 'denied' as const];
  for (const key of ['a.tfstate', 'a.tfstate.tflock']) {
    assert.equal(rights('none', key), [no, no, no, no, no, no]);
    assert.equal(rights('read', key), [yes, yes, no, no, no, no]);
    assert.equal(rights('write', key), [yes, yes, yes, yes, yes, no]);
  }
  assert.equal(rights('plan', 'a.tfstate.tflock'), [yes, yes, yes, yes, yes, no]);
  assert.equal(rights('plan', 'a.tfstate'), [yes, yes, 'create-only', no, yes, no]);
  assert.equal(rights('plan', 'a.tflock/a.tfstate'), [yes, yes, 'create-only', no, yes, no]);
});

const as = (running: Running, set: string) => s3Client(running, keysOf(running, 'core-identity', set));

test('a plan role begins states and holds locks, and leaves existing states as they are', () =>
  withRunning(async (running) => {
    const [plan, apply] = [as(running, 'TerraformPlanAccess'), as(running, 'TerraformApplyAccess')];
    const put = (client: typeof plan, Key: string, Body: string, rest: object = {}) =>
      errorOf(client.send(new PutObjectCommand({ Bucket, Key, Body, ...rest })));
    await put(apply, 'old', 'state');
    assert.is(await put(plan, 'new', 'state'), 'answered');
    assert.is(await put(plan, 'new', 'changed'), 'AccessDenied 403');
    assert.is(await put(plan, 'old', 'changed'), 'AccessDenied 403');
    assert.is(await put(plan, 'old', 'changed', { IfMatch: '*' }), 'AccessDenied 403');
    assert.is(await put(plan, 'old.tflock', 'me', { IfNoneMatch: '*' }), 'answered');
    assert.is(await put(plan, 'old.tflock', 'you', { IfNoneMatch: '*' }), 'PreconditionFailed 412');
    assert.is(await errorOf(plan.send(new DeleteObjectCommand({ Bucket, Key: 'old' }))), 'AccessDenied 403');
    assert.is(await errorOf(plan.send(new DeleteObjectCommand({ Bucket, Key: 'old.tflock' }))), 'answered');
    const many = await plan.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'old' }, { Key: 'a.tflock' }] } }),
    );
    assert.equal(
      [many.Errors?.[0]?.Key, many.Errors?.[0]?.Code, many.Deleted?.[0]?.Key],
      ['old', 'AccessDenied', 'a.tflock'],
    );
    const rivals = Array.from({ length: 10 }, (_, n) => put(plan, 'contested', String(n)));
    const answers = await Promise.all(rivals);
    assert.equal(answers.filter((answer) => answer === 'answered').length, 1);
    assert.equal(answers.filter((answer) => answer === 'AccessDenied 403').length, 9);
    const stored = await plan.send(new GetObjectCommand({ Bucket, Key: 'old' }));
    assert.is(await stored.Body?.transformToString(), 'state');
  }));

test('a plan role cannot change a state by parts either, even one that is begun meanwhile', () =>
  withRunning(async (running) => {
    const [plan, apply] = [as(running, 'TerraformPlanAccess'), as(running, 'TerraformApplyAccess')];
    const Key = 'new';
    const { UploadId } = await plan.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const part = { Bucket, Key, UploadId, PartNumber: 1 };
    const { ETag } = await plan.send(new UploadPartCommand({ ...part, Body: 'by plan' }));
    const other = await apply.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    await apply.send(new PutObjectCommand({ Bucket, Key, Body: 'by apply' }));
    const calls = [
      plan.send(new CreateMultipartUploadCommand({ Bucket, Key })),
      plan.send(new UploadPartCommand({ ...part, Body: 'x' })),
      plan.send(
        new CompleteMultipartUploadCommand({
          ...part,
          MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
        }),
      ),
      plan.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: other.UploadId })),
    ];
    for (const answer of await Promise.all(calls.map(errorOf))) assert.is(answer, 'AccessDenied 403');
    const stored = await plan.send(new GetObjectCommand({ Bucket, Key }));
    assert.is(await stored.Body?.transformToString(), 'by apply');
  }));

test('a denial names who, what and where, and is audited with every write and read', () =>
  withRunning(async (running) => {
    const [look, read] = [as(running, 'ReadOnlyAccess'), as(running, 'TerraformStateAccess')];
    const apply = as(running, 'TerraformApplyAccess');
    const Key = 'a b/ü.tfstate';
    await apply.send(new PutObjectCommand({ Bucket, Key, Body: 'state' }));
    try {
      await read.send(new PutObjectCommand({ Bucket, Key, Body: 'changed' }));
      assert.unreachable();
    } catch (error) {
      assert.match(
        (error as Error).message,
        /^User: arn:aws:sts::111111111105:assumed-role\/AWSReservedSSO_TerraformStateAccess_[0-9a-f]{16}\/olga@acme\.example is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::acme-core-ue1-root-tfstate\/a b\/ü\.tfstate"/,
      );
    }
    await read.send(new GetObjectCommand({ Bucket, Key }));
    await read.send(new ListObjectsV2Command({ Bucket }));
    assert.is(await errorOf(look.send(new GetObjectCommand({ Bucket, Key }))), 'AccessDenied 403');
    assert.match(await errorOf(look.send(new HeadObjectCommand({ Bucket, Key: 'none' }))), / 403$/);
    assert.is(await errorOf(look.send(new ListObjectsV2Command({ Bucket }))), 'AccessDenied 403');
    await apply.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } }));
    assert.equal(auditOf(running, 's3'), [
      `allowed PutObject ${Bucket}/${Key}`,
      `denied PutObject ${Bucket}/${Key} AccessDenied`,
      `allowed GetObject ${Bucket}/${Key}`,
      `denied GetObject ${Bucket}/${Key} AccessDenied`,
      `denied HeadObject ${Bucket}/none AccessDenied`,
      `denied ListObjectsV2 ${Bucket} AccessDenied`,
      `allowed DeleteObjects ${Bucket}/${Key}`,
    ]);
    const { principal, account, role } = running.audit()[0] ?? {};
    assert.equal([principal, account], ['olga', '111111111105']);
    assert.match(role ?? '', /^AWSReservedSSO_TerraformApplyAccess_/);
  }));

test.run();
