import { randomUUID } from 'node:crypto';
import type { RawRequest, Reply } from '../contract.ts';
import { writeXml, type XmlElement } from '../xml.ts';
import type { StsRefusal } from './refusal.ts';

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** The answer to an action (reference §3.2). Times are written without fractions of a second. */
export function stsReply(action: string, result: readonly XmlElement[]): Reply {
  const id = randomUUID();
  return xml(200, id, `${action}Response`, [
    [`${action}Result`, result],
    ['ResponseMetadata', [['RequestId', id]]],
  ]);
}

/** The same in JSON, for an action whose result is flat: what the verifiers of EKS tokens ask for. */
export function stsJsonReply(action: string, result: Readonly<Record<string, string>>): Reply {
  const id = randomUUID();
  return json(200, id, {
    [`${action}Response`]: { [`${action}Result`]: result, ResponseMetadata: { RequestId: id } },
  });
}

/** An error in the form that the client accepts. */
export function stsErrorReply(request: RawRequest, { status, code, message }: StsRefusal): Reply {
  const id = randomUUID();
  if (wantsJson(request))
    return json(status, id, { Error: { Type: 'Sender', Code: code, Message: message }, RequestId: id });
  return xml(status, id, 'ErrorResponse', [
    [
      'Error',
      [
        ['Type', 'Sender'],
        ['Code', code],
        ['Message', message],
      ],
    ],
    ['RequestId', id],
  ]);
}

export function wantsJson(request: RawRequest): boolean {
  return /^application\/json\b/i.test(request.headers['accept'] ?? '');
}

/** `yyyy-mm-ddThh:mm:ssZ`. */
export function stsTime(date: Date): string {
  return date.toISOString().replace(/\.\d+/, '');
}

function xml(status: number, id: string, root: string, content: readonly XmlElement[]): Reply {
  return {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': id },
    body: writeXml(root, namespace, content),
  };
}

function json(status: number, id: string, content: object): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': id },
    body: JSON.stringify(content),
  };
}
