import type { AddressInfo } from 'node:net';
import { Problem } from '../domain/problem.ts';
import type { Callback, CallbackListener } from '../ports.ts';
import { FirstAnswer, type Outcome } from './first-answer.ts';
import { interruption } from './interruption.ts';
import { closeServer, listenOn, sameText, showPage } from './loopback-page.ts';

const path = '/oauth/callback';

/**
 * Listens on a free port of 127.0.0.1 for the authorization page's answer. Problems of `answer`: `login-denied`,
 * `login-failed` for another error, `interrupted` (or the signal's own Problem) when the signal aborts.
 */
export function callbackListener(): CallbackListener {
  return {
    async listen(state) {
      const first = new FirstAnswer<string>();
      const { createServer } = process.getBuiltinModule('node:http');
      const server = createServer((request, response) => {
        // Another site's page must not reach this address under a name of its own.
        const here = `127.0.0.1:${(server.address() as AddressInfo | null)?.port}`;
        const target = request.url ?? '';
        if (request.headers.host !== here || !URL.canParse(target, `http://${here}`))
          return showPage(response, 400, 'Not for this address');
        const url = new URL(target, `http://${here}`);
        if (url.pathname !== path) return showPage(response, 404, 'Not found');
        if (request.method !== 'GET') return showPage(response, 405, 'Not allowed');
        const outcome = first.taken ? undefined : readAnswer(url.searchParams, state);
        if (outcome === undefined) return showPage(response, 400, 'Not an answer to this sign-in');
        first.take(outcome);
        response.once('close', () => closeServer(server));
        if ('answer' in outcome) showPage(response, 200, 'You are signed in', 'You can close this tab.');
        else showPage(response, 200, 'You are not signed in', 'Nothing was granted. You can close this tab.');
      });
      const port = await listenOn(server, 0);
      return {
        redirectUri: `http://127.0.0.1:${port}${path}`,
        answer: (signal) => first.wait(signal),
        close() {
          first.take({ problem: interruption() });
          closeServer(server);
        },
      } satisfies Callback;
    },
  };
}

/** The answer in a query whose state is ours, or undefined for anything else. */
function readAnswer(query: URLSearchParams, state: string): Outcome<string> | undefined {
  if (!sameText(query.get('state') ?? '', state)) return undefined;
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
  return code === null || code === '' ? undefined : { answer: code };
}
