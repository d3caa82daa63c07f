import { createHash, createHmac } from 'node:crypto';
import type { RawRequest } from '../contract.ts';
import type { Claim } from './claim.ts';
import type { SignedService } from './fault.ts';
import { percentEncode } from './percent.ts';
import { queryPairs } from './query.ts';

/**
 * The text that a signature covers (SigV4's canonical request), as bytes: a header may hold any.
 * Every name of `claim.signedHeaders` must be a header of the request.
 */
export function canonicalRequest(
  request: RawRequest,
  claim: Claim,
  service: SignedService,
  payloadHash: string,
): Buffer {
  const headers = claim.signedHeaders
    .map((name) => `${name}:${(request.headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`)
    .join('');
  const lines = [
    request.method,
    canonicalPath(request.rawPath, service),
    canonicalQuery(request.rawQuery),
    headers,
    claim.signedHeaders.join(';'),
    payloadHash,
  ];
  // Node hands over header bytes as latin1 characters.
  return Buffer.from(lines.join('\n'), 'latin1');
}

/** The signature that the holder of `secret` would have made. Lower-case hex. */
export function signatureOf(secret: string, claim: Claim, canonical: Buffer): string {
  const toSign = [
    'AWS4-HMAC-SHA256',
    claim.timestamp,
    claim.scope,
    createHash('sha256').update(canonical).digest('hex'),
  ].join('\n');
  const key = claim.scope
    .split('/')
    .reduce<string | Buffer>(
      (last, part) => createHmac('sha256', last).update(part).digest(),
      `AWS4${secret}`,
    );
  return createHmac('sha256', key).update(toSign).digest('hex');
}

// S3 signs the path as it was sent; every other service encodes it once more.
function canonicalPath(rawPath: string, service: SignedService): string {
  if (service === 's3') return rawPath;
  return percentEncode(Buffer.from(rawPath, 'latin1'), '/');
}

function canonicalQuery(rawQuery: string): string {
  return queryPairs(rawQuery)
    .map(({ name, value }) => [percentEncode(name), percentEncode(value)] as const)
    .filter(([name]) => name !== 'X-Amz-Signature')
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

// Code units: what is left after encoding is ASCII, and a locale must not decide.
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
