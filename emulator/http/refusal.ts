import { randomUUID } from 'node:crypto';
import type { Reply } from '../contract.ts';
import type { Service } from './service-of.ts';

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
  const form = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  if (service === 's3') return xml(status, `<Error>${codeXml(code, message)}${idsXml()}</Error>`);
  if (service === 'sts' || (form && service !== 'web'))
    return xml(
      status,
      `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>${codeXml(
        code,
        message,
      )}</Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
    );
  if ((headers['accept'] ?? '').includes('text/html'))
    return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: `${message}\n` };
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': `${code}Exception` },
    body: JSON.stringify({ __type: `${code}Exception`, message }),
  };
}

function xml(status: number, body: string): Reply {
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  };
}

function codeXml(code: string, message: string): string {
  return `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>`;
}

function idsXml(): string {
  return `<RequestId>${randomUUID()}</RequestId><HostId>local-emulator</HostId>`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
