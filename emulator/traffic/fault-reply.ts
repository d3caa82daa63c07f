import { randomUUID } from 'node:crypto';
import type { Reply } from '../contract.ts';
import { jsonErrorReply } from '../json/reply.ts';
import { writeXml } from '../xml.ts';
import type { Operation } from './operation-of.ts';

/** An error in the shape in which the operation's service has its errors (reference §1.5, §2, §3.3, §8.2). */
export function faultReply(
  { service }: Operation,
  { status, code, message }: { readonly status: number; readonly code: string; readonly message: string },
): Reply {
  if (service === 'sts')
    return xml(status, 'ErrorResponse', 'https://sts.amazonaws.com/doc/2011-06-15/', [
      [
        'Error',
        [
          ['Type', status < 500 ? 'Sender' : 'Receiver'],
          ['Code', code],
          ['Message', message],
        ],
      ],
      ['RequestId', randomUUID()],
    ]);
  if (service === 's3')
    return xml(status, 'Error', undefined, [
      ['Code', code],
      ['Message', message],
      ['RequestId', randomUUID()],
    ]);
  if (service === 'eks' || service === 'ecr' || service === 'ecr-public')
    return jsonErrorReply({ status, code, message });
  const body =
    service === 'sso-oidc'
      ? { error: oauthCode(code), error_description: message }
      : { message, __type: `com.amazonaws.switchboard.portal#${code}` };
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
    body: JSON.stringify(body),
  };
}

/** What a network says that wants to be signed in to, whatever was asked of it. */
export function hotelPage(): Reply {
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: '<!doctype html>\n<html><head><title>Hotel Wi-Fi</title></head><body><h1>Welcome</h1><p>Accept the terms to go online.</p></body></html>\n',
  };
}

// SlowDownException is slow_down.
const oauthCode = (code: string): string =>
  code
    .replace(/Exception$/, '')
    .replace(/(?<!^)[A-Z]/g, '_$&')
    .toLowerCase();

function xml(
  status: number,
  root: string,
  namespace: string | undefined,
  content: Parameters<typeof writeXml>[2],
): Reply {
  return { status, headers: { 'content-type': 'text/xml' }, body: writeXml(root, namespace, content) };
}
