import { createHash } from 'node:crypto';
import { Sha256 } from '@aws-sdk/checksums/sha';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Caller, KeyLookup, RawRequest } from '../../../emulator/contract.ts';
import { readClaim } from '../../../emulator/signature/claim.ts';
import type { SignedService } from '../../../emulator/signature/fault.ts';
import { verifySignature } from '../../../emulator/signature/verify.ts';

const now = new Date('2026-03-04T05:06:07Z');
const keys = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'a/secret+with=signs', sessionToken: 'to/ken+=' };
const caller: Caller = {
  arn: 'arn:aws:sts::111111111101:assumed-role/r/s',
  account: '111111111101',
  accessKeyId: keys.accessKeyId,
  stateAccess: 'write',
  principal: 'olga',
};
const lookup: KeyLookup = (accessKeyId, token) => {
  if (accessKeyId === 'AKIAEXAMPLE') return { secret: keys.secretAccessKey, caller, expiresAt: undefined };
  if (accessKeyId !== keys.accessKeyId) return { error: 'unknown-key' };
  if (token === 'old') return { error: 'expired' };
  return token === keys.sessionToken
    ? { secret: keys.secretAccessKey, caller, expiresAt: undefined }
    : { error: 'bad-token' };
};

interface Asked {
  readonly service?: SignedService;
  readonly method?: string;
  /** As it stands on the wire. */
  readonly path?: string;
  readonly query?: Record<string, string | string[]>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  readonly presign?: number;
  readonly at?: Date;
}

/** A request signed by the SDK's signer, as it would stand on the wire. */
async function sign(asked: Asked): Promise<RawRequest> {
  const { service = 's3', method = 'GET', path = '/', query = {}, headers = {}, body = '' } = asked;
  const signer = new SignatureV4({
    service,
    region: 'local',
    credentials: asked.credentials ?? keys,
    sha256: Sha256,
    uriEscapePath: service !== 's3',
  });
  const request = {
    protocol: 'http:',
    hostname: '127.0.0.1',
    port: 9911,
    method,
    path,
    query,
    headers: { host: '127.0.0.1:9911', ...headers },
    body,
  };
  const signed =
    asked.presign === undefined
      ? await signer.sign(request, { signingDate: asked.at ?? now })
      : await signer.presign(request, { signingDate: asked.at ?? now, expiresIn: asked.presign });
  const pairs = Object.entries(signed.query ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map(
      (one) => `${percentEncoded(name)}=${percentEncoded(one ?? '')}`,
    ),
  );
  const lower = Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    method,
    rawPath: path,
    rawQuery: pairs.join('&'),
    headers: Object.fromEntries(lower),
    body: Buffer.from(body),
  };
}

const percentEncoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** Who signed it, or the code and the status of the refusal. */
function verdict(request: RawRequest, service: SignedService = 's3', at = now): string {
  const result = verifySignature(request, service, lookup, at);
  return 'reason' in result ? `${result.code} ${result.status}` : result.caller.principal;
}

const after = (milliseconds: number) => new Date(now.getTime() + milliseconds);
const minutes = (count: number) => after(count * 60_000);

test('what the SDK signs is verified, whatever stands in path, query, header and body', async () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 12 });
  const segments = fc.array(text, { maxLength: 4 });
  const query = fc.dictionary(
    // The SDK's own signer loses a parameter named __proto__, so nothing could be compared.
    text.filter((name) => name !== '' && name !== '__proto__'),
    fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 })),
  );
  const property = fc.asyncProperty(
    segments,
    query,
    fc.string({ maxLength: 12 }).map((value) => value.replace(/[^ -~]/g, '')),
    text,
    fc.boolean(),
    async (parts, names, header, body, presigned) => {
      const method = presigned ? 'GET' : 'PUT';
      const path = `/bucket/${parts.map(percentEncoded).join('/')}`;
      const rest = { 'x-amz-meta-a': header };
      const s3 = await sign({
        method,
        path,
        query: names,
        headers: presigned ? { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } : rest,
        body: presigned ? '' : body,
        ...(presigned && { presign: 60 }),
      });
      assert.is(verdict(s3), 'olga', JSON.stringify(s3));
      const changed = { ...s3, rawQuery: `${s3.rawQuery}${s3.rawQuery === '' ? '' : '&'}more=1` };
      assert.match(verdict(changed), /SignatureDoesNotMatch 403/);
      // Other services encode the path once more; what the signer makes of empty segments and dots is not what is sent.
      const plain = parts.filter((part) => !['', '.', '..'].includes(part)).map(percentEncoded);
      const sts = await sign({
        service: 'sts',
        method: 'POST',
        path: `/${plain.join('/')}`,
        query: names,
        body,
      });
      assert.is(verdict(sts, 'sts'), 'olga', JSON.stringify(sts));
    },
  );
  await fc.assert(property, { numRuns: 150 });
});

