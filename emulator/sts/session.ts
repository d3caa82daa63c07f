import { roleId, sessionArn, userId } from '../directory/role-name.ts';

/** What every session says of itself. Times are milliseconds. */
interface Common {
  /** Twelve digits. */
  readonly account: string;
  /** Who is behind it: a person, an IAM user, or a web identity's subject. */
  readonly principal: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Set once at the beginning of a chain, and the same for all of it. */
  readonly sourceIdentity?: string;
}

/** A session of an IAM role. */
export interface RoleSession extends Common {
  readonly kind: 'role';
  /** The IAM role's ARN, with its path. */
  readonly roleArn: string;
  readonly roleName: string;
  /** Set for the role of a permission set. */
  readonly permissionSet?: string;
  readonly sessionName: string;
  /** True when it was had with the credentials of another role. */
  readonly chained: boolean;
  readonly tags?: Readonly<Record<string, string>>;
  /** The keys of those tags that go on along a chain. */
  readonly transitiveTags?: readonly string[];
}

/** A session of an IAM user: GetSessionToken. */
export interface UserSession extends Common {
  readonly kind: 'user';
  readonly userName: string;
  /** Whether it was had with a code of the user's MFA device. */
  readonly mfa: boolean;
}

/** A session of an account's root for one task: AssumeRoot. */
export interface RootSession extends Common {
  readonly kind: 'root';
  /** The ARN of the policy that says what it may do. */
  readonly taskPolicy: string;
}

/** What stands, readable and authenticated, in a session token. */
export type Session = RoleSession | UserSession | RootSession;

type Unissued<S> = S extends unknown ? Omit<S, 'issuedAt' | 'expiresAt'> : never;

/** A session before it begins. */
export type NewSession = Unissued<Session>;

/** As whom a session acts (reference §3.4). */
export function arnOf(session: NewSession): string {
  if (session.kind === 'role') return sessionArn(session.account, session.roleName, session.sessionName);
  const name = session.kind === 'user' ? `user/${session.userName}` : 'root';
  return `arn:aws:iam::${session.account}:${name}`;
}

/** The `UserId` that GetCallerIdentity tells for an ARN of `arnOf`. */
export function callerId(arn: string): string {
  const [, account = '', kind, name = ''] =
    /^arn:[^:]*:(?:iam|sts)::(\d{12}):([^/]+)\/?(.*)$/.exec(arn) ?? [];
  if (kind === 'root') return account;
  if (kind === 'user') return userId(account, name);
  const mark = name.indexOf('/');
  return `${roleId(account, name.slice(0, mark))}:${name.slice(mark + 1)}`;
}
