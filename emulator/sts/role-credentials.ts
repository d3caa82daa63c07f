import type { Context } from '../context.ts';
import type { Caller, KeyLookup, StateAccess } from '../contract.ts';
import { permissionSetRoleArn, permissionSetRoleName, sessionArn } from '../directory/role-name.ts';

/** What stands, readable and authenticated, in a session token. */
export interface RoleSession {
  readonly account: string;
  /** The IAM role's ARN, with its path. */
  readonly roleArn: string;
  readonly roleName: string;
  /** Set for the role of a permission set. */
  readonly permissionSet?: string;
  readonly sessionName: string;
  /** Who is behind it. */
  readonly principal: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** True when it was had with the credentials of another role. */
  readonly chained: boolean;
}

export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAt: Date;
}

/**
 * Makes the keys of a session. They are derived from the emulator's key, so they work after a restart;
 * id, secret and token all say that they are local, so they can never be mistaken for keys of AWS.
 */
export function makeCredentials(
  context: Context,
  session: Omit<RoleSession, 'issuedAt' | 'expiresAt'>,
  lifetime: number,
): RoleCredentials {
  const issuedAt = context.now().getTime();
  // AWS's times are whole seconds.
  const expiresAt = Math.floor((issuedAt + lifetime) / 1000) * 1000;
  const epoch = context.sessions.content.epoch;
  const sealed = context.key.seal('session-token', { ...session, issuedAt, expiresAt, epoch });
  const sessionToken = `LocalEmulatorToken/${sealed}`;
  return { ...keysOf(context, sessionToken), sessionToken, expiresAt: new Date(expiresAt) };
}

/** The session that a token tells of, whatever its age; undefined for a token that is not ours. */
export function readSessionToken(context: Context, token: string): RoleSession | undefined {
  const sealed = /^LocalEmulatorToken\/(.+)$/.exec(token)?.[1];
  if (sealed === undefined) return undefined;
  const session = context.key.open('session-token', sealed) as (RoleSession & { epoch: string }) | undefined;
  return session?.epoch === context.sessions.content.epoch ? session : undefined;
}

/** Finds keys by what they are derived from; nothing is stored. */
export function createKeyLookup(context: Context): KeyLookup {
  return (accessKeyId, sessionToken) => {
    if (!/^ASIALOCAL[A-Z2-7]{11}$/.test(accessKeyId)) return { error: 'unknown-key' };
    const session = sessionToken === undefined ? undefined : readSessionToken(context, sessionToken);
    if (session === undefined || sessionToken === undefined) return { error: 'bad-token' };
    const keys = keysOf(context, sessionToken);
    if (keys.accessKeyId !== accessKeyId) return { error: 'bad-token' };
    const stateAccess = stateAccessOf(context, session);
    if (stateAccess === undefined) return { error: 'unknown-key' };
    if (session.expiresAt <= context.now().getTime()) return { error: 'expired' };
    const caller: Caller = {
      arn: sessionArn(session.account, session.roleName, session.sessionName),
      account: session.account,
      accessKeyId,
      role: session.roleName,
      stateAccess,
      principal: session.principal,
    };
    return { secret: keys.secretAccessKey, caller, expiresAt: new Date(session.expiresAt) };
  };
}

/** The session of a permission set that a person asked for; whether they may have it is decided before. */
export function permissionSetSession(
  context: Context,
  account: string,
  permissionSet: string,
  person: { readonly user: string; readonly email: string },
): Omit<RoleSession, 'issuedAt' | 'expiresAt'> {
  return {
    account,
    roleArn: permissionSetRoleArn(account, permissionSet, context.seed.region),
    roleName: permissionSetRoleName(account, permissionSet),
    permissionSet,
    sessionName: person.email,
    principal: person.user,
    chained: false,
  };
}

// Looked up in the seed each time, so that a changed seed counts for keys that were handed out before.
function stateAccessOf(context: Context, session: RoleSession): StateAccess | undefined {
  if (session.permissionSet === undefined) return context.directory.findRole(session.roleArn)?.state;
  if (context.directory.findAccount(session.account) === undefined) return undefined;
  return context.directory.findPermissionSet(session.permissionSet)?.state;
}

function keysOf(context: Context, sessionToken: string): { accessKeyId: string; secretAccessKey: string } {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const id = context.key.derive('access-key-id', sessionToken).subarray(0, 11);
  const secret = context.key.derive('secret-access-key', sessionToken).toString('base64').slice(0, 20);
  return {
    accessKeyId: `ASIALOCAL${Array.from(id, (byte) => digits[byte % 32]).join('')}`,
    secretAccessKey: `LocalEmulatorSecret/${secret}`,
  };
}
