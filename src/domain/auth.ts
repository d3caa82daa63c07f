import type { SharedWith } from './chain.ts';
import type { Place } from './problem.ts';
import type { Secret } from './secret.ts';
import type { LongLivedKeys } from './session.ts';

/**
 * A place where a person signs in. Names are kept as written; `id` is the name in lower case, and the only
 * thing that is ever compared.
 */
export interface Provider {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly at: Place;
  readonly startUrl?: string;
  readonly region?: string;
  /** `spec.endpoint_url`: every AWS call of a chain that starts here goes to this origin. */
  readonly endpointUrl?: string;
  /** github/oidc: whom a job's token is for. */
  readonly audience?: string;
  /** aws/saml: the page at which the company's identity provider begins. */
  readonly url?: string;
  /** aws/saml: how long sessions last. */
  readonly durationSeconds?: number;
  /** aws/saml: the port of 127.0.0.1 that the identity provider answers to. */
  readonly callbackPort?: number;
  /** Programs that get its sign-ins (`kit.share`). */
  readonly share?: readonly SharedWith[];
  /** `auto_provision_identities`: what its portal offers becomes identities at each login. */
  readonly autoProvision?: true;
  /** What is wrong with the entry, if anything. One bad entry breaks only what uses it. */
  readonly fault?: Fault;
  /** All that is wrong with it; the first one is its fault. */
  readonly faults?: readonly Fault[];
}

/** What a login does beside the sign-in: a cluster in a kubeconfig, or Docker signed in at a registry. */
export interface Integration {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly at: Place;
  /** The name of the identity that it is for, or the provider whose identities it is for. */
  readonly identity?: string;
  readonly provider?: string;
  /** Whether a login runs it by itself. */
  readonly autoProvision: boolean;
  /** aws/eks */
  readonly cluster?: {
    readonly name: string;
    readonly region?: string;
    readonly alias?: string;
    /** The kubeconfig's path and mode. */
    readonly path?: string;
    readonly mode: number;
    readonly onConflict: 'merge' | 'replace' | 'error';
  };
  /** aws/ecr, aws/ecr-public */
  readonly registry?: { readonly public: boolean; readonly accountId?: string; readonly region?: string };
  readonly fault?: Fault;
  readonly faults?: readonly Fault[];
}

/** Who a command runs as. */
export interface Identity {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly at: Place;
  readonly isDefault: boolean;
  /** `required`: Terraform runs as somebody else have its AWS profile as well. */
  readonly isRequired?: true;
  readonly via?: { readonly provider?: string; readonly identity?: string; readonly at: Place };
  readonly principal: Principal;
  /** aws/user and the ambient kinds, which have no provider: where AWS is, if not where it usually is. */
  readonly endpointUrl?: string;
  readonly user?: UserSettings;
  readonly alias?: string;
  /** The identity's `env` list: set in a child after the credentials' own variables. */
  readonly env: readonly { readonly key: string; readonly value: string }[];
  readonly fault?: Fault;
  /** All that is wrong with it; the first one is its fault. */
  readonly faults?: readonly Fault[];
}

/** Both shapes of `principal`, as far as the kind needs them. */
export interface Principal {
  readonly permissionSet?: string;
  readonly accountId?: string;
  readonly accountName?: string;
  readonly roleArn?: string;
  readonly region?: string;
  readonly externalId?: string;
  readonly sessionName?: string;
  /** Seconds, from a Go duration such as `1h30m`. */
  readonly durationSeconds?: number;
  /** Our own extension: tags of the session, those of them that later roles of a chain keep, and who is behind it. */
  readonly sessionTags?: Readonly<Record<string, string>>;
  readonly transitiveTagKeys?: readonly string[];
  readonly sourceIdentity?: string;
  /** aws/assume-root: the account, and the ARN of the one task that its root user may do. */
  readonly targetPrincipal?: string;
  readonly taskPolicyArn?: string;
}

/** What an identity of kind aws/user says beside its principal. */
export interface UserSettings {
  /** Its keys where they stand in the configuration; they are never part of anything that is kept or printed. */
  readonly keys?: Secret<LongLivedKeys>;
  readonly region?: string;
  readonly mfaArn?: string;
  readonly sessionSeconds?: number;
}

/** A configuration fault that is only raised by whoever uses the faulty entry. */
export interface Fault {
  readonly code: 'auth-config-invalid' | 'construct-not-supported' | 'kind-unknown';
  readonly message: string;
  readonly hint?: string;
  readonly at: Place;
  /** 2 for a faulty permission set, as in Atmos. */
  readonly exitCode?: number;
}

/** An `auth:` section, after merging. Keys are ids (lower-case names). */
export interface AuthSection {
  readonly realm: string;
  readonly providers: ReadonlyMap<string, Provider>;
  readonly identities: ReadonlyMap<string, Identity>;
  readonly integrations: ReadonlyMap<string, Integration>;
  /** Where sessions rest; without a type the machine decides. */
  readonly keyring: { readonly type?: 'system' | 'file' | 'memory'; readonly passwordEnv?: string };
}
