/** The services whose signatures are verified. */
export type SignedService = 'sts' | 's3' | JsonService;

/** Those among them that answer in JSON. */
export type JsonService = 'eks' | 'ecr' | 'ecr-public';

/** Why a request is not believed, apart from how a service words it. */
export type FaultReason =
  | 'unsigned'
  | 'two-signatures'
  | 'old-algorithm'
  | 'malformed'
  | 'malformed-query'
  | 'wrong-service'
  | 'unsigned-header'
  | 'unknown-key'
  | 'bad-token'
  | 'expired-token'
  | 'skewed'
  | 'link-expired'
  | 'link-not-yet-valid'
  | 'mismatch'
  | 'body-mismatch'
  | 'streaming';

/** A request whose signature does not hold, in the words of the service that was asked. */
export interface SignatureFault {
  readonly reason: FaultReason;
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

type Wording = readonly [status: number, code: string, message?: string];

// From the services' own error lists (reference §3.3, §8.2); a message given with the fault wins.
const wordings: Readonly<Record<FaultReason, Readonly<Record<'sts' | 's3', Wording>>>> = {
  unsigned: {
    sts: [403, 'MissingAuthenticationToken', 'Request is missing Authentication Token'],
    s3: [403, 'AccessDenied', 'Access Denied: the request is not signed'],
  },
  'two-signatures': {
    sts: [400, 'IncompleteSignature'],
    s3: [400, 'InvalidArgument'],
  },
  'old-algorithm': {
    sts: [400, 'IncompleteSignature'],
    s3: [400, 'InvalidRequest'],
  },
  malformed: {
    sts: [400, 'IncompleteSignature'],
    s3: [400, 'AuthorizationHeaderMalformed'],
  },
  'malformed-query': {
    sts: [400, 'IncompleteSignature'],
    s3: [400, 'AuthorizationQueryParametersError'],
  },
  'wrong-service': {
    sts: [403, 'SignatureDoesNotMatch'],
    s3: [400, 'AuthorizationHeaderMalformed'],
  },
  'unsigned-header': {
    sts: [403, 'SignatureDoesNotMatch'],
    s3: [403, 'AccessDenied'],
  },
  'unknown-key': {
    sts: [403, 'InvalidClientTokenId', 'The security token included in the request is invalid.'],
    s3: [403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.'],
  },
  'bad-token': {
    sts: [403, 'InvalidClientTokenId', 'The security token included in the request is invalid.'],
    s3: [400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.'],
  },
  'expired-token': {
    sts: [403, 'ExpiredToken', 'The security token included in the request is expired'],
    s3: [400, 'ExpiredToken', 'The provided token has expired.'],
  },
  skewed: {
    sts: [403, 'SignatureDoesNotMatch'],
    s3: [
      403,
      'RequestTimeTooSkewed',
      "The difference between the request time and the server's time is too large.",
    ],
  },
  'link-expired': {
    sts: [403, 'SignatureDoesNotMatch'],
    s3: [403, 'AccessDenied', 'Request has expired'],
  },
  'link-not-yet-valid': {
    sts: [403, 'SignatureDoesNotMatch'],
    s3: [403, 'AccessDenied', 'Request is not valid yet'],
  },
  mismatch: {
    sts: [403, 'SignatureDoesNotMatch'],
    s3: [403, 'SignatureDoesNotMatch'],
  },
  'body-mismatch': {
    sts: [403, 'SignatureDoesNotMatch'],
    s3: [
      400,
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    ],
  },
  streaming: {
    sts: [400, 'IncompleteSignature'],
    s3: [501, 'NotImplemented'],
  },
};

const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.';

/** The fault of a service; `detail` is its message where the service has no fixed one. */
export function fault(service: SignedService, reason: FaultReason, detail?: string): SignatureFault {
  if (service !== 'sts' && service !== 's3') return jsonFault(service, reason, detail);
  const [status, code, fixed] = wordings[reason][service];
  return { reason, status, code, message: fixed ?? detail ?? mismatch };
}

// The newer services have few words for all of it. Those with one address for all operations answer 400 to everything.
function jsonFault(service: JsonService, reason: FaultReason, detail?: string): SignatureFault {
  const status = service === 'eks' ? 403 : 400;
  const token = 'The security token included in the request is';
  switch (reason) {
    case 'unsigned':
      return {
        reason,
        status,
        code: 'MissingAuthenticationTokenException',
        message: 'Missing Authentication Token',
      };
    case 'unknown-key':
    case 'bad-token':
      return { reason, status, code: 'UnrecognizedClientException', message: `${token} invalid.` };
    case 'expired-token':
      return { reason, status, code: 'ExpiredTokenException', message: `${token} expired` };
    case 'two-signatures':
    case 'old-algorithm':
    case 'malformed':
    case 'malformed-query':
    case 'streaming':
      return { reason, status, code: 'IncompleteSignatureException', message: detail ?? mismatch };
    default:
      return { reason, status, code: 'InvalidSignatureException', message: detail ?? mismatch };
  }
}
