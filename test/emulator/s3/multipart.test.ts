import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Running, withRunning } from '../running.ts';
import { bucket as Bucket, errorOf, keysOf, s3Client } from '../signed.ts';

const Key = 'env:/dev/big state';
const writer = (running: Running) =>
  s3Client(running, keysOf(running, 'core-identity', 'TerraformApplyAccess'));
const begin = async (client: S3Client, rest: object = {}) =>
  (await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...rest }))).UploadId ?? '';
const upload = async (
  client: S3Client,
  UploadId: string,
  PartNumber: number,
  Body: Buffer,
  rest: object = {},
) => {
  const { ETag } = await client.send(
    new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...rest }),
  );
  return { PartNumber, ETag };
};
type Part = Awaited<ReturnType<typeof upload>>;
const complete = (client: S3Client, UploadId: string, Parts: Part[], rest: object = {}) =>
  client.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...rest }),
  );

test('parts that arrive in any order, over a restart, become one object', () =>
  withRunning(async (running) => {
    let client = writer(running);
    const [first, second, third] = [randomBytes(3000), randomBytes(2000), Buffer.from('end')];
    const id = await begin(client, { ContentType: 'application/json', Metadata: { a: 'b' } });
    const three = await upload(client, id, 10_000, third);
    await upload(client, id, 1, second);
    await running.restart();
    client = writer(running);
    const [two, one] = await Promise.all([upload(client, id, 2, second), upload(client, id, 1, first)]);
    const listed = await client.send(new ListPartsCommand({ Bucket, Key, UploadId: id, MaxParts: 2 }));
    assert.equal(
      [listed.IsTruncated, listed.NextPartNumberMarker, listed.Parts?.map(({ Size }) => Size)],
      [true, '2', [3000, 2000]],
    );
    const { ETag } = await complete(client, id, [one, two, three]);
    const md5 = (content: Buffer) => createHash('md5').update(content).digest();
    const all = md5(Buffer.concat([md5(first), md5(second), md5(third)])).toString('hex');
    assert.is(ETag, `"${all}-3"`);
    const stored = await client.send(new GetObjectCommand({ Bucket, Key }));
    assert.equal([stored.ETag, stored.ContentType, stored.Metadata], [ETag, 'application/json', { a: 'b' }]);
    const bytes = Buffer.from((await stored.Body?.transformToByteArray()) ?? []);
    assert.ok(bytes.equals(Buffer.concat([first, second, third])));
    assert.equal(readdirSync(join(running.dir, 'objects', '.uploads')), []);
  }));

test('an upload that names wrong parts changes nothing and can be put right', () =>
  withRunning(async (running) => {
    const client = writer(running);
    const id = await begin(client);
    const one = await upload(client, id, 1, Buffer.from('one'));
    const two = await upload(client, id, 2, Buffer.from('two'));
    const cases: [Part[], string][] = [
      [[two, one], 'InvalidPartOrder 400'],
      [[one, one], 'InvalidPartOrder 400'],
      [[one, { ...two, PartNumber: 3 }], 'InvalidPart 400'],
      [[one, { ...two, ETag: one.ETag }], 'InvalidPart 400'],
      [[], 'MalformedXML 400'],
    ];
    for (const [parts, expected] of cases) assert.is(await errorOf(complete(client, id, parts)), expected);
    assert.is(await errorOf(upload(client, id, 10_001, Buffer.from('x'))), 'InvalidArgument 400');
    assert.is(
      await errorOf(upload(client, id, 3, Buffer.from('x'), { ChecksumCRC32: 'AAAAAA==' })),
      'BadDigest 400',
    );
    assert.is(await errorOf(client.send(new GetObjectCommand({ Bucket, Key }))), 'NoSuchKey 404');
    assert.is(await errorOf(complete(client, id, [two])), 'answered');
    assert.is(await errorOf(complete(client, id, [two])), 'NoSuchUpload 404');
  }));

test('an upload belongs to its key, ends when aborted, and keeps to conditions', () =>
  withRunning(async (running) => {
    const client = writer(running);
    const id = await begin(client);
    const one = await upload(client, id, 1, Buffer.from('one'));
    assert.is(await errorOf(upload(client, '../../x', 1, Buffer.from('x'))), 'NoSuchUpload 404');
    assert.is(await errorOf(upload(client, id, 1, Buffer.from('x'), { Key: 'other' })), 'NoSuchUpload 404');
    await client.send(new PutObjectCommand({ Bucket, Key, Body: 'there' }));
    assert.is(await errorOf(complete(client, id, [one], { IfNoneMatch: '*' })), 'PreconditionFailed 412');
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: id }));
    assert.is(await errorOf(complete(client, id, [one])), 'NoSuchUpload 404');
    const stored = await client.send(new GetObjectCommand({ Bucket, Key }));
    assert.is(await stored.Body?.transformToString(), 'there');
  }));

test.run();
