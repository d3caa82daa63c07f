import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketAclCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Running, withRunning } from '../running.ts';
import { bucket as Bucket, errorOf, keysOf, s3Client } from '../signed.ts';

const writer = (running: Running) =>
  s3Client(running, keysOf(running, 'core-identity', 'TerraformApplyAccess'));
const put = (client: S3Client, Key: string, Body: string, rest: object = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...rest }));
const get = async (client: S3Client, Key: string, rest: object = {}) => {
  const answer = await client.send(new GetObjectCommand({ Bucket, Key, ...rest }));
  return { ...answer, text: (await answer.Body?.transformToString()) ?? '' };
};
const quoted = (text: string) => `"${createHash('md5').update(text).digest('hex')}"`;

const strangeKeys = [
  'plain.tfstate',
  'env:/dev/a b+c.tfstate',
  'env%3A/dev',
  '/leading',
  'doubled//slashes///here/',
  '../../outside',
  'a/../b/./c',
  '%2e%2e/%2F',
  '..',
  '.',
  'ünïcode/日本/🙂',
  'quotes"\'<&>;=?#@!$,()*~`^|\\{}[]',
  ' spaces at both ends ',
  'line\nfeed\rand\ttab',
  'con\u0000nul',
  `long/${'x'.repeat(1019)}`,
  'ü'.repeat(512),
];

test('every key comes back as it was written, and nothing leaves the folder', () =>
  withRunning(async (running) => {
    const client = writer(running);
    for (const key of strangeKeys) {
      const { ETag } = await put(client, key, `content of ${key}`);
      assert.is(ETag, quoted(`content of ${key}`));
    }
    await running.restart();
    const later = writer(running);
    for (const key of strangeKeys) assert.is((await get(later, key)).text, `content of ${key}`, key);
    const files = readdirSync(join(running.dir, 'objects'), { recursive: true }).map(String);
    const names = files.filter((name) => name !== Bucket);
    assert.is(names.length, strangeKeys.length);
    for (const name of names) assert.match(name, new RegExp(`^${Bucket}/[0-9a-f]{64}$`));
    for (const key of strangeKeys) await later.send(new DeleteObjectCommand({ Bucket, Key: key }));
    assert.is(await errorOf(get(later, strangeKeys[0] as string)), 'NoSuchKey 404');
    assert.is(await errorOf(put(later, 'x'.repeat(1025), '')), 'KeyTooLongError 400');
    assert.equal(running.faults, []);
  }));

test('any two keys are two objects', () =>
  withRunning(async (running) => {
    const client = writer(running);
    const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    const property = fc.asyncProperty(key, key, async (one, other) => {
      await put(client, one, 'one');
      await put(client, other, 'other');
      assert.is((await get(client, one)).text, one === other ? 'other' : 'one');
      assert.is((await get(client, other)).text, 'other');
    });
    await fc.assert(property, { numRuns: 40 });
  }));

test('an object keeps its headers, and its checksums are told on request', () =>
  withRunning(async (running) => {
    const client = writer(running);
    await put(client, 'a', 'hello', {
      ContentType: 'application/json',
      CacheControl: 'no-store',
      Metadata: { who: 'olga' },
      ServerSideEncryption: 'AES256',
      ChecksumAlgorithm: 'SHA256',
    });
    const {
      text,
      ContentType,
      CacheControl,
      Metadata,
      ServerSideEncryption,
      ChecksumSHA256,
      ETag,
      LastModified,
    } = await get(client, 'a', { ChecksumMode: 'ENABLED' });
    assert.equal(
      [text, ContentType, CacheControl, Metadata, ServerSideEncryption, ETag],
      ['hello', 'application/json', 'no-store', { who: 'olga' }, 'AES256', quoted('hello')],
    );
    assert.is(ChecksumSHA256, createHash('sha256').update('hello').digest('base64'));
    assert.ok(LastModified instanceof Date);
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'a' }));
    assert.equal([head.ContentLength, head.ETag, head.ChecksumSHA256], [5, quoted('hello'), undefined]);
    await put(client, 'empty', '');
    const empty = await client.send(new HeadObjectCommand({ Bucket, Key: 'empty' }));
    assert.equal([empty.ContentLength, (await get(client, 'empty')).text], [0, '']);
  }));

