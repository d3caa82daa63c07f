import type { Secret } from './secret.ts';
import type { LongLivedKeys } from './session.ts';
/** Whose files hold sign-ins of the same portals: Atmos's, and those that the AWS CLI and AWS's SDKs share. */
export type SharedWith = 'atmos' | 'aws';

/** Where a person signs in at IAM Identity Center, and everything that decides who answers. */
export interface SignInTarget {
  /** `mock/aws` is for tests: everybody is signed in there. */
  readonly kind: 'aws/iam-identity-center' | 'mock/aws';
  readonly provider: string;
  readonly startUrl: string;
  readonly region: string;
  readonly endpointUrl?: string;
  readonly scopes: readonly string[];
  /** Programs that get what is signed in here (`kit.share`); nobody behind an endpoint URL. */
  readonly share?: readonly SharedWith[];
}

/** The identity provider of a company, which answers a browser with an assertion of who a person is. */
export interface SamlTarget {
  readonly kind: 'aws/saml';
  readonly provider: string;
  /** The page at which the identity provider begins. */
  readonly url: string;
  /** The port of 127.0.0.1 that it answers to. */
  readonly callbackPort: number;
  readonly region: string;
  readonly endpointUrl?: string;
  readonly durationSeconds?: number;
}

/** A job of GitHub Actions, which has a token that says so. */
export interface GithubJob {
  readonly kind: 'github/oidc';
  readonly provider: string;
  readonly audience: string;
  readonly region: string;
  readonly endpointUrl?: string;
}

/** The long-lived keys of an IAM user: those that the configuration has, else those in the keyring. */
export interface UserKeys {
  readonly kind: 'aws/user';
  readonly identity: string;
  readonly region: string;
  readonly endpointUrl?: string;
  /** The keys of the configuration, left out of any JSON, and a digest that changes with them. */
  readonly keys?: Secret<LongLivedKeys>;
  readonly keysDigest?: string;
}

/** Keys that are in the environment, or where else an AWS SDK finds some by itself. */
export interface AmbientKeys {
  readonly kind: 'aws/ambient';
  readonly identity: string;
  readonly region: string;
  readonly endpointUrl?: string;
}

/** Whatever is in the environment, AWS or not: nothing is looked at and nothing is changed. */
export interface AmbientEnvironment {
  readonly kind: 'ambient';
  readonly identity: string;
  readonly region: string;
  readonly endpointUrl?: string;
}

/** The roots that a provider is. */
export type ProviderRoot = SignInTarget | SamlTarget | GithubJob;

/** Where a chain begins: what the first keys of it come from. */
export type ChainRoot = ProviderRoot | UserKeys | AmbientKeys | AmbientEnvironment;

/** One step of a chain with everything that decides which keys come out of it. */
export type ChainStep =
  | {
      readonly kind: 'aws/permission-set';
      readonly identity: string;
      readonly permissionSet: string;
      readonly account: { readonly id?: string; readonly name?: string };
      readonly region?: string;
    }
  | {
      readonly kind: 'aws/assume-role';
      readonly identity: string;
      readonly roleArn: string;
      readonly externalId?: string;
      readonly sessionName?: string;
      readonly durationSeconds?: number;
      readonly sessionTags?: Readonly<Record<string, string>>;
      readonly transitiveTagKeys?: readonly string[];
      readonly sourceIdentity?: string;
      readonly region?: string;
    }
  | {
      readonly kind: 'aws/assume-root';
      readonly identity: string;
      readonly accountId: string;
      readonly taskPolicyArn: string;
      readonly durationSeconds?: number;
      readonly region?: string;
    }
  | {
      readonly kind: 'aws/user';
      readonly identity: string;
      /** The ARN (or serial number) of the device whose code is asked for. */
      readonly mfaArn?: string;
      readonly durationSeconds?: number;
      readonly region?: string;
    }
  | {
      readonly kind: 'aws/ambient' | 'ambient';
      readonly identity: string;
      readonly region?: string;
    }
  | {
      readonly kind: 'mock/aws';
      readonly identity: string;
      readonly region?: string;
    };

/** The root first, then identities in the order in which their keys are made. Plain JSON, nothing secret. */
export interface Chain {
  readonly realm: string;
  readonly root: ChainRoot;
  readonly steps: readonly ChainStep[];
  /** The region children get: principal.region from the target towards the root, else the root's. */
  readonly region: string;
  /** The identity's own `env` list. */
  readonly env: readonly { readonly key: string; readonly value: string }[];
}

/** The origin to which every AWS call of the chain goes (`spec.endpoint_url`); undefined for AWS's own. */
export function endpointOf({ root }: Pick<Chain, 'root'>): string | undefined {
  return root.endpointUrl;
}

/** Where the services of a region are for whoever the chain makes keys for. */
export function serviceTarget(
  chain: Pick<Chain, 'root'>,
  region: string,
): { readonly region: string; readonly endpointUrl?: string } {
  const endpointUrl = endpointOf(chain);
  return { region, ...(endpointUrl !== undefined && { endpointUrl }) };
}

/** What a person calls the root: its provider, or what Atmos calls an identity that needs none (`aws-user`). */
export function rootName({ root }: Pick<Chain, 'root'>): string {
  return 'provider' in root ? root.provider : root.kind.replace('/', '-');
}

/** Where a person signs in at Identity Center for this chain; undefined where it begins elsewhere. */
export function signInTargetOf({ root }: Pick<Chain, 'root'>): SignInTarget | undefined {
  return root.kind === 'aws/iam-identity-center' || root.kind === 'mock/aws' ? root : undefined;
}

/** True where a child's environment is left as it is, and no keys are made. */
export function passThrough({ root }: Pick<Chain, 'root'>): boolean {
  return root.kind === 'ambient';
}

/**
 * True where who somebody is depends on the process: another shell has other keys, another job of a runner another token.
 * Keys of such a chain are never kept. Source: Atmos keeps none of them either.
 */
export function belongsToProcess({ root }: Pick<Chain, 'root'>): boolean {
  return root.kind === 'aws/ambient' || root.kind === 'ambient' || root.kind === 'github/oidc';
}

/** True where a child finds its keys where they are: no variable that selects some is changed for it. */
export function keysAreAround(chain: Chain): boolean {
  return passThrough(chain) || chain.steps.at(-1)?.kind === 'aws/ambient';
}

/** The account that a chain ends in, as far as its last step says so. */
export function accountIdOf({ steps }: Pick<Chain, 'steps'>): string | undefined {
  const step = steps.at(-1);
  switch (step?.kind) {
    case 'aws/permission-set':
      return step.account.id;
    case 'aws/assume-role':
      return step.roleArn.split(':')[4];
    case 'aws/assume-root':
      return step.accountId;
    default:
      return undefined;
  }
}

/** The name of a root task, such as `IAMAuditRootUserCredentials`. */
export function nameOfTask({ taskPolicyArn }: { readonly taskPolicyArn: string }): string {
  return taskPolicyArn.slice(taskPolicyArn.lastIndexOf('/') + 1);
}
