/** A sign-in at a provider: the bearer token, what renews it, and the client it belongs to. Secret. */
export interface SignIn {
  readonly accessToken: string;
  readonly expiresAt: Date;
  readonly refreshToken?: string;
  readonly client: ClientRegistration;
  readonly signedInAt: Date;
}

/** An OIDC client registration; it outlives sign-ins (about 90 days). Secret. */
export interface ClientRegistration {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly expiresAt: Date;
  readonly redirectUris?: readonly string[];
  /** Another program's: it renews what it was made for, and never serves a new sign-in. */
  readonly foreign?: true;
}

/** The long-lived keys of an IAM user. Secret. */
export interface LongLivedKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** AWS credentials of one chain. Secret. */
export interface RoleKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Missing for the long-lived keys of a user. */
  readonly sessionToken?: string;
  readonly expiresAt: Date;
}

/** What a Kubernetes cluster of EKS takes as a proof of who somebody is. Secret. */
export interface ClusterToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** When keys end that say no end: those of a user, for instance. */
export const noEnd = new Date('9999-12-31T23:59:59Z');

/**
 * What may be said about a stored session without unlocking it. It stands in the authenticated header of the
 * encrypted file, so that `whoami` and `list` decrypt nothing. Never a secret. Dates are ISO 8601 in UTC.
 */
export interface SessionLabel {
  /** `user-keys`: the long-lived keys of an IAM user, which have no end. `cluster-token`: a token for a Kubernetes cluster. */
  readonly type: 'sign-in' | 'role-keys' | 'user-keys' | 'cluster-token';
  /** What a person reads: the provider's or the identity's name. */
  readonly name: string;
  readonly expiresAt: string;
  readonly madeAt: string;
  /** Sign-ins: whether a refresh token is there, so that an expired one can renew itself. */
  readonly renewable?: boolean;
  /** Cluster tokens: the key of the role keys that signed them, which they go with. */
  readonly signedWith?: string;
  /** Role keys and cluster tokens: the key of the sign-in, or of whatever else their chain begins with. */
  readonly signIn?: string;
  readonly accountId?: string;
  readonly accountName?: string;
  readonly role?: string;
  /** `arn:…:assumed-role/<role>/<session>` */
  readonly principalArn?: string;
}