test('a range gives a part with its place, and one outside the content is refused', () =>
  withRunning(async (running) => {
    const client = writer(running);
    await put(client, 'a', '0123456789', { ChecksumAlgorithm: 'CRC32' });
    const range = async (Range: string) => {
      const { text, ContentRange, $metadata } = await get(client, 'a', { Range, ChecksumMode: 'ENABLED' });
      return [$metadata.httpStatusCode, text, ContentRange];
    };
    assert.equal(await range('bytes=0-5242879'), [206, '0123456789', 'bytes 0-9/10']);
    assert.equal(await range('bytes=2-4'), [206, '234', 'bytes 2-4/10']);
    assert.equal(await range('bytes=7-'), [206, '789', 'bytes 7-9/10']);
    assert.equal(await range('bytes=-3'), [206, '789', 'bytes 7-9/10']);
    assert.equal(await range('bytes=4-2'), [200, '0123456789', undefined]);
    assert.is(await errorOf(get(client, 'a', { Range: 'bytes=10-' })), 'InvalidRange 416');
  }));

test('reads and writes keep to their conditions', () =>
  withRunning(async (running) => {
    const client = writer(running);
    const [one, other] = [quoted('one'), quoted('other')];
    assert.is(await errorOf(put(client, 'a', 'one', { IfMatch: one })), 'NoSuchKey 404');
    assert.is(await errorOf(put(client, 'a', 'one', { IfNoneMatch: '*' })), 'answered');
    assert.is(await errorOf(put(client, 'a', 'two', { IfNoneMatch: '*' })), 'PreconditionFailed 412');
    assert.is(await errorOf(put(client, 'a', 'two', { IfNoneMatch: one })), 'NotImplemented 501');
    assert.is(await errorOf(put(client, 'a', 'two', { IfMatch: other })), 'PreconditionFailed 412');
    assert.is(await errorOf(get(client, 'a', { IfMatch: other })), 'PreconditionFailed 412');
    assert.is(await errorOf(get(client, 'a', { IfNoneMatch: other })), 'answered');
    assert.match(await errorOf(get(client, 'a', { IfNoneMatch: one })), / 304$/);
    const [past, future] = [new Date(Date.now() - 60_000), new Date(Date.now() + 60_000)];
    assert.match(await errorOf(get(client, 'a', { IfModifiedSince: future })), / 304$/);
    assert.is(await errorOf(get(client, 'a', { IfUnmodifiedSince: past })), 'PreconditionFailed 412');
    assert.is(
      await errorOf(get(client, 'a', { IfModifiedSince: past, IfUnmodifiedSince: future })),
      'answered',
    );
    const remove = (IfMatch: string) => client.send(new DeleteObjectCommand({ Bucket, Key: 'a', IfMatch }));
    assert.is(await errorOf(remove(other)), 'PreconditionFailed 412');
    assert.is((await get(client, 'a')).text, 'one');
    await put(client, 'a', 'two', { IfMatch: one });
    assert.is(await errorOf(remove(quoted('two'))), 'answered');
    assert.is(await errorOf(client.send(new HeadObjectCommand({ Bucket, Key: 'a' }))), 'NotFound 404');
  }));

test('of many writers with If-None-Match exactly one gets the object', () =>
  withRunning(async (running) => {
    const client = writer(running);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => errorOf(put(client, 'lock', String(n), { IfNoneMatch: '*' }))),
    );
    assert.is(answers.filter((answer) => answer === 'answered').length, 1);
    assert.is(answers.filter((answer) => answer === 'PreconditionFailed 412').length, 19);
    assert.is((await get(client, 'lock')).text, String(answers.indexOf('answered')));
  }));

