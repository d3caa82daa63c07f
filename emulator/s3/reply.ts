import { randomBytes } from 'node:crypto';
import type { Reply } from '../contract.ts';
import { writeXml, type XmlElement } from '../xml.ts';
import type { S3Refusal } from './refusal.ts';

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** An answer with the ids that S3 puts on every one. */
export function s3Reply(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body: string | Buffer = '',
): Reply {
  return { status, headers: { ...requestIds(), ...headers }, body };
}

/** A 200 with a document. */
export function s3Document(
  root: string,
  content: readonly XmlElement[] | string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return s3Reply(200, { 'content-type': 'application/xml', ...headers }, writeXml(root, namespace, content));
}

/** An error; to a HEAD it has no body. */
export function s3ErrorReply(method: string, refusal: S3Refusal): Reply {
  const ids = requestIds();
  if (method === 'HEAD') return { status: refusal.status, headers: ids, body: '' };
  return {
    status: refusal.status,
    headers: { ...ids, 'content-type': 'application/xml' },
    body: writeXml('Error', undefined, [
      ['Code', refusal.code],
      ['Message', refusal.message],
      ...refusal.extra,
      ['RequestId', ids['x-amz-request-id']],
      ['HostId', ids['x-amz-id-2']],
    ]),
  };
}

function requestIds() {
  return {
    'x-amz-request-id': randomBytes(8).toString('hex').toUpperCase(),
    'x-amz-id-2': randomBytes(32).toString('base64'),
  };
}