test("the examples of AWS's documentation verify", () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const documented: KeyLookup = () => ({ secret, caller, expiresAt: undefined });
  const host = 'examplebucket.s3.amazonaws.com';
  const empty = createHash('sha256').digest('hex');
  const scope = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
  const base = { method: 'GET', rawPath: '/test.txt', rawQuery: '', body: Buffer.alloc(0) };
  const inHeader = {
    ...base,
    headers: {
      host,
      range: 'bytes=0-9',
      'x-amz-content-sha256': empty,
      'x-amz-date': '20130524T000000Z',
      authorization: `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41`,
    },
  };
  const inQuery = {
    ...base,
    headers: { host },
    rawQuery: `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(scope)}&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404`,
  };
  for (const request of [inHeader, inQuery]) {
    const result = verifySignature(request, 's3', documented, new Date('2013-05-24T00:00:00Z'));
    assert.ok('caller' in result, JSON.stringify(result));
  }
});

test('header bytes beyond ASCII are signed as they are sent', async () => {
  const request = await sign({ headers: { 'x-amz-meta-who': 'Ölga' } });
  const asSent = Buffer.from('Ölga').toString('latin1');
  assert.is(verdict({ ...request, headers: { ...request.headers, 'x-amz-meta-who': asSent } }), 'olga');
});

test('a request that was changed on its way is refused', async () => {
  const good = await sign({
    method: 'PUT',
    path: '/b/env%3A/a',
    query: { a: '1' },
    body: 'body',
    headers: { 'content-type': 'x' },
  });
  assert.is(verdict(good), 'olga');
  const { headers } = good;
  const cases: [string, RawRequest, string][] = [
    ['method', { ...good, method: 'DELETE' }, 'SignatureDoesNotMatch 403'],
    ['path', { ...good, rawPath: '/b/env%3A/b' }, 'SignatureDoesNotMatch 403'],
    ['decoded path', { ...good, rawPath: '/b/env:/a' }, 'SignatureDoesNotMatch 403'],
    ['query', { ...good, rawQuery: 'a=2' }, 'SignatureDoesNotMatch 403'],
    ['header', { ...good, headers: { ...headers, 'content-type': 'y' } }, 'SignatureDoesNotMatch 403'],
    ['host', { ...good, headers: { ...headers, host: '127.0.0.1:1' } }, 'SignatureDoesNotMatch 403'],
    ['body', { ...good, body: Buffer.from('other') }, 'XAmzContentSHA256Mismatch 400'],
    ['added order', { ...good, headers: { ...headers, 'x-amz-acl': 'public-read' } }, 'AccessDenied 403'],
  ];
  for (const [name, request, expected] of cases) assert.is(verdict(request), expected, name);
  const dropped = { ...headers };
  delete dropped['content-type'];
  const result = verifySignature({ ...good, headers: dropped }, 's3', lookup, now);
  assert.is('message' in result && result.message, "The signed header 'content-type' is not in the request.");
  const form = 'Action=GetCallerIdentity';
  const call = await sign({ service: 'sts', method: 'POST', body: form });
  assert.is(verdict({ ...call, body: Buffer.from('Action=AssumeRole') }, 'sts'), 'SignatureDoesNotMatch 403');
  const unsigned = await sign({
    service: 'sts',
    method: 'POST',
    body: form,
    headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
  });
  assert.is(verdict(unsigned, 'sts'), 'SignatureDoesNotMatch 403');
});

