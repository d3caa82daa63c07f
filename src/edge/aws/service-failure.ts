import { ForeignAnswer } from './answers.ts';

/** What can be told about an error of an SDK client, whatever protocol it came by. */
export interface ServiceFailure {
  /** The service's name for it, such as `InvalidGrantException`; `undefined` where no service answered. */
  readonly name?: string;
  readonly status?: number;
  /** The service's own words, on one line and without any of the secrets that were sent. */
  readonly words: string;
  /** Why the service could not be reached, such as `ECONNREFUSED`. */
  readonly unreachable?: string;
  /** True where somebody else answered, with a web page. */
  readonly foreign?: true;
  /** How many milliseconds the service's clock was ahead of this machine's, by the answer's `Date`. */
  readonly aheadMs?: number;
}

interface SdkError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly error?: unknown;
  readonly error_description?: unknown;
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: {
    readonly statusCode?: number;
    readonly headers?: Readonly<Record<string, string>>;
  };
}

/** In place of a system's code where an answer took too long. */
export const noAnswer = 'no answer in time';

const networkCodes = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPROTO',
];

/** Whether a service asks for fewer calls, by its name for the error. */
export function isThrottled(name: string | undefined): boolean {
  return name !== undefined && /^(TooManyRequests|Throttl|RequestLimitExceeded|RequestThrottled)/.test(name);
}

/** Reads an SDK error. `secrets` are what the request carried; a service may quote them. */
export function readFailure(error: unknown, secrets: readonly string[]): ServiceFailure {
  if (error instanceof ForeignAnswer) return { words: error.message, foreign: true };
  const sdk = (typeof error === 'object' && error !== null ? error : {}) as SdkError;
  const code = text(sdk.code);
  const status = sdk.$metadata?.httpStatusCode ?? sdk.$response?.statusCode;
  // A TLS failure has a code of its own kind, such as SELF_SIGNED_CERT_IN_CHAIN.
  const broken = code !== undefined && (networkCodes.includes(code) || /CERT|TLS|SSL|ISSUER/.test(code));
  if (broken || sdk.name === 'TimeoutError') return { words: '', unreachable: code ?? noAnswer };
  // An error without a fault was thrown by the SDK's reader: the answer was in nobody's protocol.
  if (sdk.$fault === undefined)
    return { ...(status === undefined ? {} : { status }), words: 'the answer is not in its protocol' };
  // JavaScript's message is "UnknownError" where the OIDC service has a description.
  const words = text(sdk.error_description) ?? text(sdk.message) ?? '';
  return {
    name: text(sdk.name) ?? 'Unknown',
    ...(status === undefined ? {} : { status }),
    ...aheadOf(sdk.$response?.headers?.['date']),
    words: words === 'UnknownError' ? (text(sdk.error) ?? '') : plain(words, secrets),
  };
}

function aheadOf(date: string | undefined): { aheadMs?: number } {
  const time = Date.parse(date ?? '');
  return Number.isNaN(time) ? {} : { aheadMs: time - Date.now() };
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** The first line: a rejected signature is answered with the whole request below it, session token included. */
function plain(words: string, secrets: readonly string[]): string {
  let line = words.split(/[\r\n]/)[0] as string;
  for (const secret of secrets) if (secret !== '') line = line.split(secret).join('…');
  return line.replace(/[\x00-\x1f\x7f-\x9f]/g, ' ').slice(0, 500);
}
