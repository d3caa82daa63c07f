import { randomUUID } from 'node:crypto';
import type { Reply } from '../contract.ts';
import { writeXml, type XmlElement } from '../xml.ts';
import type { Service } from './service-of.ts';

const stsNamespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** Why the server itself refuses a request, before any service has seen it. */
export interface Refusal {
  readonly status: number;
  /** The error code in AWS's manner, without "Exception" at its end. */
  readonly code: string;
  readonly message: string;
}

/** The refusal in the shape that the clients of that service can read. */
export function refusalReply(service: Service, headers: Record<string, string>, refusal: Refusal): Reply {
  const { status, code, message } = refusal;
  const said: readonly XmlElement[] = [
    ['Code', code],
    ['Message', message],
  ];
  const form = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  if (service === 's3') return xml(status, 'Error', undefined, [...said, ['HostId', 'local-emulator']]);
  if (service === 'sts' || (form && service !== 'web'))
    return xml(status, 'ErrorResponse', stsNamespace, [
      ['Error', [['Type', 'Sender'], ...said]],
      ['RequestId', randomUUID()],
    ]);
  if ((headers['accept'] ?? '').includes('text/html'))
    return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: `${message}\n` };
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': `${code}Exception` },
    body: JSON.stringify({ __type: `${code}Exception`, message }),
  };
}

function xml(
  status: number,
  root: string,
  namespace: string | undefined,
  content: readonly XmlElement[],
): Reply {
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: writeXml(root, namespace, content),
  };
}
