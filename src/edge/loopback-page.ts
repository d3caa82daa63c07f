/** What the servers have in common that a person's browser is led to on this machine. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callbackPage, pageHeaders } from './callback-page.ts';

/** Shows a page of ours: a title and a sentence. */
export function showPage(
  response: ServerResponse,
  status: number,
  title: string,
  sentence = 'Nothing to see here.',
): void {
  response.writeHead(status, pageHeaders).end(callbackPage(title, sentence));
}

/** Begins to listen on 127.0.0.1, and returns the port (a free one for 0). Rejects with the system's error. */
export function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** Browsers keep spare connections open; none of them may keep this process alive. */
export function closeServer(server: Server): void {
  server.close();
  server.closeAllConnections();
}

/** Compares in constant time; hashing makes the lengths equal. */
export function sameText(left: string, right: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(left), hash(right));
}
