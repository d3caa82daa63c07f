import type { Reply } from '../contract.ts';
import { readRange } from './byte-range.ts';
import type { S3Call } from './call.ts';
import { readCondition } from './conditions.ts';
import { headersOfObject } from './object-headers.ts';
import { noSuchKey, preconditionFailed, S3Refusal } from './refusal.ts';
import { s3Reply } from './reply.ts';

/**
 * GetObject and HeadObject, with conditions and a byte range.
 * Throws S3Refusal `NoSuchKey`, `PreconditionFailed`, `InvalidRange`.
 */
export function getObject(call: S3Call): Reply {
  const isHead = call.operation.name === 'HeadObject';
  const stored = isHead
    ? { meta: call.objects.meta(call.bucket.name, call.key), body: Buffer.alloc(0) }
    : call.objects.read(call.bucket.name, call.key);
  if (stored?.meta === undefined) throw noSuchKey(call.key);
  const { meta, body } = stored;
  const condition = readCondition(call.header, meta);
  if (condition === 'failed') throw preconditionFailed('If-Match');
  const range = readRange(call.header('range'), meta.size);
  const withChecksums = call.header('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
  // A checksum is of the whole content, and a client would check a part against it.
  const headers = headersOfObject(meta, withChecksums && range === undefined);
  if (condition === 'not-modified') return s3Reply(304, headers);
  if (range === undefined) return s3Reply(200, { ...headers, 'content-length': String(meta.size) }, body);
  if (range === 'unsatisfiable')
    throw new S3Refusal(416, 'InvalidRange', 'The requested range is not satisfiable', [
      ['RangeRequested', call.header('range')],
      ['ActualObjectSize', meta.size],
    ]);
  const { start, end } = range;
  return s3Reply(
    206,
    {
      ...headers,
      'content-range': `bytes ${start}-${end}/${meta.size}`,
      'content-length': String(end - start + 1),
    },
    body.subarray(start, end + 1),
  );
}
