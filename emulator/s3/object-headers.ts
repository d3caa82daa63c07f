import type { S3Call } from './call.ts';
import { isChecksum } from './checksums.ts';
import { invalidArgument, notImplemented, S3Refusal } from './refusal.ts';
import type { ObjectMeta } from './store/object-file.ts';

const kept = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
];

/** The headers of a PutObject or CreateMultipartUpload that belong to the object. */
export function headersToKeep(call: S3Call): Record<string, string> {
  const names = call.headerNames.filter((name) => kept.includes(name) || name.startsWith('x-amz-meta-'));
  const own = Object.fromEntries(names.map((name) => [name, call.header(name) as string]));
  return { 'content-type': 'binary/octet-stream', ...own };
}

/** The encryption headers, which are said again when an object is written. */
export function encryptionHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const names = Object.keys(headers).filter((name) => name.startsWith('x-amz-server-side-encryption'));
  return Object.fromEntries(names.map((name) => [name, headers[name] as string]));
}

/** The headers that go with an object; its checksums only where they are asked for. */
export function headersOfObject(meta: ObjectMeta, checksums: boolean): Record<string, string> {
  const own = Object.entries(meta.headers).filter(([name]) => checksums || !isChecksum(name));
  return {
    ...Object.fromEntries(own),
    etag: `"${meta.etag}"`,
    'last-modified': new Date(meta.modified).toUTCString(),
    'accept-ranges': 'bytes',
  };
}

/**
 * Refuses what an object could be asked to be and is not here.
 * Throws S3Refusal `NotImplemented`, `InvalidArgument`, `AccessControlListNotSupported`.
 */
export function refuseWhatIsNotStored(call: S3Call): void {
  const copy = call.header('x-amz-copy-source');
  if (copy !== undefined) throw notImplemented('copying objects (x-amz-copy-source)');
  if (call.headerNames.some((name) => name.startsWith('x-amz-server-side-encryption-customer-')))
    throw notImplemented('encryption with keys of the customer');
  if (call.headerNames.some((name) => name.startsWith('x-amz-object-lock-')))
    throw notImplemented('object lock');
  // Every bucket belongs to its owner alone, as new buckets of AWS do.
  if (!['private', 'bucket-owner-full-control', undefined].includes(call.header('x-amz-acl')))
    throw new S3Refusal(400, 'AccessControlListNotSupported', 'The bucket does not allow ACLs');
  const encryption = call.header('x-amz-server-side-encryption');
  if (encryption !== undefined && !['AES256', 'aws:kms'].includes(encryption))
    throw invalidArgument('The encryption method specified is not supported.');
}
