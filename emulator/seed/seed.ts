import type { Bucket, Cluster, GrantedService, StateAccess } from '../contract.ts';

/** All durations are milliseconds. */
export interface Seed {
  /** Where the Identity Center lives; it decides the shape of role ARNs. */
  readonly region: string;
  /** Start or issuer URLs that clients may name, besides the emulator's own. */
  readonly startUrls: readonly string[];
  readonly lifetimes: Lifetimes;
  readonly accounts: readonly Account[];
  readonly permissionSets: readonly PermissionSet[];
  readonly roles: readonly IamRole[];
  readonly users: readonly IamUser[];
  /** Who may assume the root of the other accounts for a task. */
  readonly rootAccess: readonly Trust[];
  readonly samlProviders: readonly SamlProvider[];
  readonly groups: readonly string[];
  readonly people: readonly Person[];
  readonly assignments: readonly Assignment[];
  readonly buckets: readonly Bucket[];
  /** None unless given. */
  readonly clusters?: readonly Cluster[];
}

export interface Lifetimes {
  readonly accessToken: number;
  readonly portalSession: number;
  readonly deviceCode: number;
  readonly registration: number;
}

export interface Account {
  /** Twelve digits. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

export interface PermissionSet {
  readonly name: string;
  /** How long its role credentials live. */
  readonly session: number;
  readonly state: StateAccess;
  /** None unless given. */
  readonly services?: readonly GrantedService[];
}

/** An IAM role that AssumeRole or AssumeRoleWithWebIdentity can reach. */
export interface IamRole {
  readonly arn: string;
  readonly account: string;
  /** The last part of the ARN, without the path. */
  readonly name: string;
  readonly state: StateAccess;
  readonly services?: readonly GrantedService[];
  readonly maxSession: number;
  readonly externalId: string | undefined;
  readonly trust: readonly Trust[];
  /** What its trust leaves out, although it lets somebody assume the role. */
  readonly refuses: readonly ('TagSession' | 'SetSourceIdentity')[];
}

/** An IAM user with one long-lived access key. */
export interface IamUser {
  readonly name: string;
  readonly account: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly state: StateAccess;
  readonly services?: readonly GrantedService[];
  readonly mfa: MfaDevice | undefined;
}

/** A virtual MFA device (TOTP, RFC 6238: SHA-1, six digits, 30 seconds). */
export interface MfaDevice {
  /** `arn:aws:iam::<account>:mfa/<user name>`. */
  readonly serial: string;
  /** What the QR code of an authenticator app holds, in Base32. */
  readonly secret: string;
}

/** Who may assume a role. A web identity's subject may hold `*`. */
export type Trust =
  | { readonly kind: 'permission-set'; readonly account: string; readonly permissionSet: string }
  | { readonly kind: 'role'; readonly arn: string }
  /** `provider` is the ARN of a SAML provider. */
  | { readonly kind: 'saml'; readonly provider: string }
  | { readonly kind: 'user'; readonly account: string; readonly user: string; readonly mfa: boolean }
  | {
      readonly kind: 'web-identity';
      readonly issuer: string;
      readonly audience: string;
      readonly subject: string;
    };

/** An identity provider that is known in one account, and whom it gives which roles there. */
export interface SamlProvider {
  readonly name: string;
  readonly account: string;
  /** `arn:aws:iam::<account>:saml-provider/<name>`. */
  readonly arn: string;
  /** Where assertions go when nobody says another address. */
  readonly acs: string;
  /** How long a session may be, as its assertions say. */
  readonly session: number;
  readonly roles: readonly {
    readonly role: string;
    readonly to: { readonly group: string } | { readonly user: string };
  }[];
}

export interface Person {
  readonly user: string;
  readonly password: string;
  readonly displayName: string;
  readonly email: string;
  readonly groups: readonly string[];
}

/** Accounts are ids here, whatever the file said. */
export interface Assignment {
  readonly to: { readonly group: string } | { readonly user: string };
  readonly accounts: readonly string[];
  readonly permissionSets: readonly string[];
}
