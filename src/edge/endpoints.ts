import type { Endpoints } from '../ports.ts';

/** Asks by opening a TCP connection and closing it again; nothing is sent. */
export function endpoints(): Endpoints {
  return {
    answers(origin, timeoutMs) {
      if (!URL.canParse(origin)) return Promise.resolve(false);
      const url = new URL(origin);
      const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
      const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
      const { connect } = process.getBuiltinModule('node:net');
      return new Promise((resolve) => {
        const socket = connect({ host, port });
        const end = (answered: boolean) => {
          clearTimeout(timer);
          socket.destroy();
          resolve(answered);
        };
        // The socket's own timeout counts idleness, which a slow name look-up is not.
        const timer = setTimeout(() => end(false), timeoutMs);
        socket.once('connect', () => end(true));
        socket.once('error', () => end(false));
      });
    },
  };
}
