import type { Context } from '../context.ts';
import type { Caller, KeyLookup } from '../contract.ts';
import { permissionSetRoleArn, permissionSetRoleName } from '../directory/role-name.ts';
import type { PermissionSet } from '../seed/seed.ts';
import { arnOf, type NewSession, type RoleSession, type Session } from './session.ts';

export interface SessionKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAt: Date;
}

/**
 * Makes the keys of a session that lives for `lifetime` milliseconds. They are derived from the emulator's key, so
 * they work after a restart; id, secret and token all say that they are local, so they can never be mistaken for keys
 * of AWS.
 */
export function makeKeys(context: Context, session: NewSession, lifetime: number): SessionKeys {
  const issuedAt = context.now().getTime();
  // AWS's times are whole seconds.
  const expiresAt = Math.floor((issuedAt + lifetime) / 1000) * 1000;
  const epoch = context.sessions.content.epoch;
  const sealed = context.key.seal('session-token', { ...session, issuedAt, expiresAt, epoch });
  const sessionToken = `LocalEmulatorToken/${sealed}`;
  const keys = keysOf(context, sessionToken);
  context.issued('secret-access-key', keys.secretAccessKey);
  context.issued('session-token', sessionToken);
  return { ...keys, sessionToken, expiresAt: new Date(expiresAt) };
}

/** The session that a token tells of, whatever its age; undefined for a token that is not ours. */
export function readSessionToken(context: Context, token: string): Session | undefined {
  const sealed = /^LocalEmulatorToken\/(.+)$/.exec(token)?.[1];
  if (sealed === undefined) return undefined;
  const session = context.key.open('session-token', sealed) as (Session & { epoch: string }) | undefined;
  if (session?.epoch !== context.sessions.content.epoch) return undefined;
  // Older emulators had sessions of roles only, and did not say so.
  return session.kind === undefined ? { ...(session as RoleSession), kind: 'role' } : session;
}

/** Finds keys: those of sessions by what they are derived from, those of IAM users in the seed. Nothing is stored. */
export function createKeyLookup(context: Context): KeyLookup {
  return (accessKeyId, sessionToken) => {
    if (accessKeyId.startsWith('AKIA')) return userKeys(context, accessKeyId, sessionToken);
    if (!/^ASIALOCAL[A-Z2-7]{11}$/.test(accessKeyId)) return { error: 'unknown-key' };
    const session = sessionToken === undefined ? undefined : readSessionToken(context, sessionToken);
    if (session === undefined || sessionToken === undefined) return { error: 'bad-token' };
    const keys = keysOf(context, sessionToken);
    if (keys.accessKeyId !== accessKeyId) return { error: 'bad-token' };
    const rights = rightsOf(context, session);
    if (rights === undefined) return { error: 'unknown-key' };
    if (session.expiresAt <= context.now().getTime()) return { error: 'expired' };
    const caller: Caller = {
      arn: arnOf(session),
      account: session.account,
      accessKeyId,
      ...(session.kind === 'role' && { role: session.roleName }),
      ...rights,
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
    kind: 'role',
    account,
    roleArn: permissionSetRoleArn(account, permissionSet, context.seed.region),
    roleName: permissionSetRoleName(account, permissionSet),
    permissionSet,
    sessionName: person.email,
    principal: person.user,
    chained: false,
  };
}

// Long-lived keys come without a token; a token beside them belongs to other keys.
function userKeys(
  context: Context,
  accessKeyId: string,
  sessionToken: string | undefined,
): ReturnType<KeyLookup> {
  const user = context.directory.findAccessKey(accessKeyId);
  if (user === undefined) return { error: 'unknown-key' };
  if (sessionToken !== undefined) return { error: 'bad-token' };
  const { account, name, secretAccessKey } = user;
  const arn = `arn:aws:iam::${account}:user/${name}`;
  return {
    secret: secretAccessKey,
    caller: { arn, account, accessKeyId, ...rightsIn(user), principal: name },
    expiresAt: undefined,
  };
}

// Looked up in the seed each time, so that a changed seed counts for keys that were handed out before.
function rightsOf(context: Context, session: Session): Rights | undefined {
  const { directory } = context;
  if (session.kind === 'user') return rightsIn(directory.findUser(session.account, session.userName));
  if (session.kind === 'role' && session.permissionSet === undefined)
    return rightsIn(directory.findRole(session.roleArn));
  if (directory.findAccount(session.account) === undefined) return undefined;
  // The task policies of a root session are about other things.
  if (session.kind === 'root') return { stateAccess: 'none' };
  return rightsIn(directory.findPermissionSet(session.permissionSet as string));
}

type Rights = Pick<Caller, 'stateAccess' | 'services'>;

function rightsIn(entry: Granted): Rights;
function rightsIn(entry: Granted | undefined): Rights | undefined;
function rightsIn(entry: Granted | undefined): Rights | undefined {
  if (entry === undefined) return undefined;
  return { stateAccess: entry.state, ...(entry.services && { services: entry.services }) };
}

type Granted = Pick<PermissionSet, 'state' | 'services'>;

function keysOf(context: Context, sessionToken: string): { accessKeyId: string; secretAccessKey: string } {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const id = context.key.derive('access-key-id', sessionToken).subarray(0, 11);
  const secret = context.key.derive('secret-access-key', sessionToken).toString('base64').slice(0, 20);
  return {
    accessKeyId: `ASIALOCAL${Array.from(id, (byte) => digits[byte % 32]).join('')}`,
    secretAccessKey: `LocalEmulatorSecret/${secret}`,
  };
}
