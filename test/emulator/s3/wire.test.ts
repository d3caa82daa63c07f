/** What stands on the wire: raw request lines, presigned URLs, errors and what a body may hold. */
import { request as httpRequest } from 'node:http';
import { Sha256 } from '@aws-sdk/checksums/sha';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { SignatureV4 } from '@smithy/signature-v4';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Running, withRunning } from '../running.ts';
import { auditText, bucket as Bucket, errorOf, keysOf, s3Client } from '../signed.ts';

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

/** Sends a request line exactly as given, signed for it. */
async function send(
  running: Running,
  method: string,
  target: string,
  { body = '', headers = {} }: { body?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const [path = '', rawQuery = ''] = target.split('?');
  const query = Object.fromEntries(
    rawQuery
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => pair.split('=').map(decodeURIComponent))
      .map(([name = '', value = '']) => [name, value]),
  );
  const signer = new SignatureV4({
    service: 's3',
    region: 'us-east-1',
    credentials: keysOf(running, 'core-identity', 'TerraformApplyAccess'),
    sha256: Sha256,
    uriEscapePath: false,
  });
  const host = `127.0.0.1:${running.port}`;
  const signed = await signer.sign({
    protocol: 'http:',
    hostname: '127.0.0.1',
    method,
    path,
    query,
    headers: { host, ...headers },
    body,
  });
  return raw(running, method, target, signed.headers, body);
}

function raw(
  running: Running,
  method: string,
  path: string,
  headers: Record<string, string>,
  body = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { port } = running;
    const outgoing = httpRequest({ host: '127.0.0.1', port, method, path, headers }, async (incoming) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString();
      resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

test('a key is what the request line says, decoded once, however it is written', () =>
  withRunning(async (running) => {
    const client = s3Client(running, keysOf(running, 'core-identity', 'TerraformApplyAccess'));
    const written: [string, string][] = [
      ['env%3A/dev', 'env:/dev'],
      ['env%3a/lower', 'env:/lower'],
      ['env:/plain', 'env:/plain'],
      ['a/../b', 'a/../b'],
      ['a/%2e%2e/c', 'a/../c'],
      ['a%2Fb', 'a/b'],
      ['a%252Fb', 'a%2Fb'],
      ['/doubled//x/', '/doubled//x/'],
      ['plus+plus', 'plus+plus'],
      ['space%20space', 'space space'],
      ['%zz%', '%zz%'],
    ];
    for (const [onWire, key] of written) {
      const { status, text } = await send(running, 'PUT', `/${Bucket}/${onWire}`, { body: key });
      assert.is(status, 200, `${onWire} ${text}`);
      const stored = await client.send(new GetObjectCommand({ Bucket, Key: key }));
      assert.is(await stored.Body?.transformToString(), key);
    }
    assert.match((await send(running, 'GET', `/${Bucket}/%ff`)).text, /<Code>InvalidURI</);
  }));

test('an error is a document with ids, and to a HEAD only a status', () =>
  withRunning(async (running) => {
    const { status, headers, text } = await send(running, 'GET', `/${Bucket}/a%26b`);
    assert.is(status, 404);
    assert.is(headers['content-type'], 'application/xml');
    assert.match(
      text,
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<Error><Code>NoSuchKey<\/Code><Message>The specified key does not exist\.<\/Message><Key>a&#38;b<\/Key><RequestId>[0-9A-F]{16}<\/RequestId><HostId>[^<]+<\/HostId><\/Error>$/,
    );
    assert.ok(text.includes(`<RequestId>${headers['x-amz-request-id']}<`));
    const head = await send(running, 'HEAD', `/${Bucket}/none`);
    assert.equal([head.status, head.text], [404, '']);
    const other = await send(running, 'GET', '/no-such-bucket/a');
    assert.match(other.text, /<Code>NoSuchBucket<.*<BucketName>no-such-bucket</s);
    const put = await send(running, 'PUT', `/${Bucket}/a`, { body: 'x' });
    assert.match(String(put.headers['x-amz-request-id']), /^[0-9A-F]{16}$/);
    const same = await send(running, 'GET', `/${Bucket}/a`, {
      headers: { 'if-none-match': String(put.headers['etag']) },
    });
    assert.equal([same.status, same.text, same.headers['etag']], [304, '', put.headers['etag']]);
  }));

test('a presigned URL works by itself, within its time and for what it was made', () =>
  withRunning(async (running) => {
    const keys = keysOf(running, 'core-identity', 'TerraformApplyAccess');
    // Otherwise the SDK signs the checksum of an empty body into the URL.
    const client = s3Client(running, keys, { requestChecksumCalculation: 'WHEN_REQUIRED' });
    const Key = 'env:/a b+c/ü';
    const putUrl = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key }), { expiresIn: 600 });
    assert.is((await fetch(putUrl, { method: 'PUT', body: 'by link' })).status, 200);
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key }), { expiresIn: 600 });
    assert.is(await (await fetch(url)).text(), 'by link');
    const part = await fetch(url, { headers: { range: 'bytes=0-1' } });
    assert.equal([part.status, await part.text()], [206, 'by']);
    for (const [address, init, code] of [
      [url, { method: 'DELETE' }, 'SignatureDoesNotMatch'],
      [url.replace('X-Amz-Expires=600', 'X-Amz-Expires=6000'), {}, 'SignatureDoesNotMatch'],
      [`${running.origin}/${Bucket}/a?AWSAccessKeyId=a&Signature=b&Expires=1`, {}, 'InvalidRequest'],
      [`${running.origin}/${Bucket}/a`, {}, 'AccessDenied'],
    ] as const)
      assert.match(await (await fetch(address, init)).text(), new RegExp(`<Code>${code}</Code>`), address);
    running.pass(601_000);
    const late = await fetch(url);
    assert.equal([late.status, /Request has expired/.test(await late.text())], [403, true]);
    const log = auditText(running);
    for (const secret of [keys.secretAccessKey, keys.sessionToken]) assert.not(log.includes(secret));
  }));

