import type { ServerResponse } from 'node:http';
import type { Reply } from '../contract.ts';

/** Sends a reply. A HEAD keeps the content-length that the service gave, and gets no body. */
export function sendReply(outgoing: ServerResponse, method: string, reply: Reply): void {
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body;
  outgoing.statusCode = reply.status;
  for (const [name, value] of Object.entries(reply.headers)) outgoing.setHeader(name, value);
  const bodiless = reply.status === 204 || reply.status === 304;
  if (!bodiless && !(method === 'HEAD' && outgoing.hasHeader('content-length')))
    outgoing.setHeader('content-length', body.length);
  if (method === 'HEAD' || bodiless) outgoing.end();
  else outgoing.end(body);
}
