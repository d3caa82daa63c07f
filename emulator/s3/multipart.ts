import { createHash } from 'node:crypto';
import type { Reply } from '../contract.ts';
import type { S3Call } from './call.ts';
import { md5Of, verifyChecksums } from './checksums.ts';
import { encryptionHeaders, headersToKeep, refuseWhatIsNotStored } from './object-headers.ts';
import { storeObject } from './put-object.ts';
import { invalidArgument, S3Refusal } from './refusal.ts';
import { s3Document, s3Reply } from './reply.ts';
import type { StoredObject } from './store/object-file.ts';
import type { Upload } from './store/uploads.ts';
import { childrenOf, malformed, readXmlBody, textOf } from './xml-body.ts';

/** CreateMultipartUpload. Throws S3Refusal `NotImplemented`. */
export function createUpload(call: S3Call): Reply {
  refuseWhatIsNotStored(call);
  const headers = headersToKeep(call);
  const id = call.uploads.begin({ bucket: call.bucket.name, key: call.key, headers });
  return s3Document(
    'InitiateMultipartUploadResult',
    [
      ['Bucket', call.bucket.name],
      ['Key', call.key],
      ['UploadId', id],
    ],
    encryptionHeaders(headers),
  );
}

/** UploadPart: parts may come in any order, and again. Throws S3Refusal `NoSuchUpload`, `BadDigest` and others. */
export async function uploadPart(call: S3Call): Promise<Reply> {
  refuseWhatIsNotStored(call);
  const { id, upload } = findUpload(call);
  const number = Number(call.query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > 10_000)
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive');
  const { body } = call.request;
  const checksums = await verifyChecksums(call, body);
  const etag = md5Of(body);
  const modified = call.context.now().getTime();
  const meta = { key: String(number), etag, size: body.length, modified, headers: checksums };
  call.uploads.putPart(id, number, meta, body);
  return s3Reply(200, { etag: `"${etag}"`, ...encryptionHeaders(upload.headers), ...checksums });
}

/**
 * CompleteMultipartUpload: the named parts, in the order of their numbers, become the object.
 * Throws S3Refusal `NoSuchUpload`, `InvalidPart`, `InvalidPartOrder`, `MalformedXML`, and what storing it throws.
 */
export function completeUpload(call: S3Call): Reply {
  const { id, upload } = findUpload(call);
  const parts = readParts(call, id);
  const content = parts.map(({ body }) => body);
  const etags = parts.map(({ meta }) => Buffer.from(meta.etag, 'hex'));
  const etag = `${createHash('md5').update(Buffer.concat(etags)).digest('hex')}-${parts.length}`;
  const size = content.reduce((sum, body) => sum + body.length, 0);
  const modified = call.context.now().getTime();
  storeObject(call, { key: call.key, etag, size, modified, headers: upload.headers }, content);
  call.uploads.end(id);
  const path = call.request.rawPath;
  return s3Document(
    'CompleteMultipartUploadResult',
    [
      ['Location', `${call.context.origin}${path}`],
      ['Bucket', call.bucket.name],
      ['Key', call.key],
      ['ETag', `"${etag}"`],
    ],
    encryptionHeaders(upload.headers),
  );
}

/** AbortMultipartUpload. Throws S3Refusal `NoSuchUpload`. */
export function abortUpload(call: S3Call): Reply {
  call.uploads.end(findUpload(call).id);
  return s3Reply(204);
}

/** ListParts. Throws S3Refusal `NoSuchUpload`, `InvalidArgument`. */
export function listParts(call: S3Call): Reply {
  const { id } = findUpload(call);
  const [after, limit] = [numberIn(call, 'part-number-marker', 0), numberIn(call, 'max-parts', 1000)];
  const later = call.uploads.parts(id).filter(({ number }) => number > after);
  const page = later.slice(0, Math.min(limit, 1000));
  return s3Document('ListPartsResult', [
    ['Bucket', call.bucket.name],
    ['Key', call.key],
    ['UploadId', id],
    ['PartNumberMarker', after],
    ['NextPartNumberMarker', page.at(-1)?.number],
    ['MaxParts', limit],
    ['IsTruncated', page.length < later.length],
    ...page.map(
      ({ number, meta }) =>
        [
          'Part',
          [
            ['PartNumber', number],
            ['LastModified', new Date(meta.modified).toISOString()],
            ['ETag', `"${meta.etag}"`],
            ['Size', meta.size],
          ],
        ] as const,
    ),
  ]);
}

function readParts(call: S3Call, id: string): StoredObject[] {
  const named = childrenOf(readXmlBody(call.request.body, 'CompleteMultipartUpload'), 'Part');
  if (named.length === 0) throw malformed();
  let last = 0;
  return named.map((part) => {
    const [text, etag] = [textOf(part, 'PartNumber')?.trim() ?? '', textOf(part, 'ETag')];
    if (!/^\d{1,5}$/.test(text) || etag === undefined) throw malformed();
    const number = Number(text);
    if (number <= last)
      throw new S3Refusal(
        400,
        'InvalidPartOrder',
        'The list of parts was not in ascending order. Parts must be ordered by part number.',
      );
    last = number;
    const stored = call.uploads.part(id, number);
    if (stored === undefined || stored.meta.etag !== etag.trim().replace(/^"(.*)"$/, '$1'))
      throw new S3Refusal(
        400,
        'InvalidPart',
        `Part ${number} could not be found, or its entity tag is not that of the part that was uploaded.`,
      );
    return stored;
  });
}

function findUpload(call: S3Call): { readonly id: string; readonly upload: Upload } {
  const id = call.query.get('uploadId') ?? '';
  const upload = call.uploads.find(id, call.bucket.name, call.key);
  if (upload === undefined)
    throw new S3Refusal(
      404,
      'NoSuchUpload',
      'The specified upload does not exist. It may have been aborted or completed.',
      [['UploadId', id]],
    );
  return { id, upload };
}

function numberIn(call: S3Call, name: string, otherwise: number): number {
  const text = call.query.get(name) ?? String(otherwise);
  if (!/^\d{1,9}$/.test(text)) throw invalidArgument(`Provided ${name} is not an integer`);
  return Number(text);
}
