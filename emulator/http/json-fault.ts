import type { Context as Call } from 'hono';

/** A refusal of sso-oidc: the exception's name without "Exception", as in `AuthorizationPending`. */
export interface Fault {
  readonly status: 400 | 401 | 403 | 404 | 500;
  readonly name: string;
  /** What the body says, in the service's own keys. */
  readonly body: Record<string, string>;
}

/** Thrown by an operation of a JSON service and turned into its answer. */
export class JsonFault extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.name);
    this.name = 'JsonFault';
    this.fault = fault;
  }
}

/** The answer: SDKs find the exception in the header, in the form that the real service uses. */
export function answerFault(call: Call, fault: Fault, namespace: string): Response {
  return call.json(fault.body, fault.status, {
    'x-amzn-errortype': `${fault.name}Exception:http://internal.amazon.com/coral/${namespace}/`,
  });
}
