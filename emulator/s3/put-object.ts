import type { Reply } from '../contract.ts';
import type { S3Call } from './call.ts';
import { md5Of, verifyChecksums } from './checksums.ts';
import { acceptsEtag } from './conditions.ts';
import { encryptionHeaders, headersToKeep, refuseWhatIsNotStored } from './object-headers.ts';
import { denied } from './permission.ts';
import { noSuchKey, notImplemented, preconditionFailed } from './refusal.ts';
import { s3Reply } from './reply.ts';
import type { ObjectMeta } from './store/object-file.ts';

/** PutObject. Throws S3Refusal `BadDigest`, `PreconditionFailed`, `AccessDenied`, `NotImplemented` and others. */
export async function putObject(call: S3Call): Promise<Reply> {
  const { request, key } = call;
  refuseWhatIsNotStored(call);
  const checksums = await verifyChecksums(call, request.body);
  const headers = headersToKeep(call);
  const meta: ObjectMeta = {
    key,
    etag: md5Of(request.body),
    size: request.body.length,
    modified: call.context.now().getTime(),
    headers: { ...headers, ...checksums },
  };
  storeObject(call, meta, [request.body]);
  return s3Reply(200, { etag: `"${meta.etag}"`, ...encryptionHeaders(headers), ...checksums });
}

/**
 * Stores an object under the conditions of the request and the rights of the caller, in one step.
 * Throws S3Refusal `PreconditionFailed`, `NoSuchKey`, `AccessDenied`, `NotImplemented`.
 */
export function storeObject(call: S3Call, meta: ObjectMeta, content: readonly Buffer[]): void {
  const [match, noneMatch] = [call.header('if-match'), call.header('if-none-match')];
  if (noneMatch !== undefined && noneMatch.trim() !== '*')
    throw notImplemented('writing with If-None-Match and anything but *');
  const outcome = call.objects.put(call.bucket.name, meta, content, {
    create: call.createOnly || noneMatch !== undefined,
    accepts: match === undefined ? undefined : (etag) => acceptsEtag(match, etag),
  });
  if (outcome === 'missing') throw noSuchKey(call.key);
  if (outcome === 'changed') throw preconditionFailed('If-Match');
  if (outcome === 'exists' && call.createOnly)
    throw denied(call.caller, call.operation, `${call.bucket.name}/${call.key}`);
  if (outcome === 'exists') throw preconditionFailed('If-None-Match');
}
