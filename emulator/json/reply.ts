import { randomUUID } from 'node:crypto';
import type { Reply } from '../contract.ts';

/** An answer in JSON with the id that AWS puts on every one. */
export function jsonReply(
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), ...headers },
    body: JSON.stringify(body),
  };
}

/** An error: SDKs find its code in the header or in the body, by protocol. */
export function jsonErrorReply(error: {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}): Reply {
  const { status, code, message } = error;
  return jsonReply(status, { __type: code, message }, { 'x-amzn-errortype': code });
}
