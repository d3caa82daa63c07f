/** Where a value or a fault stands in a file: 1-based line and column. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** What a Problem is made of. `hint` is the one next thing to type or to change. */
export interface ProblemParts {
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint?: string;
  readonly at?: Place;
  /** The process's exit code, where it is not the code's own. */
  readonly exitCode?: number;
  readonly cause?: unknown;
}

/** Stable, documented words that programs may rely on. One per kind of fault. */
export type ProblemCode =
  | 'access-denied'
  | 'auth-config-invalid'
  | 'browser-failed'
  | 'captive-portal'
  | 'chain-broken'
  | 'child-not-executable'
  | 'child-not-found'
  | 'clock-skew'
  | 'cluster-not-found'
  | 'component-abstract'
  | 'component-locked'
  | 'component-not-found'
  | 'config-invalid'
  | 'config-not-found'
  | 'console-refused'
  | 'console-unavailable'
  | 'construct-not-supported'
  | 'credentials-unavailable'
  | 'docker-unavailable'
  | 'emulator-not-running'
  | 'emulator-running'
  | 'endpoint-unreachable'
  | 'file-unreadable'
  | 'file-unwritable'
  | 'function-failed'
  | 'geodesic-not-installed'
  | 'git-failed'
  | 'identity-not-chosen'
  | 'identity-not-found'
  | 'import-cycle'
  | 'import-not-found'
  | 'interrupted'
  | 'keyring-unavailable'
  | 'kind-unknown'
  | 'kubeconfig-conflict'
  | 'lock-timeout'
  | 'login-denied'
  | 'login-expired'
  | 'login-failed'
  | 'login-required'
  | 'port-in-use'
  | 'profile-not-found'
  | 'provider-not-chosen'
  | 'provider-not-found'
  | 'registry-login-failed'
  | 'role-not-assigned'
  | 'seed-invalid'
  | 'service-error'
  | 'session-ended'
  | 'shell-not-integrated'
  | 'stack-invalid'
  | 'stack-not-found'
  | 'step-failed'
  | 'template-invalid'
  | 'terraform-not-found'
  | 'throttled'
  | 'usage'
  | 'verb-not-found'
  | 'workflow-invalid'
  | 'workflow-not-found'
  | 'wrong-region'
  | 'yaml-invalid';

/**
 * Exit codes that are not 1. 2 where Atmos gives 2; 126, 127 and 130 as shells do.
 * Source: docs/architecture.md, "Errors".
 */
const exitCodes: Partial<Readonly<Record<ProblemCode, number>>> = {
  'child-not-executable': 126,
  'child-not-found': 127,
  interrupted: 130,
  'login-required': 2,
  'profile-not-found': 2,
  'session-ended': 2,
};

// Separately bundled files each carry their own copy of this class, so `instanceof` cannot be trusted
// between them: the brand is what makes a Problem a Problem.
const brand = Symbol.for('atmos-kit.Problem');

/**
 * The one class for everything that a person can put right.
 * Anything else that is thrown is a bug of ours and ends with exit code 70.
 * Source of the rule: docs/architecture.md, "Errors".
 */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly hint: string | undefined;
  readonly at: Place | undefined;
  readonly exitCode: number;

  constructor(parts: ProblemParts) {
    super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = 'Problem';
    this.code = parts.code;
    this.hint = parts.hint;
    this.at = parts.at;
    this.exitCode = parts.exitCode ?? exitCodes[parts.code] ?? 1;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** The same Problem with another next step: who asked for something may know a better one. */
export const withHint = ({ code, message, at, exitCode }: Problem, hint: string): Problem =>
  new Problem({ code, message, hint, exitCode, ...(at && { at }) });

/** True for a Problem of any copy of this module. */
export function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && brand in error;
}

/** `stacks/orgs/acme/plat/dev.yaml:12`, relative to `root` where the file lies below it. */
export function formatPlace(place: Place, root?: string): string {
  const below = root !== undefined && place.file.startsWith(`${root}/`);
  const file = below ? place.file.slice((root as string).length + 1) : place.file;
  return place.line === undefined ? file : `${file}:${place.line}`;
}
