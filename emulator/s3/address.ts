import { percentDecode } from '../signature/percent.ts';
import { S3Refusal } from './refusal.ts';

/** What a path names. The key is undefined for a bucket, and the bucket for the service itself. */
export interface Address {
  readonly bucket: string | undefined;
  readonly key: string | undefined;
}

const longestKey = 1024;

/**
 * Reads bucket and key from the path of the request line (path style). The key is decoded once and otherwise taken
 * as it is: doubled slashes, dots and `+` are part of it.
 * Throws S3Refusal `InvalidURI`, `KeyTooLongError`.
 */
export function readAddress(rawPath: string): Address {
  const [, rawBucket = '', rawKey = ''] = /^\/([^/]*)(?:\/([\s\S]*))?$/.exec(rawPath) ?? [];
  if (rawBucket === '') return { bucket: undefined, key: undefined };
  const bucket = decode(rawBucket);
  if (rawKey === '') return { bucket, key: undefined };
  const key = decode(rawKey);
  if (Buffer.byteLength(key) > longestKey)
    throw new S3Refusal(400, 'KeyTooLongError', `Your key is too long: ${longestKey} bytes is the limit.`);
  return { bucket, key };
}

function decode(raw: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(percentDecode(raw));
  } catch {
    throw new S3Refusal(400, 'InvalidURI', "Couldn't parse the specified URI: it is not UTF-8.");
  }
}
