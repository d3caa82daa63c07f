import type { IncomingMessage } from 'node:http';
import type { RawRequest } from '../contract.ts';

/** More than any part of a multipart upload that Terraform sends. */
const bodyLimit = 64 * 1024 * 1024;

/** A request whose body is longer than the emulator takes: the answer is 413. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/**
 * Reads a request whole, with path and query as they stood on the wire.
 * Throws BodyTooLarge past 64 MiB, and Node's own error when the client goes away.
 */
export async function readRawRequest(incoming: IncomingMessage): Promise<RawRequest> {
  let chunks: Buffer[] = [];
  let size = 0;
  // Too long a body is still read to its end: a client that is cut off while it sends never sees the answer.
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) chunks = [];
    else chunks.push(chunk);
  }
  if (size > bodyLimit) throw new BodyTooLarge();
  return { ...readHead(incoming), body: Buffer.concat(chunks) };
}

/** The request line and the headers, undecoded; the body stays unread. */
export function readHead(incoming: IncomingMessage): Omit<RawRequest, 'body'> {
  const target = incoming.url ?? '/';
  const mark = target.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    rawPath: mark === -1 ? target : target.slice(0, mark),
    rawQuery: mark === -1 ? '' : target.slice(mark + 1),
    headers: headersOf(incoming),
  };
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  // Node's own `headers` drops repetitions of some names, and a signature covers them all.
  const headers: Record<string, string> = Object.create(null);
  const { rawHeaders } = incoming;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] as string).toLowerCase();
    const value = rawHeaders[index + 1] as string;
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  return headers;
}
