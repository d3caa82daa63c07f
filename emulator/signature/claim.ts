import type { RawRequest } from '../contract.ts';
import { type FaultReason, fault, type SignatureFault, type SignedService } from './fault.ts';
import { queryMap, queryPairs } from './query.ts';
import { formatTimestamp, parseTimestamp } from './timestamp.ts';

/** What a request says about its own signature; nothing of it is believed yet. */
export interface Claim {
  readonly form: 'header' | 'query';
  readonly accessKeyId: string;
  readonly sessionToken: string | undefined;
  /** `yyyymmdd/region/service/aws4_request`. */
  readonly scope: string;
  readonly region: string;
  readonly service: string;
  /** The request's own list, in its order. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `yyyymmddThhmmssZ`, as it was signed. */
  readonly timestamp: string;
  readonly signedAt: Date;
  /** X-Amz-Expires in milliseconds, where the request is presigned and names it. */
  readonly lifetime: number | undefined;
}

const algorithm = 'AWS4-HMAC-SHA256';
const longestLifetime = 604_800;

/** Reads the header or the query form of SigV4 (reference §3.5). Returns a fault for anything else. */
export function readClaim(request: RawRequest, service: SignedService): Claim | SignatureFault {
  const header = request.headers['authorization'];
  const query = queryMap(request.rawQuery);
  const say = (reason: FaultReason, detail?: string) => fault(service, reason, detail);
  if (header !== undefined && query.has('X-Amz-Signature'))
    return say(
      'two-signatures',
      'Only one auth mechanism allowed; a header and the query both hold a signature.',
    );
  if (header !== undefined) return readHeader(request, header, say);
  if (query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature')) return readQuery(request, query, say);
  if (query.has('AWSAccessKeyId') || query.get('SignatureVersion') === '2') return say('old-algorithm', old);
  return say('unsigned');
}

type Say = (reason: FaultReason, detail?: string) => SignatureFault;

const old = `The authorization mechanism you have provided is not supported. Please use ${algorithm}.`;

function readHeader(request: RawRequest, header: string, say: Say): Claim | SignatureFault {
  const [, scheme, rest] = /^\s*(\S+)\s*(.*)$/.exec(header) ?? [];
  if (scheme !== algorithm) return /^AWS/.test(scheme ?? '') ? say('old-algorithm', old) : say('unsigned');
  const fields = new Map<string, string>();
  for (const field of (rest as string).split(',')) {
    const mark = field.indexOf('=');
    if (mark > 0) fields.set(field.slice(0, mark).trim(), field.slice(mark + 1).trim());
  }
  for (const name of ['Credential', 'SignedHeaders', 'Signature'])
    if (!fields.has(name)) return say('malformed', `Authorization header requires '${name}' parameter.`);
  const timestamp = timestampOf(request);
  if (timestamp === undefined)
    return say(
      'malformed',
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    );
  return assemble(
    {
      form: 'header',
      credential: fields.get('Credential') as string,
      signedHeaders: fields.get('SignedHeaders') as string,
      signature: fields.get('Signature') as string,
      timestamp,
      sessionToken: request.headers['x-amz-security-token'],
      lifetime: undefined,
    },
    say,
  );
}

// A client may sign with the ordinary Date header; the text to sign still holds the basic ISO form.
function timestampOf(request: RawRequest): string | undefined {
  const own = request.headers['x-amz-date'];
  if (own !== undefined) return own;
  const date = Date.parse(request.headers['date'] ?? '');
  return Number.isNaN(date) ? undefined : formatTimestamp(new Date(date));
}

function readQuery(
  request: RawRequest,
  query: ReadonlyMap<string, string>,
  say: Say,
): Claim | SignatureFault {
  const names = [
    'X-Amz-Algorithm',
    'X-Amz-Credential',
    'X-Amz-Date',
    'X-Amz-SignedHeaders',
    'X-Amz-Signature',
  ];
  for (const name of names)
    if (!query.has(name))
      return say('malformed-query', `A presigned request requires the query parameter '${name}'.`);
  const given = queryPairs(request.rawQuery).map(({ name }) => name.toString());
  for (const name of [...names, 'X-Amz-Expires', 'X-Amz-Security-Token'])
    if (given.filter((one) => one === name).length > 1)
      return say('malformed-query', `The query parameter '${name}' is given twice.`);
  if (query.get('X-Amz-Algorithm') !== algorithm) return say('old-algorithm', old);
  const expires = query.get('X-Amz-Expires');
  if (expires !== undefined && !(/^\d{1,7}$/.test(expires) && Number(expires) <= longestLifetime))
    return say('malformed-query', `X-Amz-Expires must be a number of seconds from 0 to ${longestLifetime}.`);
  return assemble(
    {
      form: 'query',
      credential: query.get('X-Amz-Credential') as string,
      signedHeaders: query.get('X-Amz-SignedHeaders') as string,
      signature: query.get('X-Amz-Signature') as string,
      timestamp: query.get('X-Amz-Date') as string,
      sessionToken: query.get('X-Amz-Security-Token') ?? request.headers['x-amz-security-token'],
      lifetime: expires === undefined ? undefined : Number(expires) * 1000,
    },
    say,
  );
}

interface Parts extends Pick<Claim, 'form' | 'signature' | 'timestamp' | 'sessionToken' | 'lifetime'> {
  readonly credential: string;
  readonly signedHeaders: string;
}

function assemble(parts: Parts, say: Say): Claim | SignatureFault {
  const { credential, signedHeaders, ...rest } = parts;
  const malformed: FaultReason = parts.form === 'query' ? 'malformed-query' : 'malformed';
  const match = /^([^/\s]+)\/((\d{8})\/([^/]+)\/([^/]+)\/aws4_request)$/.exec(credential);
  if (!match)
    return say(
      malformed,
      'Credential must be <access key id>/<yyyymmdd>/<region>/<service>/aws4_request, and it is not.',
    );
  const [, accessKeyId, scope, day, region, service] = match as unknown as string[];
  const signedAt = parseTimestamp(parts.timestamp);
  if (signedAt === undefined) return say(malformed, 'The date must be in the form yyyymmddThhmmssZ.');
  if (!parts.timestamp.startsWith(day as string))
    return say(malformed, `Date in Credential scope (${day}) does not match the request's date.`);
  const names = signedHeaders.split(';').map((name) => name.toLowerCase());
  if (!names.every((name) => /^[!#$%&'*+\-.^_`|~0-9a-z]+$/.test(name)))
    return say(malformed, 'SignedHeaders must be header names separated by semicolons.');
  return {
    ...rest,
    accessKeyId: accessKeyId as string,
    scope: scope as string,
    region: region as string,
    service: service as string,
    signedHeaders: names,
    signedAt,
  };
}
