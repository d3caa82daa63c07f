import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Problem } from '../domain/problem.ts';
import type { OneTimeLinks } from '../ports.ts';
import { callbackPage, pageHeaders } from './callback-page.ts';
import { interruption, reasonOf } from './interruption.ts';

/**
 * Links on a free port of 127.0.0.1 that lead to a secret address once. A browser's command line can be read by
 * everybody on this machine for as long as it runs, so the secret must not stand in it; the link is of no use to
 * anybody after the browser came. Where Linux tells who asks, nobody but its owner (and root) is led on.
 * Problems of `followed`: `browser-failed` after `waitMs`, `interrupted` when the signal aborts.
 */
export function oneTimeLinks(uid: number): OneTimeLinks {
  return {
    async leadTo(secret) {
      const path = `/${randomBytes(32).toString('base64url')}`;
      let follow: () => void;
      let fail: (reason: Problem) => void;
      const followed = new Promise<void>((resolve, reject) => {
        follow = resolve;
        fail = reject;
      });
      // Nobody may be waiting yet, or any more.
      followed.catch(() => {});
      let used = false;
      const { createServer } = process.getBuiltinModule('node:http');
      const server = createServer((request, response) => {
        const here = `127.0.0.1:${(server.address() as AddressInfo | null)?.port}`;
        // Another site's page must not reach this address under a name of its own.
        if (request.headers.host !== here) return refuse(response, 400, 'Not for this address');
        if (request.url !== path || used) return refuse(response, 404, 'Not found');
        if (request.method !== 'GET') return refuse(response, 405, 'Not allowed');
        if (isStranger(request, uid)) return refuse(response, 403, 'Not for you');
        used = true;
        response.once('close', () => {
          follow();
          close();
        });
        response.writeHead(303, { ...pageHeaders, location: secret }).end();
      });
      const close = () => {
        server.close();
        // Browsers keep spare connections open; none of them may keep this process alive.
        server.closeAllConnections();
      };
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', () => resolve());
      });
      return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
        async followed(waitMs, signal) {
          const abort = () => fail(reasonOf(signal));
          signal.addEventListener('abort', abort, { once: true });
          const timer = setTimeout(() => fail(nobodyCame()), waitMs);
          try {
            if (signal.aborted) abort();
            await followed;
          } finally {
            clearTimeout(timer);
            signal.removeEventListener('abort', abort);
          }
        },
        close() {
          fail(interruption());
          close();
        },
      };
    },
  };
}

function nobodyCame(): Problem {
  return new Problem({
    code: 'browser-failed',
    message: 'Your browser did not come for the page.',
    hint: 'atmos-kit auth console --print-only prints the address, for a browser of your choice.',
  });
}

function refuse(response: ServerResponse, status: number, title: string): void {
  response.writeHead(status, pageHeaders).end(callbackPage(title, 'Nothing to see here.'));
}

/** True where the kernel knows whose connection this is, and it is neither this person's nor root's. */
function isStranger({ socket }: IncomingMessage, uid: number): boolean {
  const owner = ownerOf(socket.remotePort ?? 0, socket.localPort ?? 0);
  return owner !== undefined && owner !== uid && owner !== 0;
}

// proc_net_tcp(5): `sl local_address rem_address st tx:rx tr:when retrnsmt uid …`, addresses in hexadecimal.
function ownerOf(from: number, to: number): number | undefined {
  let table: string;
  try {
    table = readFileSync('/proc/net/tcp', 'latin1');
  } catch {
    return undefined;
  }
  const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0');
  for (const line of table.split('\n')) {
    const fields = line.trim().split(/\s+/);
    if (fields[1]?.endsWith(`:${hex(from)}`) && fields[2]?.endsWith(`:${hex(to)}`)) return Number(fields[7]);
  }
  return undefined;
}