test('keys, tokens and secrets are told apart as far as each service tells them', async () => {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  const cases: [NonNullable<Asked['credentials']>, string, string][] = [
    [keys, 'olga', 'olga'],
    [{ accessKeyId: 'AKIAEXAMPLE', secretAccessKey }, 'olga', 'olga'],
    [{ ...keys, secretAccessKey: 'wrong' }, 'SignatureDoesNotMatch 403', 'SignatureDoesNotMatch 403'],
    [{ ...keys, accessKeyId: 'ASIAELSE' }, 'InvalidAccessKeyId 403', 'InvalidClientTokenId 403'],
    [{ accessKeyId, secretAccessKey }, 'InvalidToken 400', 'InvalidClientTokenId 403'],
    [{ ...keys, sessionToken: 'else' }, 'InvalidToken 400', 'InvalidClientTokenId 403'],
    [{ ...keys, sessionToken: 'old' }, 'ExpiredToken 400', 'ExpiredToken 403'],
    [
      { accessKeyId, secretAccessKey: 'wrong', sessionToken },
      'SignatureDoesNotMatch 403',
      'SignatureDoesNotMatch 403',
    ],
  ];
  for (const [credentials, s3, sts] of cases) {
    assert.is(verdict(await sign({ credentials })), s3, JSON.stringify(credentials));
    assert.is(verdict(await sign({ credentials, service: 'sts' }), 'sts'), sts, JSON.stringify(credentials));
  }
  const late: KeyLookup = () => ({ secret: secretAccessKey, caller, expiresAt: now });
  const result = verifySignature(await sign({}), 's3', late, now);
  assert.is('code' in result && result.code, 'ExpiredToken');
});

test('a clock may be off by a quarter of an hour', async () => {
  const [s3, sts] = [await sign({}), await sign({ service: 'sts' })];
  for (const [minute, isFine] of [
    [-15, true],
    [15, true],
    [-15.1, false],
    [15.1, false],
  ] as const) {
    assert.is(
      verdict(s3, 's3', minutes(minute)),
      isFine ? 'olga' : 'RequestTimeTooSkewed 403',
      String(minute),
    );
    assert.is(
      verdict(sts, 'sts', minutes(minute)),
      isFine ? 'olga' : 'SignatureDoesNotMatch 403',
      String(minute),
    );
  }
  const result = verifySignature(sts, 'sts', lookup, minutes(20));
  assert.match(
    'message' in result ? result.message : '',
    /^Signature expired: 20260304T050607Z is now earlier than 20260304T051107Z/,
  );
});

test('a presigned request lives as long as it says at S3, and a quarter of an hour at STS', async () => {
  const unsignedBody = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  const s3 = await sign({ path: '/b/k', presign: 3600, headers: unsignedBody });
  for (const [minute, expected] of [
    [0, 'olga'],
    [59, 'olga'],
    [61, 'AccessDenied 403'],
    [-16, 'AccessDenied 403'],
  ] as const)
    assert.is(verdict(s3, 's3', minutes(minute)), expected, String(minute));
  const headers = { 'x-k8s-aws-id': 'a-cluster' };
  const query = { Action: 'GetCallerIdentity', Version: '2011-06-15' };
  const sts = await sign({ service: 'sts', presign: 60, query, headers });
  for (const [minute, expected] of [
    [0, 'olga'],
    [14, 'olga'],
    [16, 'SignatureDoesNotMatch 403'],
  ] as const)
    assert.is(verdict(sts, 'sts', minutes(minute)), expected, String(minute));
  // The header that binds the token to a cluster is signed.
  assert.is(verdict({ ...sts, headers: { host: '127.0.0.1:9911' } }, 'sts'), 'SignatureDoesNotMatch 403');
  const other = { ...sts.headers, 'x-k8s-aws-id': 'other' };
  assert.is(verdict({ ...sts, headers: other }, 'sts'), 'SignatureDoesNotMatch 403');
  assert.is(verdict({ ...sts, body: Buffer.from('Action=AssumeRole') }, 'sts'), 'SignatureDoesNotMatch 403');
  const set = (name: string, value: string) => ({
    ...s3,
    rawQuery: s3.rawQuery.replace(new RegExp(`${name}=[^&]*`), value === '' ? '' : `${name}=${value}`),
  });
  const cases: [RawRequest, string][] = [
    [set('X-Amz-Expires', '604801'), 'AuthorizationQueryParametersError 400'],
    [set('X-Amz-Expires', 'soon'), 'AuthorizationQueryParametersError 400'],
    [set('X-Amz-Expires', ''), 'AuthorizationQueryParametersError 400'],
    [set('X-Amz-Expires', '7200'), 'SignatureDoesNotMatch 403'],
    [set('X-Amz-SignedHeaders', ''), 'AuthorizationQueryParametersError 400'],
    [set('X-Amz-Algorithm', 'AWS4-ECDSA-P256-SHA256'), 'InvalidRequest 400'],
    [
      { ...s3, rawQuery: `${s3.rawQuery}&X-Amz-Date=20260304T050607Z` },
      'AuthorizationQueryParametersError 400',
    ],
  ];
  for (const [request, expected] of cases) assert.is(verdict(request), expected, request.rawQuery);
});

