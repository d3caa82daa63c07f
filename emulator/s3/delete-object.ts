import type { AuditEntry, Reply } from '../contract.ts';
import type { XmlElement } from '../xml.ts';
import type { S3Call } from './call.ts';
import { verifyChecksums } from './checksums.ts';
import { acceptsEtag } from './conditions.ts';
import { denied, permissionFor } from './permission.ts';
import { noSuchKey, preconditionFailed } from './refusal.ts';
import { s3Document, s3Reply } from './reply.ts';
import { childrenOf, malformed, readXmlBody, textOf } from './xml-body.ts';

/** DeleteObject: an object that is not there is deleted as well. Throws S3Refusal `PreconditionFailed`, `NoSuchKey`. */
export function deleteObject(call: S3Call): Reply {
  const match = call.header('if-match');
  if (match !== undefined) {
    const there = call.objects.meta(call.bucket.name, call.key);
    if (there === undefined) throw noSuchKey(call.key);
    if (!acceptsEtag(match, there.etag)) throw preconditionFailed('If-Match');
  }
  call.objects.remove(call.bucket.name, call.key);
  return s3Reply(204);
}

/** What became of one key of a DeleteObjects. */
export type KeyEntry = Pick<AuditEntry, 'outcome' | 'error'> & { readonly key: string };

/**
 * DeleteObjects: each key is allowed or denied by itself, and told to `audit`.
 * Throws S3Refusal `MalformedXML`, `BadDigest`.
 */
export async function deleteObjects(call: S3Call, audit: (entry: KeyEntry) => void): Promise<Reply> {
  await verifyChecksums(call, call.request.body);
  const tree = readXmlBody(call.request.body, 'Delete');
  const keys = childrenOf(tree, 'Object').map((object) => textOf(object, 'Key'));
  if (keys.length === 0 || keys.length > 1000 || keys.some((key) => key === undefined || key === ''))
    throw malformed();
  const results = (keys as string[]).map((key) => deleteOne(call, key, audit));
  const isQuiet = textOf(tree, 'Quiet') === 'true';
  return s3Document(
    'DeleteResult',
    results.filter(([name]) => name === 'Error' || !isQuiet),
  );
}

function deleteOne(call: S3Call, key: string, audit: (entry: KeyEntry) => void): XmlElement {
  if (permissionFor(call.caller.stateAccess, 'delete', key) !== 'allowed') {
    const { code, message } = denied(call.caller, call.operation, `${call.bucket.name}/${key}`);
    audit({ key, outcome: 'denied', error: code });
    return [
      'Error',
      [
        ['Key', key],
        ['Code', code],
        ['Message', message],
      ],
    ];
  }
  call.objects.remove(call.bucket.name, key);
  audit({ key, outcome: 'allowed' });
  return ['Deleted', [['Key', key]]];
}
