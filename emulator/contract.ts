/** One HTTP request exactly as it stood on the wire; signatures and S3 keys depend on the undecoded parts. */
export interface RawRequest {
  readonly method: string;
  /** What stands before `?` in the request line, undecoded and not normalized. */
  readonly rawPath: string;
  /** What stands after `?`; the empty string if there is none. */
  readonly rawQuery: string;
  /** Names in lower case, values as sent; a repeated header is joined with `, `. */
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** What goes back. The server adds `date` and `content-length` itself. */
export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | Buffer;
}

/** What a role may do with the objects of the state buckets (`state:` in the seed). */
export type StateAccess = 'none' | 'read' | 'plan' | 'write';

/** A service of AWS that only those may ask of whom the seed says so (`services:`). */
export type GrantedService = 'eks' | 'ecr';

/** Who signed a request. */
export interface Caller {
  /**
   * `arn:aws:sts::<account>:assumed-role/<role name>/<session name>`, `arn:aws:iam::<account>:user/<name>` or
   * `arn:aws:iam::<account>:root`.
   */
  readonly arn: string;
  /** Twelve digits. */
  readonly account: string;
  readonly accessKeyId: string;
  /** The IAM role's name, without its path; undefined for an IAM user and for root. */
  readonly role?: string;
  readonly stateAccess: StateAccess;
  /** Besides STS and S3, which services it may ask; none unless given. */
  readonly services?: readonly GrantedService[];
  /** The person (or the IAM user, or the web identity's subject) behind the session, through every step of a chain. */
  readonly principal: string;
}

/** Finds the secret that belongs to an access key id and its session token. */
export type KeyLookup = (
  accessKeyId: string,
  sessionToken: string | undefined,
) =>
  | { readonly secret: string; readonly caller: Caller; readonly expiresAt: Date | undefined }
  | { readonly error: 'unknown-key' | 'bad-token' | 'expired' };

/** One line of the audit log. It never holds a secret; `time` is added when it is written. */
export interface AuditEntry {
  /** `sso-oidc`, `sso`, `sts`, `s3`, `eks`, `ecr`, `ecr-public`, `kubernetes`, `signin`, `pages`. */
  readonly service: string;
  /** The API operation, such as `GetRoleCredentials` or `PutObject`. */
  readonly action: string;
  readonly outcome: 'allowed' | 'denied' | 'failed';
  /** An ARN, or the user name of a person. */
  readonly principal?: string;
  readonly account?: string;
  readonly role?: string;
  /** What was acted on: a role ARN, `bucket/key`, a client's name. */
  readonly resource?: string;
  /** The error code where the outcome is not `allowed`. */
  readonly error?: string;
  readonly detail?: string;
  /** What AssumeRole was told about the session. */
  readonly sourceIdentity?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export type Audit = (entry: AuditEntry) => void;

/** A Kubernetes cluster of the seed. */
export interface Cluster {
  readonly name: string;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** The minor release of Kubernetes, such as `1.33`. */
  readonly version: string;
  /** Permission sets and IAM roles (by name) of its account that its API server lets in. */
  readonly access: readonly string[];
}

/** A state bucket of the seed. */
export interface Bucket {
  readonly name: string;
  /** Twelve digits. */
  readonly account: string;
}
