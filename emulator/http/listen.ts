import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EmulatorError } from '../emulator-error.ts';
import type { Answer } from './answer.ts';
import { instanceAt } from './ask.ts';

// Session tokens stand in headers and in the URLs of federation; Node's 16 KB are too few for both.
const headerSize = 64 * 1024;
// How long a request that is being answered may take when the server closes.
const patience = 3000;

/** A port of 127.0.0.1 that is ours. Requests wait until `answerWith` has been called. */
export interface Listener {
  readonly port: number;
  readonly closed: Promise<void>;
  answerWith(answer: Answer): void;
  /** Closes after so many milliseconds without a request. */
  closeWhenIdle(milliseconds: number): void;
  close(): Promise<void>;
}

/** Listens on a port; 0 picks a free one. Throws EmulatorError `port-in-use`. */
export async function listen(port: number): Promise<Listener> {
  let start: (answer: Answer) => void = () => {};
  const answer = new Promise<Answer>((resolve) => {
    start = resolve;
  });
  let active = 0;
  let lastRequest = Date.now();
  const server = createServer(
    { maxHeaderSize: headerSize, keepAliveTimeout: 60_000 },
    (incoming, outgoing) => {
      // Without a listener a broken connection would end the process.
      incoming.on('error', () => {});
      outgoing.on('error', () => {});
      active += 1;
      lastRequest = Date.now();
      outgoing.once('close', () => {
        active -= 1;
        lastRequest = Date.now();
      });
      answer.then((ready) => ready(incoming, outgoing)).catch(() => outgoing.destroy());
    },
  );
  server.on('clientError', (_error, socket) => {
    if (!socket.writable) return void socket.destroy();
    socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });
  await bind(server, port);
  const closed = new Promise<void>((resolve) => {
    server.once('close', resolve);
  });
  const close = async () => {
    server.close();
    server.closeIdleConnections();
    const timer = setTimeout(() => server.closeAllConnections(), patience);
    await closed;
    clearTimeout(timer);
  };
  return {
    port: (server.address() as AddressInfo).port,
    closed,
    answerWith: start,
    close,
    closeWhenIdle(milliseconds) {
      const check = () => {
        if (active === 0 && Date.now() - lastRequest >= milliseconds) void close();
      };
      const timer = setInterval(check, Math.min(milliseconds, 10_000));
      timer.unref();
      server.once('close', () => clearInterval(timer));
    },
  };
}

async function bind(server: Server, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, host: '127.0.0.1' }, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE')
      throw new EmulatorError({
        code: 'port-in-use',
        message: `Port ${port} of 127.0.0.1 cannot be had: ${message}.`,
        hint: 'Name another port with --port N.',
        cause,
      });
    const ours = (await instanceAt(port)) !== undefined;
    throw new EmulatorError({
      code: 'port-in-use',
      message: `Port ${port} of 127.0.0.1 is in use${ours ? ': another local emulator runs there' : ''}.`,
      hint: ours
        ? 'Use that one, or name another port with --port N.'
        : 'Name another port with --port N; --port 0 picks a free one.',
      cause,
    });
  }
}