test('what is no signature of version 4 is refused in words', async () => {
  const good = await sign({});
  const authorization = good.headers['authorization'] ?? '';
  const plain = { host: '127.0.0.1:9911', 'x-amz-date': '20260304T050607Z' };
  const withHeader = (value: string, headers: Record<string, string> = good.headers) => ({
    ...good,
    headers: { ...headers, authorization: value },
  });
  const scopeOf = (scope: string) =>
    withHeader(authorization.replace(/Credential=[^,]*/, `Credential=${scope}`));
  const cases: [RawRequest, string, string][] = [
    [{ ...good, headers: plain }, 'AccessDenied 403', 'MissingAuthenticationToken 403'],
    [withHeader('Bearer abc'), 'AccessDenied 403', 'MissingAuthenticationToken 403'],
    [withHeader('AWS AKIA:abc='), 'InvalidRequest 400', 'IncompleteSignature 400'],
    [
      withHeader('AWS4-HMAC-SHA256 Credential=x'),
      'AuthorizationHeaderMalformed 400',
      'IncompleteSignature 400',
    ],
    [
      scopeOf('ASIAEXAMPLE/20260304/local/aws4_request'),
      'AuthorizationHeaderMalformed 400',
      'IncompleteSignature 400',
    ],
    [
      scopeOf('ASIAEXAMPLE/20260303/local/s3/aws4_request'),
      'AuthorizationHeaderMalformed 400',
      'IncompleteSignature 400',
    ],
    [
      scopeOf('ASIAEXAMPLE/20260304/local/ec2/aws4_request'),
      'AuthorizationHeaderMalformed 400',
      'SignatureDoesNotMatch 403',
    ],
    [withHeader(authorization.replace('host;', '')), 'AccessDenied 403', 'SignatureDoesNotMatch 403'],
    [
      withHeader(authorization, { ...good.headers, 'x-amz-date': '20260230T050607Z' }),
      'AuthorizationHeaderMalformed 400',
      'IncompleteSignature 400',
    ],
    [{ ...good, rawQuery: 'X-Amz-Signature=abc' }, 'InvalidArgument 400', 'IncompleteSignature 400'],
    [
      { ...good, headers: plain, rawQuery: 'AWSAccessKeyId=a&Signature=b&Expires=1' },
      'InvalidRequest 400',
      'IncompleteSignature 400',
    ],
  ];
  for (const [index, [request, s3, sts]] of cases.entries()) {
    assert.is(verdict(request), s3, `${index}`);
    assert.is(verdict(request, 'sts'), sts, `${index}`);
  }
  for (const headers of [
    { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' },
    { 'content-encoding': 'aws-chunked' },
  ])
    assert.is(verdict(await sign({ method: 'PUT', headers })), 'NotImplemented 501');
  assert.is(
    verdict(await sign({ headers: { 'x-amz-content-sha256': 'abc' } })),
    'AuthorizationHeaderMalformed 400',
  );
});

test('the time may stand in the ordinary Date header, and is signed in the basic form', async () => {
  const good = await sign({});
  const { 'x-amz-date': _, ...headers } = good.headers;
  const claim = readClaim({ ...good, headers: { ...headers, date: now.toUTCString() } }, 's3');
  assert.is('timestamp' in claim && claim.timestamp, '20260304T050607Z');
  assert.is(verdict({ ...good, headers }), 'AuthorizationHeaderMalformed 400');
});

test.run();
