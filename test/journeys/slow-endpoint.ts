/** The emulator as seen over a slow line: whatever goes to /token is handed on after a pause. */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Runs `work` with the origin of the slow line to `origin`. */
export async function withSlowTokens(
  origin: string,
  milliseconds: number,
  work: (origin: string) => Promise<void>,
): Promise<void> {
  const server = createServer(async (incoming, outgoing) => {
    if (incoming.url === '/token') await pause(milliseconds);
    const { method } = incoming;
    // The emulator listens to no other name than its own.
    const headers = { ...incoming.headers, host: new URL(origin).host };
    const onward = request(`${origin}${incoming.url}`, { method, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
