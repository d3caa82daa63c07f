import { Problem } from '../../domain/problem.ts';
import type { Federation } from '../../ports.ts';

const patienceMs = 15_000;

/**
 * AWS's federation endpoint, which gives a token for the console's sign-in. The keys are in the body of a POST: an
 * address is written down by every proxy on its way, and is cut off where a session token is long. A redirect is not
 * followed, because it would carry the keys to another host; an answer is never quoted, because it may hold them.
 * Problems: `console-refused` where it takes these keys or this duration not, `endpoint-unreachable`, `service-error`.
 * Source: the IAM User Guide, "Enable custom identity broker access to the AWS console".
 */
export function federation(address: string): Federation {
  return {
    async signinToken({ accessKeyId, secretAccessKey, sessionToken }, seconds) {
      const session = { sessionId: accessKeyId, sessionKey: secretAccessKey, sessionToken };
      const form = new URLSearchParams({ Action: 'getSigninToken', Session: JSON.stringify(session) });
      if (seconds !== undefined) form.set('SessionDuration', String(seconds));
      const response = await fetch(address, {
        method: 'POST',
        body: form,
        redirect: 'manual',
        signal: AbortSignal.timeout(patienceMs),
      }).catch((error: unknown) => {
        throw unreachable(address, error);
      });
      if (!response.ok) {
        await response.body?.cancel();
        throw refused(address, response.status);
      }
      return tokenIn(await response.text().catch(() => ''), address);
    },
  };
}

function tokenIn(text: string, address: string): string {
  let token: unknown;
  try {
    token = (JSON.parse(text) as { SigninToken?: unknown } | null)?.SigninToken;
  } catch {
    // Said below: the page of some proxy is no JSON.
  }
  if (typeof token === 'string' && token !== '') return token;
  throw new Problem({
    code: 'service-error',
    message: `${address} did not answer with a sign-in token.`,
    hint: 'Check that no proxy or sign-in page of your network answers in its place.',
  });
}

function refused(address: string, status: number): Problem {
  if (status === 400)
    return new Problem({
      code: 'console-refused',
      message: `AWS did not take these keys for a sign-in to the console (${address}: HTTP 400).`,
      hint: 'atmos-kit auth logout NAME forgets them; then try again, and new ones are made.',
    });
  return new Problem({
    code: 'service-error',
    message: `AWS did not sign you in to the console: ${address} answered HTTP ${status}.`,
    hint: 'Try again; if it stays so, look at health.aws.amazon.com.',
  });
}

function unreachable(address: string, error: unknown): Problem {
  const { name, cause } = error as Error & { cause?: { code?: unknown } };
  const why = name === 'TimeoutError' ? 'no answer in time' : String(cause?.code ?? 'no connection');
  return new Problem({
    code: 'endpoint-unreachable',
    message: `${address} cannot be reached (${why}).`,
    hint: 'Check the network and the VPN, then try again.',
  });
}
