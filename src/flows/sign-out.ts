import type { ChainRoot, SignInTarget } from '../domain/chain.ts';
import { rootKey, signInKey } from '../identity/session-key.ts';
import type { Keyring, Ports } from '../ports.ts';
import { storedSignIn } from './current-sign-in.ts';
import { forgetKeyFiles } from './key-files.ts';

export interface SignedOut {
  readonly provider: string;
  /** False where nobody was signed in. */
  readonly was: boolean;
  /** Whether the portal ended the session; a text says why it could not be told. */
  readonly revoked: true | string;
  /** How many sets of role keys were removed here. */
  readonly roleKeys: number;
  /** Until when keys that were already handed out stay valid: nobody can take them back. */
  readonly keysValidUntil?: Date;
}

/**
 * Ends a sign-in: the portal is told first, then the tokens and every set of role keys that came from them are
 * removed. A portal that does not answer keeps nothing here.
 */
export async function signOut(
  ports: Pick<Ports, 'aws' | 'clock' | 'here' | 'writer' | 'sharing'>,
  keyring: Keyring,
  target: SignInTarget,
): Promise<SignedOut> {
  const key = signInKey(target);
  const signIn = await storedSignIn(keyring, target);
  const told = signIn && (await revoke(() => ports.aws.portal(target).logout(signIn)));
  if (signIn !== undefined) ports.sharing.forget(target, signIn.accessToken);
  const was = await keyring.remove(key);
  const revoked = told ?? (was ? 'what was stored of it cannot be read' : true);
  return { provider: target.provider, was, revoked, ...(await forgetKeysOf(ports, keyring, target)) };
}

/** Removes every set of keys that came from a root, which may be a user's or a company's sign-in as well. */
export async function forgetKeysOf(
  ports: Pick<Ports, 'clock' | 'here' | 'writer'>,
  keyring: Keyring,
  root: ChainRoot,
): Promise<Pick<SignedOut, 'roleKeys' | 'keysValidUntil'>> {
  const key = rootKey(root);
  const keys = keyring.labels().filter(({ label }) => label.signIn === key);
  for (const { key: roleKeys } of keys) await keyring.remove(roleKeys);
  forgetKeyFiles(
    ports,
    keys.map(({ key: roleKeys }) => roleKeys),
  );
  // Tokens for clusters come from those keys, and go with them.
  const roleKeys = keys.filter(({ label }) => label.type === 'role-keys');
  const ends = roleKeys
    .map(({ label }) => Date.parse(label.expiresAt))
    .filter((end) => end > ports.clock.now().getTime());
  return {
    roleKeys: roleKeys.length,
    ...(ends.length > 0 && { keysValidUntil: new Date(Math.max(...ends)) }),
  };
}

/** Removes the keys of one chain and the tokens that they signed, and leaves the sign-in. */
export async function forgetKeys(
  ports: Pick<Ports, 'here' | 'writer'>,
  keyring: Keyring,
  key: string,
): Promise<Date | undefined> {
  const labels = keyring.labels();
  const entry = labels.find((one) => one.key === key);
  await keyring.remove(key);
  for (const one of labels) if (one.label.signedWith === key) await keyring.remove(one.key);
  forgetKeyFiles(ports, [key]);
  return entry === undefined ? undefined : new Date(entry.label.expiresAt);
}

async function revoke(logout: () => Promise<void>): Promise<true | string> {
  try {
    await logout();
    return true;
  } catch (error) {
    return (error as Error).message;
  }
}
