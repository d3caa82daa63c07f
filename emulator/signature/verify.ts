import type { Caller, KeyLookup, RawRequest } from '../contract.ts';
import { sameText } from '../state/key.ts';
import { canonicalRequest, signatureOf } from './canonical-request.ts';
import { type Claim, readClaim } from './claim.ts';
import { type FaultReason, fault, type SignatureFault, type SignedService } from './fault.ts';
import { hashOfBody, readPayload } from './payload.ts';
import { formatTimestamp } from './timestamp.ts';

export type { SignatureFault } from './fault.ts';

/** A request whose signature holds. */
export interface Verified {
  readonly caller: Caller;
  /** The region that the client signed for; any is accepted. */
  readonly region: string;
  readonly sessionToken: string | undefined;
}

const minute = 60_000;
const skew = 15 * minute;

/**
 * Verifies the SigV4 signature of a request, in a header or presigned (reference §3.5), against the keys that
 * `lookup` knows. Returns who signed it, or the fault as the service words it.
 */
export function verifySignature(
  request: RawRequest,
  service: SignedService,
  lookup: KeyLookup,
  now: Date,
): Verified | SignatureFault {
  const claim = readClaim(request, service);
  if ('reason' in claim) return claim;
  const complaint = checkScope(request, claim, service) ?? checkTime(claim, service, now);
  if (complaint !== undefined) return complaint;
  const payload = readPayload(request, claim, service);
  if ('reason' in payload) return payload;
  const found = lookup(claim.accessKeyId, claim.sessionToken);
  if ('error' in found) return fault(service, keyFaults[found.error]);
  if (found.expiresAt !== undefined && found.expiresAt <= now) return fault(service, 'expired-token');
  const expected = signatureOf(found.secret, claim, canonicalRequest(request, claim, service, payload.hash));
  if (!sameText(expected, claim.signature)) return fault(service, 'mismatch');
  if (payload.bound && payload.hash !== hashOfBody(request)) return fault(service, 'body-mismatch');
  return { caller: found.caller, region: claim.region, sessionToken: claim.sessionToken };
}

const keyFaults: Readonly<Record<'unknown-key' | 'bad-token' | 'expired', FaultReason>> = {
  'unknown-key': 'unknown-key',
  'bad-token': 'bad-token',
  expired: 'expired-token',
};

function checkScope(request: RawRequest, claim: Claim, service: SignedService): SignatureFault | undefined {
  if (claim.service !== service)
    return fault(
      service,
      'wrong-service',
      `Credential should be scoped to correct service: '${service}', not '${claim.service}'.`,
    );
  if (!claim.signedHeaders.includes('host'))
    return fault(service, 'unsigned-header', "'Host' must be a 'SignedHeader' in the AWS Authorization.");
  const missing = claim.signedHeaders.find((name) => request.headers[name] === undefined);
  if (missing !== undefined)
    return fault(service, 'mismatch', `The signed header '${missing}' is not in the request.`);
  // S3 takes orders from x-amz-* headers, so one that nobody signed could have been put in on the way.
  const added = Object.keys(request.headers).find(
    (name) => name.startsWith('x-amz-') && !claim.signedHeaders.includes(name),
  );
  if (service === 's3' && added !== undefined)
    return fault(
      service,
      'unsigned-header',
      `There were headers present in the request which were not signed: ${added}`,
    );
  return undefined;
}

function checkTime(claim: Claim, service: SignedService, now: Date): SignatureFault | undefined {
  const [signed, clock] = [claim.signedAt.getTime(), formatTimestamp(now)];
  const isLink = claim.form === 'query';
  if (signed > now.getTime() + skew)
    return fault(
      service,
      isLink ? 'link-not-yet-valid' : 'skewed',
      `Signature not yet current: ${claim.timestamp} is still later than ${formatTimestamp(new Date(now.getTime() + skew))} (${clock} + ${skew / minute} min.)`,
    );
  // A presigned call to STS lives 15 minutes whatever it says about itself; one to S3 says how long.
  if (isLink && service === 's3' && claim.lifetime === undefined)
    return fault(
      service,
      'malformed-query',
      `A presigned request requires the query parameter 'X-Amz-Expires'.`,
    );
  const lifetime = isLink && service === 's3' ? (claim.lifetime as number) : skew;
  if (signed + lifetime < now.getTime())
    return fault(
      service,
      isLink ? 'link-expired' : 'skewed',
      `Signature expired: ${claim.timestamp} is now earlier than ${formatTimestamp(new Date(now.getTime() - lifetime))} (${clock} - ${lifetime / minute} min.)`,
    );
  return undefined;
}
