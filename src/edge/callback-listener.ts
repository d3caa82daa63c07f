import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Problem } from '../domain/problem.ts';
import type { Callback, CallbackListener } from '../ports.ts';
import { callbackPage, pageHeaders } from './callback-page.ts';
import { interruption, reasonOf } from './interruption.ts';

const path = '/oauth/callback';

type Outcome = { readonly code: string } | { readonly problem: Problem };

/**
 * Listens on a free port of 127.0.0.1 for the authorization page's answer. Problems of `answer`: `login-denied`,
 * `login-failed` for another error, `interrupted` (or the signal's own Problem) when the signal aborts.
 */
export function callbackListener(): CallbackListener {
  return {
    async listen(state) {
      const first = new FirstAnswer();
      const server = createServer((request, response) => {
        // Another site's page must not reach this address under a name of its own.
        const here = `127.0.0.1:${(server.address() as AddressInfo | null)?.port}`;
        const target = request.url ?? '';
        if (request.headers.host !== here || !URL.canParse(target, `http://${here}`))
          return show(response, 400, 'Not for this address');
        const url = new URL(target, `http://${here}`);
        if (url.pathname !== path) return show(response, 404, 'Not found');
        if (request.method !== 'GET') return show(response, 405, 'Not allowed');
        const outcome = first.taken ? undefined : readAnswer(url.searchParams, state);
        if (outcome === undefined) return show(response, 400, 'Not an answer to this sign-in');
        first.take(outcome);
        response.once('close', () => close(server));
        if ('code' in outcome) show(response, 200, 'You are signed in', 'You can close this tab.');
        else show(response, 200, 'You are not signed in', 'Nothing was granted. You can close this tab.');
      });
      const port = await listening(server);
      return {
        redirectUri: `http://127.0.0.1:${port}${path}`,
        answer: (signal) => first.wait(signal),
        close() {
          first.take({ problem: interruption() });
          close(server);
        },
      } satisfies Callback;
    },
  };
}

/** Holds the one outcome until somebody waits for it; later ones change nothing. */
class FirstAnswer {
  #outcome: Outcome | undefined;
  #told: (() => void) | undefined;

  get taken(): boolean {
    return this.#outcome !== undefined;
  }

  take(outcome: Outcome): void {
    this.#outcome ??= outcome;
    this.#told?.();
  }

  async wait(signal: AbortSignal): Promise<string> {
    if (this.#outcome === undefined) {
      if (signal.aborted) throw reasonOf(signal);
      await new Promise<void>((resolve, reject) => {
        const abort = () => reject(reasonOf(signal));
        this.#told = () => {
          signal.removeEventListener('abort', abort);
          resolve();
        };
        signal.addEventListener('abort', abort, { once: true });
      });
    }
    const outcome = this.#outcome as Outcome;
    if ('problem' in outcome) throw outcome.problem;
    return outcome.code;
  }
}

/** The answer in a query whose state is ours, or undefined for anything else. */
function readAnswer(query: URLSearchParams, state: string): Outcome | undefined {
  if (!same(query.get('state') ?? '', state)) return undefined;
  const error = query.get('error');
  if (error === 'access_denied')
    return {
      problem: new Problem({
        code: 'login-denied',
        message: 'The sign-in was denied in the browser.',
        hint: 'atmos-kit auth login',
      }),
    };
  if (error !== null) {
    const said = [error, query.get('error_description')].filter(Boolean).join(': ');
    return {
      problem: new Problem({
        code: 'login-failed',
        message: `The sign-in failed in the browser: ${said.replace(/[^\x20-\x7e]/g, ' ').slice(0, 300)}`,
        hint: 'atmos-kit auth login --device',
      }),
    };
  }
  const code = query.get('code');
  return code === null || code === '' ? undefined : { code };
}

/** Compares in constant time; hashing makes the lengths equal. */
function same(left: string, right: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(left), hash(right));
}

function show(
  response: ServerResponse,
  status: number,
  title: string,
  sentence = 'Nothing to see here.',
): void {
  response.writeHead(status, pageHeaders).end(callbackPage(title, sentence));
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** Browsers keep spare connections open; none of them may keep this process alive. */
function close(server: Server): void {
  server.close();
  server.closeAllConnections();
}
