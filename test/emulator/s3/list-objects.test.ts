import {
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { listObjects } from '../../../emulator/s3/listing.ts';
import { type Running, withRunning } from '../running.ts';
import { bucket as Bucket, errorOf, keysOf, s3Client } from '../signed.ts';

const keys = [
  'env:/dev/a',
  'env:/dev/b',
  'env:/prod/a',
  'a b+c',
  'a/',
  'a//x',
  'z',
  'ü',
  'x&<>"',
  '🙂',
  '～',
];

async function filled(running: Running): Promise<S3Client> {
  const client = s3Client(running, keysOf(running, 'core-identity', 'TerraformApplyAccess'));
  for (const Key of keys) await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  return client;
}

const sorted = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

test('a listing is sorted by bytes and holds what was asked for', () =>
  withRunning(async (running) => {
    const client = await filled(running);
    const list = async (rest: Partial<ListObjectsV2CommandInput>) => {
      const answer = await client.send(new ListObjectsV2Command({ Bucket, ...rest }));
      const prefixes = (answer.CommonPrefixes ?? []).map(({ Prefix }) => `${Prefix} …`);
      return [...(answer.Contents ?? []).map(({ Key }) => Key), ...prefixes];
    };
    assert.equal(await list({}), sorted);
    assert.equal(await list({ Prefix: 'env:/' }), ['env:/dev/a', 'env:/dev/b', 'env:/prod/a']);
    assert.equal(await list({ Prefix: 'env:/', Delimiter: '/' }), ['env:/dev/ …', 'env:/prod/ …']);
    assert.equal(await list({ Delimiter: '/' }), ['a b+c', 'x&<>"', 'z', 'ü', '～', '🙂', 'a/ …', 'env:/ …']);
    assert.equal(await list({ StartAfter: 'x&<>"' }), ['z', 'ü', '～', '🙂']);
    assert.equal(await list({ StartAfter: '～' }), ['🙂']);
    assert.equal(await list({ Prefix: 'none' }), []);
    assert.equal(await list({ MaxKeys: 0 }), []);
    const encoded = await list({ EncodingType: 'url', Prefix: 'a' });
    assert.equal(encoded, ['a%20b%2Bc', 'a/', 'a//x']);
    assert.is(await errorOf(list({ MaxKeys: -1 })), 'InvalidArgument 400');
    assert.is(await errorOf(list({ ContinuationToken: '!' })), 'InvalidArgument 400');
  }));

test('pages follow each other without a gap or a repetition', () =>
  withRunning(async (running) => {
    const client = await filled(running);
    for (const pageSize of [1, 2, 3, 11]) {
      const seen: (string | undefined)[] = [];
      for await (const page of paginateListObjectsV2({ client, pageSize }, { Bucket }))
        seen.push(...(page.Contents ?? []).map(({ Key }) => Key));
      assert.equal(seen, sorted);
    }
    const seen: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = await client.send(new ListObjectsCommand({ Bucket, Delimiter: '/', MaxKeys: 1, Marker }));
      seen.push(
        ...(page.Contents ?? []).map(({ Key }) => Key),
        ...(page.CommonPrefixes ?? []).map((p) => p.Prefix),
      );
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    assert.equal(seen, ['a b+c', 'a/', 'env:/', 'x&<>"', 'z', 'ü', '～', '🙂']);
  }));

test('pages of any size add up to the whole listing, for any keys', () => {
  const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'ü', ' '), minLength: 1, maxLength: 6 });
  const property = fc.property(
    fc.uniqueArray(key, { maxLength: 20 }),
    fc.constantFrom('', 'a', 'a/', '/'),
    fc.constantFrom('', '/', 'b'),
    fc.integer({ min: 1, max: 5 }),
    (names, prefix, delimiter, limit) => {
      const objects = names
        .map((name) => ({ key: name, etag: '', size: 0, modified: 0, headers: {} }))
        .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
      const names1 = (page: ReturnType<typeof listObjects>) => [
        ...page.objects.map((o) => o.key),
        ...page.prefixes,
      ];
      const whole = listObjects(objects, { prefix, delimiter, after: '', told: undefined, limit: 1000 });
      const seen: string[] = [];
      let next: ReturnType<typeof listObjects>['next'] = { name: '', isPrefix: false };
      while (next !== undefined) {
        const told = next.isPrefix ? next.name : undefined;
        const page = listObjects(objects, { prefix, delimiter, after: next.name, told, limit });
        seen.push(...names1(page));
        next = page.next;
        assert.ok(seen.length <= names.length, 'pages go on');
      }
      assert.equal([...seen].sort(), names1(whole).sort());
    },
  );
  fc.assert(property, { numRuns: 300 });
});

test.run();
