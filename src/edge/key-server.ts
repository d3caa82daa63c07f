import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KeyAnswer, KeyServer } from '../domain/key-server.ts';
import { Problem } from '../domain/problem.ts';

const path = '/keys';

/**
 * A KeyServer on 127.0.0.1. A request needs the token, which is compared in constant time, and a Host of this address:
 * a page in a browser could otherwise reach it under a name of its own. Source of the shape: AWS's container
 * credentials provider; a refusal is `{"Code","Message"}`.
 */
export function keyServer(): KeyServer {
  return {
    async listen({ port, token, answer }) {
      let asked: Date | undefined;
      const { createServer } = process.getBuiltinModule('node:http');
      const server = createServer(async (request, response) => {
        const refused = refusal(request, server, token);
        if (refused === undefined) asked = new Date();
        const { status, body } = refused ?? (await answered(answer));
        response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
        response.end(body);
      });
      await listening(server, port);
      return {
        url: `${origin(server)}${path}`,
        lastAsked: () => asked,
        close: () =>
          new Promise((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
          }),
      };
    },
  };
}

function refusal(
  { headers, method, url }: IncomingMessage,
  server: Server,
  token: string,
): KeyAnswer | undefined {
  const { port } = server.address() as AddressInfo;
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(headers.host ?? ''))
    return refuse(400, 'BadRequest', 'Not for this address.');
  if (!same(headers.authorization ?? '', token))
    return refuse(401, 'Unauthorized', 'The Authorization header is not the token of this server.');
  if (url?.replace(/\?.*$/, '') !== path) return refuse(404, 'NotFound', `There is nothing but ${path}.`);
  if (method !== 'GET') return refuse(405, 'MethodNotAllowed', 'Keys are asked for with GET.');
  return undefined;
}

async function answered(answer: () => Promise<KeyAnswer>): Promise<KeyAnswer> {
  try {
    return await answer();
  } catch {
    return refuse(500, 'InternalError', 'atmos-kit could not answer.');
  }
}

const refuse = (status: number, Code: string, Message: string): KeyAnswer => ({
  status,
  body: JSON.stringify({ Code, Message }),
});

// Of equal length whatever was sent, so that the comparison takes as long.
const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const origin = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new Problem({
          code: 'usage',
          message: `Nothing can listen on 127.0.0.1:${port} (${cause.code}).`,
          hint: 'Leave --port out: a free one is taken.',
          cause,
        }),
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
}
