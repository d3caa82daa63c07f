import { isProblem, Problem, type ProblemCode } from '../../domain/problem.ts';
import { skewOf } from './clock-skew.ts';
import { isThrottled, noAnswer, readFailure, type ServiceFailure } from './service-failure.ts';
import { isLoopback, originOf, type ServiceName, type ServiceTarget } from './target.ts';

/** A call that failed: what it was for, where it went, and what of it must never be shown. */
export interface Call {
  readonly service: ServiceName;
  /** Completes "AWS …", such as `did not list the accounts`. */
  readonly failed: string;
  readonly target: ServiceTarget;
  readonly secrets: readonly string[];
  /** What to do about a denied access, where it is not about taking a role. */
  readonly denied?: string;
  /** The start URL that a call about a sign-in names. */
  readonly startUrl?: string;
  /** What a 403 of the portal is about. */
  readonly role?: { readonly accountId: string; readonly permissionSet: string };
}

const login = 'atmos-kit auth login';

interface Rule {
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint: string;
}

// The OIDC service's exceptions that a person can act on. Every other one is told in the service's own words.
const oidcRules: Readonly<Record<string, Rule>> = {
  AccessDeniedException: {
    code: 'login-denied',
    message: 'The sign-in was denied in the browser.',
    hint: login,
  },
  ExpiredTokenException: {
    code: 'login-expired',
    message: 'The code was not confirmed in time, or the sign-in has expired.',
    hint: login,
  },
  InvalidGrantException: {
    code: 'login-required',
    message: 'IAM Identity Center no longer accepts this sign-in.',
    hint: login,
  },
  SlowDownException: {
    code: 'throttled',
    message: 'IAM Identity Center asks for fewer calls.',
    hint: 'Wait a minute, then try again.',
  },
};

/** The Problem that a failed call of an SDK client means; one that is a Problem already stays what it is. */
export function problemOf(error: unknown, call: Call): Problem {
  if (isProblem(error)) return error;
  const failure = readFailure(error, call.secrets);
  if (failure.unreachable !== undefined) return unreachable(failure.unreachable, call);
  if (failure.foreign) return foreign(failure, call);
  const skew = skewOf(failure, Date.now());
  if (skew !== undefined) return skew;
  if (call.startUrl !== undefined && failure.name === 'InvalidRequestException')
    return wrongRegion(call.startUrl, failure, call);
  const rule = call.service === 'oidc' ? oidcRules[failure.name ?? ''] : undefined;
  if (rule !== undefined) return new Problem(rule);
  // A 401 or 403 without a name is the page of some proxy, and no reason to give up a sign-in.
  if (failure.status === 401 && failure.name !== undefined)
    return new Problem({
      code: 'login-required',
      message: `IAM Identity Center does not accept this sign-in: ${told(failure)}.`,
      hint: login,
    });
  if (failure.status === 429 || isThrottled(failure.name))
    return new Problem({
      code: 'throttled',
      message: `AWS ${call.failed}: it asked for fewer calls again and again (${told(failure)}).`,
      hint: 'Wait a minute, then try again.',
    });
  if (call.role !== undefined && failure.status === 403 && failure.name !== undefined)
    return notAssigned(call.role);
  // Services with one address for all operations answer 400 to everything.
  if ([400, 403].includes(failure.status ?? 0) && /^(AccessDenied|Forbidden)/.test(failure.name ?? ''))
    return new Problem({
      code: 'access-denied',
      message: `AWS ${call.failed}: ${failure.words === '' ? told(failure) : failure.words}`,
      hint: call.denied ?? "Check the role's trust policy and the identity it is assumed from.",
    });
  return new Problem({
    code: 'service-error',
    message: `AWS ${call.failed}: ${told(failure)}.`,
    hint: expired.includes(failure.name ?? '')
      ? login
      : `Try again; if it stays so, ask whoever runs ${originOf(call.target, call.service)}.`,
  });
}

/** Problem `service-error`: the answer lacks something that the protocol promises. */
export function incomplete(what: string, call: Call): Problem {
  return new Problem({
    code: 'service-error',
    message: `AWS ${call.failed}: its answer has no ${what}.`,
    hint: `Check that ${originOf(call.target, call.service)} is the right endpoint.`,
  });
}

// Keys that STS no longer knows are put right by a new sign-in.
const expired = [
  ...['ExpiredToken', 'ExpiredTokenException', 'InvalidClientTokenId', 'UnrecognizedClientException'],
];

function notAssigned({ accountId, permissionSet }: { accountId: string; permissionSet: string }): Problem {
  return new Problem({
    code: 'role-not-assigned',
    message: `You are not assigned the permission set ${permissionSet} in account ${accountId}.`,
    hint: `Ask whoever administers IAM Identity Center to assign ${permissionSet} in account ${accountId} to you.`,
  });
}

// Where the network or its proxy speaks in AWS's place, every call fails alike, and a sign-in is not to blame.
function foreign({ words }: ServiceFailure, call: Call): Problem {
  const at = originOf(call.target, call.service);
  return new Problem({
    code: 'captive-portal',
    message: `AWS ${call.failed}: a web page came from ${at} (${words}), which is not how AWS answers.`,
    hint:
      call.target.endpointUrl === undefined
        ? 'Open any page in your browser and sign in to this network, then try again.'
        : `Check that ${at}, the provider's endpoint_url, is an AWS API, and sign in to this network in your browser.`,
  });
}

// Everything else in such a request is our own and right. AWS says no more than that it is invalid.
function wrongRegion(startUrl: string, failure: ServiceFailure, call: Call): Problem {
  const { region } = call.target;
  return new Problem({
    code: 'wrong-region',
    message: `IAM Identity Center in ${region} does not know the start URL ${startUrl} (${told(failure)}).`,
    hint: `Correct the provider's region: it is the one in which your organization's IAM Identity Center lives. Or correct its start_url.`,
  });
}

function unreachable(why: string, call: Call): Problem {
  const at = originOf(call.target, call.service);
  return new Problem({
    code: 'endpoint-unreachable',
    message: `${at} cannot be reached: ${causes[why] ?? 'the connection fails'} (${why}).`,
    hint: isLoopback(call.target)
      ? `atmos-kit emulator start${emulatorPort(call.target)}`
      : isUnknownName(why)
        ? `Check that you are online, the DNS of your VPN, and ${call.target.endpointUrl === undefined ? `that ${call.target.region} is a region` : "the provider's endpoint_url"}.`
        : 'Check the network, the VPN and the proxy, then try again.',
  });
}

const isUnknownName = (why: string) => ['ENOTFOUND', 'EAI_AGAIN'].includes(why);

const causes: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up now',
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the connection broke',
  EPIPE: 'the connection broke',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'there is no network',
  [noAnswer]: 'it is too slow',
};

// The emulator's own port needs no naming.
function emulatorPort({ endpointUrl = '' }: ServiceTarget): string {
  const { port } = new URL(endpointUrl);
  return port === '' || port === '9911' ? '' : ` --port ${port}`;
}

function told(failure: ServiceFailure): string {
  const status = failure.status === undefined ? '' : `HTTP ${failure.status}`;
  const parts = [failure.name ?? status, failure.words.replace(/\.$/, '')].filter((part) => part !== '');
  return parts.length === 0 ? 'no reason was given' : parts.join(': ');
}