test('keys that ended are told from keys that never were', () =>
  withRunning(async (running) => {
    const keys = keysOf(running, 'core-identity', 'TerraformApplyAccess', { lifetime: 60_000 });
    const ask = (client: ReturnType<typeof s3Client>) =>
      errorOf(client.send(new GetObjectCommand({ Bucket, Key: 'a' })));
    const wrong = { ...keys, secretAccessKey: 'wrong' };
    assert.is(await ask(s3Client(running, keys)), 'NoSuchKey 404');
    assert.is(await ask(s3Client(running, wrong)), 'SignatureDoesNotMatch 403');
    assert.is(await ask(s3Client(running, { ...keys, sessionToken: 'x' })), 'InvalidToken 400');
    assert.is(
      await ask(s3Client(running, { ...keys, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' })),
      'InvalidAccessKeyId 403',
    );
    assert.is(
      await ask(s3Client(running, keys, { systemClockOffset: -3_600_000 })),
      'RequestTimeTooSkewed 403',
    );
    running.pass(60_000);
    assert.is(await ask(s3Client(running, keys)), 'ExpiredToken 400');
  }));

test('characters that a client wrote as numbers mean themselves', () =>
  withRunning(async (running) => {
    const body = '<Delete><Object><Key>a&#34;&#x26;&lt;&amp;lt;</Key></Object></Delete>';
    const { text } = await send(running, 'POST', `/${Bucket}?delete`, { body });
    assert.match(text, /<Deleted><Key>a&#34;&#38;&#60;&#38;lt;<\/Key><\/Deleted>/);
  }));

test('bodies that are no such document are refused', () =>
  withRunning(async (running) => {
    const many = `<Delete>${'<Object><Key>a</Key></Object>'.repeat(1001)}</Delete>`;
    const entity = '<!DOCTYPE Delete [<!ENTITY x "a">]><Delete><Object><Key>&x;</Key></Object></Delete>';
    for (const body of [
      '',
      'no xml',
      '<Delete>',
      '<Other/>',
      '<Delete/>',
      '<Delete><Object/></Delete>',
      many,
      entity,
    ]) {
      const { status, text } = await send(running, 'POST', `/${Bucket}?delete=`, { body });
      assert.is(status, 400, body.slice(0, 60));
      assert.match(text, /<Code>MalformedXML</);
    }
  }));

test.run();
