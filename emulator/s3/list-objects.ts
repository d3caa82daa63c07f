import type { Reply } from '../contract.ts';
import { percentEncode } from '../signature/percent.ts';
import type { XmlElement } from '../xml.ts';
import type { S3Call } from './call.ts';
import { type Listing, type ListingRequest, listObjects } from './listing.ts';
import { invalidArgument } from './refusal.ts';
import { s3Document } from './reply.ts';

/** ListObjectsV2. Throws S3Refusal `InvalidArgument`. */
export function listObjectsV2(call: S3Call): Reply {
  if (call.query.get('list-type') !== '2') throw invalidArgument('list-type must be 2.');
  const token = call.query.get('continuation-token');
  const startAfter = call.query.get('start-after');
  const from = token === undefined ? undefined : readToken(token);
  const asked = common(call);
  const request = {
    ...asked,
    after: from?.name ?? startAfter ?? '',
    told: from?.isPrefix ? from.name : undefined,
  };
  const listing = listObjects(call.objects.list(call.bucket.name), request);
  const encode = encoder(call);
  return s3Document('ListBucketResult', [
    ...head(call, request, listing, encode),
    ['KeyCount', listing.objects.length + listing.prefixes.length],
    ['ContinuationToken', token],
    ['StartAfter', startAfter === undefined ? undefined : encode(startAfter)],
    ['NextContinuationToken', listing.next && writeToken(listing.next)],
    ...contents(listing, encode),
  ]);
}

/** The older ListObjects. Throws S3Refusal `InvalidArgument`. */
export function listObjectsV1(call: S3Call): Reply {
  const marker = call.query.get('marker') ?? '';
  const request = { ...common(call), after: marker, told: marker };
  const listing = listObjects(call.objects.list(call.bucket.name), request);
  const encode = encoder(call);
  return s3Document('ListBucketResult', [
    ...head(call, request, listing, encode),
    ['Marker', encode(marker)],
    // S3 says it only with a delimiter; without one it is the last key, so saying it always misleads nobody.
    ['NextMarker', listing.next && encode(listing.next.name)],
    ...contents(listing, encode),
  ]);
}

type Encode = (text: string) => string;

function common(call: S3Call): Pick<ListingRequest, 'prefix' | 'delimiter' | 'limit'> {
  const limit = call.query.get('max-keys') ?? '1000';
  if (!/^\d{1,9}$/.test(limit))
    throw invalidArgument('Provided max-keys not an integer or within integer range');
  return {
    prefix: call.query.get('prefix') ?? '',
    delimiter: call.query.get('delimiter') ?? '',
    limit: Math.min(Number(limit), 1000),
  };
}

// XML cannot hold every key, so clients may ask for percent-encoding.
function encoder(call: S3Call): Encode {
  const type = call.query.get('encoding-type');
  if (type !== undefined && type !== 'url')
    throw invalidArgument('Invalid Encoding Method specified in Request');
  return type === 'url' ? (text) => percentEncode(Buffer.from(text), '/') : (text) => text;
}

function head(call: S3Call, request: ListingRequest, listing: Listing, encode: Encode): XmlElement[] {
  return [
    ['Name', call.bucket.name],
    ['Prefix', encode(request.prefix)],
    ['Delimiter', request.delimiter === '' ? undefined : encode(request.delimiter)],
    ['MaxKeys', request.limit],
    ['EncodingType', call.query.get('encoding-type')],
    ['IsTruncated', listing.next !== undefined],
  ];
}

function contents({ objects, prefixes }: Listing, encode: Encode): XmlElement[] {
  return [
    ...objects.map(
      ({ key, modified, etag, size }): XmlElement => [
        'Contents',
        [
          ['Key', encode(key)],
          ['LastModified', new Date(modified).toISOString()],
          ['ETag', `"${etag}"`],
          ['Size', size],
          ['StorageClass', 'STANDARD'],
        ],
      ],
    ),
    ...prefixes.map((prefix): XmlElement => ['CommonPrefixes', [['Prefix', encode(prefix)]]]),
  ];
}

function writeToken({ name, isPrefix }: NonNullable<Listing['next']>): string {
  return Buffer.from(`${isPrefix ? 'p' : 'k'}${name}`).toString('base64url');
}

function readToken(token: string): NonNullable<Listing['next']> {
  const text = Buffer.from(token, 'base64url').toString();
  if (!/^[pk]/.test(text)) throw invalidArgument('The continuation token provided is incorrect');
  return { name: text.slice(1), isPrefix: text.startsWith('p') };
}
