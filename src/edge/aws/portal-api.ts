import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ForeignAnswer, isForeign } from './answers.ts';
import type { AwsOptions } from './client-settings.ts';
import { longestFirstPauseMs } from './client-settings.ts';
import { pauseBefore } from './retries.ts';
import { isThrottled, readFailure } from './service-failure.ts';
import { originOf, type ServiceTarget } from './target.ts';

/** One call of the portal's API. */
export interface PortalCall {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly accessToken: string;
  readonly signal?: AbortSignal | undefined;
}

/** What it answered, and how many milliseconds its clock was ahead of this machine's. */
export interface PortalAnswer {
  readonly body: Readonly<Record<string, unknown>>;
  readonly aheadMs: number | undefined;
}

const connectMs = 5000;
const answerMs = 30_000;

/**
 * The access portal's API: unsigned calls that take a token and give JSON. It is written out here because every cold command asks
 * it for keys, and the SDK's client takes twice as long to load as Node itself takes to start; what is signed is left to the
 * SDK. A call is tried again as `retries.ts` says. What fails is thrown in the shape of the SDK's errors, for `readFailure`.
 * Source: the API reference of the IAM Identity Center portal (GetRoleCredentials, ListAccounts, ListAccountRoles, Logout).
 */
export function portalApi(
  target: ServiceTarget,
  { backoffMs = longestFirstPauseMs }: AwsOptions,
): (call: PortalCall) => Promise<PortalAnswer> {
  const origin = originOf(target, 'portal.sso');
  let connected: Promise<Connection> | undefined;
  return async (call) => {
    connected ??= connect(origin);
    const connection = await connected;
    for (let retries = 0; ; retries += 1)
      try {
        return await once(connection, addressOf(origin, call), call);
      } catch (error) {
        const pause = pauseBefore(failureOf(error), retries, backoffMs, Math.random());
        if (pause === undefined || call.signal?.aborted) throw error;
        await sleep(pause, undefined, { signal: call.signal });
      }
  };
}

interface Connection {
  readonly agent: Agent;
  readonly request: typeof import('node:http').request;
}

/** Connections are kept for the next call; an idle one holds nobody back from ending. */
async function connect(origin: string): Promise<Connection> {
  const { request, Agent } = await (origin.startsWith('http:') ? import('node:http') : import('node:https'));
  return { request, agent: new Agent({ keepAlive: true }) };
}

function addressOf(origin: string, { path, query = {} }: PortalCall): URL {
  const address = new URL(`${origin}${path}`);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) address.searchParams.set(name, value);
  return address;
}

async function once(connection: Connection, address: URL, call: PortalCall): Promise<PortalAnswer> {
  const { response, text } = await exchange(connection, address, call);
  const { statusCode = 0, headers } = response;
  const date = Date.parse(headers.date ?? '');
  const body = parsed(text);
  if (statusCode >= 200 && statusCode < 300 && body !== undefined)
    return { body, aheadMs: Number.isNaN(date) ? undefined : date - Date.now() };
  throw Object.assign(new Error(wordsIn(body)), {
    // Without a fault it is in nobody's protocol.
    ...(body !== undefined && { name: nameOf(response, body), $fault: 'client' }),
    $metadata: { httpStatusCode: statusCode },
    $response: { statusCode, headers },
  });
}

/** Sends a call and reads what comes back. Throws ForeignAnswer for what no AWS service gave, without reading it. */
function exchange(
  { request, agent }: Connection,
  address: URL,
  { method = 'GET', accessToken, signal }: PortalCall,
): Promise<{ readonly response: IncomingMessage; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'x-amz-sso_bearer_token': accessToken, 'user-agent': 'atmos-kit' };
    const sent = request(address, { method, agent, headers, ...(signal && { signal }) }, (response) => {
      if (isForeign(response)) {
        response.destroy();
        return reject(new ForeignAnswer(`HTTP ${response.statusCode}`));
      }
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('error', reject);
      response.on('end', () => resolve({ response, text }));
    });
    sent.on('error', reject);
    withinTime(sent);
    sent.end();
  });
}

/** Ends a request that is not connected or not answered in time with a TimeoutError. */
function withinTime(request: ClientRequest): void {
  const expire = () =>
    request.destroy(Object.assign(new Error('It does not answer.'), { name: 'TimeoutError' }));
  let timer = setTimeout(expire, connectMs);
  const connected = () => {
    clearTimeout(timer);
    timer = setTimeout(expire, answerMs);
  };
  request.on('socket', (socket) => {
    if (socket.connecting) socket.once('connect', connected);
    else connected();
  });
  request.on('close', () => clearTimeout(timer));
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const body: unknown = text === '' ? {} : JSON.parse(text);
    return typeof body === 'object' && body !== null
      ? (body as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** `com.amazonaws.switchboard.portal#ForbiddenException` and `ForbiddenException:http://…` are a ForbiddenException. */
function nameOf({ headers }: IncomingMessage, body: Readonly<Record<string, unknown>>): string {
  const type = headers['x-amzn-errortype'] ?? body['code'] ?? body['__type'];
  const name = typeof type === 'string' ? (type.split(/[:,]/)[0] as string) : '';
  return name.slice(name.indexOf('#') + 1) || 'UnknownError';
}

function wordsIn(body: Readonly<Record<string, unknown>> = {}): string {
  const words = body['message'] ?? body['Message'];
  return typeof words === 'string' ? words : 'UnknownError';
}

// As the SDK sees them; a name that cannot be looked up, or a certificate, is no better a moment later.
const transient =
  /^(ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|no answer in time)$/;

function failureOf(error: unknown): Parameters<typeof pauseBefore>[0] {
  const { unreachable, status = 0, name } = readFailure(error, []);
  const wait = Number((error as Failed).$response?.headers['retry-after']);
  return {
    error,
    errorType:
      unreachable !== undefined
        ? transient.test(unreachable)
          ? 'TRANSIENT'
          : 'CLIENT_ERROR'
        : status === 429 || isThrottled(name)
          ? 'THROTTLING'
          : status >= 500
            ? 'SERVER_ERROR'
            : 'CLIENT_ERROR',
    ...(wait > 0 && { retryAfterHint: new Date(Date.now() + wait * 1000) }),
  };
}

interface Failed {
  readonly $response?: { readonly headers: IncomingMessage['headers'] };
}
