import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Problem } from '../domain/problem.ts';
import type { AssertionListener, AwaitedAssertion } from '../ports.ts';
import { FirstAnswer } from './first-answer.ts';
import { interruption } from './interruption.ts';
import { closeServer, listenOn, sameText, showPage } from './loopback-page.ts';
import { samlRequestUrl } from './saml-request.ts';

/** STS takes assertions of at most 100,000 characters; in a form each may have become three. */
const longestAssertion = 100_000;
const longestForm = 3 * longestAssertion + 10_000;

/**
 * Listens on a port of 127.0.0.1 for the form in which an identity provider's page sends an assertion (SAML 2.0,
 * HTTP POST binding). One is taken; what comes with another state is turned away. Whether the assertion is true, AWS
 * finds out. Problems: `port-in-use`; of `answer`, `interrupted` or the signal's own.
 */
export function assertionListener(): AssertionListener {
  return {
    async listen(wanted, state) {
      const first = new FirstAnswer<string>();
      const { createServer } = process.getBuiltinModule('node:http');
      const server = createServer(async (request, response) => {
        // Another site's page must not reach this address under a name of its own.
        const here = `127.0.0.1:${(server.address() as AddressInfo | null)?.port}`;
        if (request.headers.host !== here) return showPage(response, 400, 'Not for this address');
        if (new URL(request.url ?? '/', `http://${here}`).pathname !== '/')
          return showPage(response, 404, 'Not found');
        if (request.method !== 'POST') return showPage(response, 405, 'Not allowed');
        const assertion = first.taken ? undefined : assertionIn(await formOf(request), state);
        if (assertion === undefined || first.taken)
          return showPage(response, 400, 'Not an answer to this sign-in');
        first.take({ answer: assertion });
        response.once('close', () => closeServer(server));
        showPage(response, 200, 'You are signed in', 'You can close this tab.');
      });
      const port = await listenOn(server, wanted).catch((cause: NodeJS.ErrnoException) => {
        throw cause.code === 'EADDRINUSE' || cause.code === 'EACCES' ? portTaken(wanted, cause) : cause;
      });
      const address = `http://127.0.0.1:${port}/`;
      return {
        address,
        signInUrl: (page) => samlRequestUrl(page, address, state),
        answer: (signal) => first.wait(signal),
        close() {
          first.take({ problem: interruption() });
          closeServer(server);
        },
      } satisfies AwaitedAssertion;
    },
  };
}

/** The fields of a form; none where it is too long, or of another kind. */
async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const none = new URLSearchParams();
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) return none;
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request) {
      length += (chunk as Buffer).length;
      if (length > longestForm) return none;
      chunks.push(chunk as Buffer);
    }
  } catch {
    return none;
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('latin1'));
}

/** The assertion in a form whose state is ours, or undefined for anything else. */
function assertionIn(form: URLSearchParams, state: string): string | undefined {
  const text = (form.get('SAMLResponse') ?? '').replace(/\s/g, '');
  if (!sameText(form.get('RelayState') ?? '', state)) return undefined;
  if (text === '' || text.length > longestAssertion || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  return /^\s*(<\?xml[^>]*>\s*)?<([\w.-]+:)?Response[\s>]/.test(Buffer.from(text, 'base64').toString('utf8'))
    ? text
    : undefined;
}

function portTaken(port: number, cause: Error): Problem {
  return new Problem({
    code: 'port-in-use',
    message: `Port ${port} of 127.0.0.1 is in use, and the identity provider answers to it.`,
    hint: 'End the other sign-in (or AWS VPN client), or name another port in spec.callback_port.',
    cause,
  });
}
