import { type ChainStep, nameOfTask, type SignInTarget } from '../domain/chain.ts';
import type { ClusterToken, RoleKeys, SessionLabel, SignIn } from '../domain/session.ts';

/** The label under which a sign-in rests. */
export function signInLabel(target: SignInTarget, signIn: SignIn): SessionLabel {
  return {
    type: 'sign-in',
    name: target.provider,
    expiresAt: signIn.expiresAt.toISOString(),
    madeAt: signIn.signedInAt.toISOString(),
    renewable: signIn.refreshToken !== undefined,
  };
}

/** A sign-in as a keyring gives it back, dates restored; undefined for anything that is none. */
export function restoreSignIn(stored: unknown): SignIn | undefined {
  const record = stored as SignIn | undefined;
  if (typeof record?.accessToken !== 'string' || typeof record.client?.clientId !== 'string')
    return undefined;
  return {
    ...record,
    expiresAt: new Date(record.expiresAt),
    signedInAt: new Date(record.signedInAt),
    client: { ...record.client, expiresAt: new Date(record.client.expiresAt) },
  };
}

/** The label under which the keys of a chain's last step rest. */
export function roleKeysLabel(
  step: ChainStep,
  keys: RoleKeys,
  facts: {
    readonly now: Date;
    readonly signIn: string;
    readonly principalArn?: string;
    readonly accountId?: string;
  },
): SessionLabel {
  return {
    type: 'role-keys',
    name: step.identity,
    expiresAt: keys.expiresAt.toISOString(),
    madeAt: facts.now.toISOString(),
    signIn: facts.signIn,
    ...roleOf(step),
    ...(facts.accountId !== undefined && { accountId: facts.accountId }),
    ...(step.kind === 'aws/permission-set' &&
      step.account.name !== undefined && { accountName: step.account.name }),
    ...(facts.principalArn !== undefined && { principalArn: facts.principalArn }),
  };
}

function roleOf(step: ChainStep): { readonly role?: string } {
  switch (step.kind) {
    case 'aws/permission-set':
      return { role: step.permissionSet };
    case 'aws/assume-role':
      return { role: step.roleArn };
    case 'aws/assume-root':
      return { role: nameOfTask(step) };
    default:
      return {};
  }
}

/** Role keys as a keyring gives them back; undefined for anything that is none. */
export function restoreRoleKeys(stored: unknown): RoleKeys | undefined {
  const record = stored as RoleKeys | undefined;
  if (typeof record?.accessKeyId !== 'string' || typeof record.secretAccessKey !== 'string') return undefined;
  return { ...record, expiresAt: new Date(record.expiresAt) };
}

/** The label under which a token for a cluster rests. */
export function clusterTokenLabel(
  step: ChainStep,
  token: ClusterToken,
  facts: { readonly now: Date; readonly signIn: string; readonly signedWith: string },
): SessionLabel {
  return {
    type: 'cluster-token',
    name: step.identity,
    expiresAt: token.expiresAt.toISOString(),
    madeAt: facts.now.toISOString(),
    signIn: facts.signIn,
    signedWith: facts.signedWith,
  };
}

/** A token for a cluster as a keyring gives it back; undefined for anything that is none. */
export function restoreClusterToken(stored: unknown): ClusterToken | undefined {
  const record = stored as ClusterToken | undefined;
  if (typeof record?.token !== 'string') return undefined;
  return { token: record.token, expiresAt: new Date(record.expiresAt) };
}
