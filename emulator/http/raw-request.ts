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
  const { rawPath, rawQuery } = splitTarget(incoming.url ?? '/');
  const chunks: Buffer[] = [];
  let size = Number(incoming.headers['content-length'] ?? 0);
  if (size > bodyLimit) throw new BodyTooLarge();
  size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  const headers = headersOf(incoming);
  return { method: incoming.method ?? 'GET', rawPath, rawQuery, headers, body: Buffer.concat(chunks) };
}

/** Path and query of a request line's target, undecoded. */
export function splitTarget(target: string): { readonly rawPath: string; readonly rawQuery: string } {
  const mark = target.indexOf('?');
  if (mark === -1) return { rawPath: target, rawQuery: '' };
  return { rawPath: target.slice(0, mark), rawQuery: target.slice(mark + 1) };
}

/** The headers as sent, names in lower case; a repeated one is joined with `, `. */
export function headersOf(incoming: IncomingMessage): Record<string, string> {
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
