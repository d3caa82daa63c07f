import { createHash } from 'node:crypto';
import type { RawRequest } from '../contract.ts';
import type { Claim } from './claim.ts';
import { fault, type SignatureFault, type SignedService } from './fault.ts';
import { queryMap } from './query.ts';

/** The hash that stands in the canonical request, and whether the body must have it. */
export interface Payload {
  readonly hash: string;
  readonly bound: boolean;
}

const unsigned = 'UNSIGNED-PAYLOAD';

/**
 * What a request signs as its body (reference §3.5 point 6). S3 may leave the body unsigned and does so in
 * presigned requests; everywhere else the body holds the action, so its own hash is the only one that counts.
 */
export function readPayload(
  request: RawRequest,
  claim: Claim,
  service: SignedService,
): Payload | SignatureFault {
  const query = claim.form === 'query' ? queryMap(request.rawQuery).get('X-Amz-Content-Sha256') : undefined;
  const named = request.headers['x-amz-content-sha256'] ?? query;
  if (named?.startsWith('STREAMING-') || /\baws-chunked\b/i.test(request.headers['content-encoding'] ?? ''))
    return fault(
      service,
      'streaming',
      'The local emulator takes no bodies in chunks (aws-chunked): send the body whole, with its hash.',
    );
  if (service !== 's3') return { hash: hashOfBody(request), bound: true };
  if (named === undefined)
    return claim.form === 'query'
      ? { hash: unsigned, bound: false }
      : { hash: hashOfBody(request), bound: true };
  if (named === unsigned) return { hash: unsigned, bound: false };
  if (/^[0-9a-f]{64}$/.test(named)) return { hash: named, bound: true };
  return fault(
    service,
    'malformed',
    `x-amz-content-sha256 must be ${unsigned} or the SHA-256 of the body in hex.`,
  );
}

/** The SHA-256 of the body as it arrived, in hex. */
export function hashOfBody(request: RawRequest): string {
  return createHash('sha256').update(request.body).digest('hex');
}