test('a checksum that does not hold is refused, and one nobody can check too', () =>
  withRunning(async (running) => {
    const client = writer(running);
    for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'])
      assert.is(
        await errorOf(put(client, 'a', 'good', { ChecksumAlgorithm })),
        'answered',
        ChecksumAlgorithm,
      );
    const wrong = createHash('sha256').update('else').digest('base64');
    const cases: [object, string][] = [
      [{ ChecksumSHA256: wrong }, 'BadDigest 400'],
      [{ ChecksumCRC32: 'AAAAAA==' }, 'BadDigest 400'],
      [{ ChecksumCRC64NVME: 'AAAAAAAAAAA=' }, 'BadDigest 400'],
      [{ ChecksumCRC32: 'AAAA' }, 'InvalidRequest 400'],
      [{ ContentMD5: createHash('md5').update('else').digest('base64') }, 'BadDigest 400'],
      [{ ContentMD5: 'AAAA' }, 'InvalidDigest 400'],
    ];
    for (const [rest, expected] of cases)
      assert.is(await errorOf(put(client, 'a', 'changed', rest)), expected, JSON.stringify(rest));
    assert.is((await get(client, 'a')).text, 'good');
  }));

test('many objects are deleted at once, quietly where asked', () =>
  withRunning(async (running) => {
    const client = writer(running);
    const keys = ['007', ' a ', 'b&<c>', 'ü/🙂', 'gone'];
    for (const key of keys.slice(0, 4)) await put(client, key, 'x');
    const Objects = keys.map((Key) => ({ Key }));
    const answer = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    assert.equal(
      answer.Deleted?.map(({ Key }) => Key),
      keys,
    );
    for (const key of keys) assert.is(await errorOf(get(client, key)), 'NoSuchKey 404');
    const quiet = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    assert.equal([quiet.Deleted, quiet.Errors], [undefined, undefined]);
    const none = client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [] } }));
    assert.is(await errorOf(none), 'MalformedXML 400');
  }));

test('buckets are those of the seed', () =>
  withRunning(async (running) => {
    const client = writer(running);
    const head = await client.send(new HeadBucketCommand({ Bucket }));
    assert.is(head.BucketRegion, 'us-east-1');
    assert.is((await client.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint, undefined);
    assert.is((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status, undefined);
    const other = { Bucket: 'no-such-bucket' };
    assert.is(await errorOf(client.send(new HeadBucketCommand(other))), 'NotFound 404');
    assert.is(
      await errorOf(client.send(new PutObjectCommand({ ...other, Key: 'a', Body: '' }))),
      'NoSuchBucket 404',
    );
    assert.is(await errorOf(client.send(new CreateBucketCommand(other))), 'AccessDenied 403');
    assert.is(await errorOf(client.send(new CreateBucketCommand({ Bucket }))), 'BucketAlreadyExists 409');
    const names = async (account: string) => {
      const { Buckets = [] } = await s3Client(running, keysOf(running, account, 'ReadOnlyAccess')).send(
        new ListBucketsCommand({}),
      );
      return Buckets.map(({ Name, CreationDate }) => [Name, CreationDate instanceof Date]);
    };
    assert.equal([await names('plat-dev'), await names('core-root')], [[], [[Bucket, true]]]);
    const owner = s3Client(running, keysOf(running, 'core-root', 'TerraformApplyAccess'));
    assert.is(await errorOf(owner.send(new CreateBucketCommand({ Bucket }))), 'BucketAlreadyOwnedByYou 409');
  }));

test('what is not implemented says so instead of doing something else', () =>
  withRunning(async (running) => {
    const client = writer(running);
    const calls = [
      client.send(new GetBucketAclCommand({ Bucket })),
      client.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/a` })),
      client.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId: 'x' })),
      put(client, 'a', 'x', { SSECustomerAlgorithm: 'AES256', SSECustomerKey: 'x'.repeat(32) }),
      put(client, 'a', 'x', { ObjectLockMode: 'GOVERNANCE' }),
    ];
    for (const answer of await Promise.all(calls.map(errorOf))) assert.is(answer, 'NotImplemented 501');
    const acl = put(client, 'a', 'x', { ACL: 'public-read' });
    assert.is(await errorOf(acl), 'AccessControlListNotSupported 400');
    assert.is(await errorOf(get(client, 'a')), 'NoSuchKey 404');
  }));

test.run();
