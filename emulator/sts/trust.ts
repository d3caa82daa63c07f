import type { Context } from '../context.ts';
import type { IamUser, Trust } from '../seed/seed.ts';
import type { Verified } from '../signature/verify.ts';
import type { Session } from './session.ts';
import { readSessionToken } from './session-keys.ts';

/** Who signed a call: a session, or an IAM user with their long-lived keys. */
export type Signer = Session | { readonly kind: 'long-lived'; readonly user: IamUser };

/** Who is behind a verified signature. Throws Error for a caller that the key lookup cannot have found. */
export function signerOf(context: Context, { caller, sessionToken }: Verified): Signer {
  const session = sessionToken === undefined ? undefined : readSessionToken(context, sessionToken);
  if (session !== undefined) return session;
  const user = context.directory.findAccessKey(caller.accessKeyId);
  if (user === undefined) throw new Error(`${caller.arn} has neither a session nor a key.`);
  return { kind: 'long-lived', user };
}

/** The IAM user behind a signer, with the long-lived keys or a session of their own. */
export function userOf(context: Context, signer: Signer): IamUser | undefined {
  if (signer.kind === 'long-lived') return signer.user;
  return signer.kind === 'user' ? context.directory.findUser(signer.account, signer.userName) : undefined;
}

/** Whether an entry of a trust means this signer; `mfa` says whether a code came with the call. */
export function trusts(trust: Trust, signer: Signer, mfa: boolean): boolean {
  switch (trust.kind) {
    case 'role':
      return signer.kind === 'role' && trust.arn === signer.roleArn;
    case 'permission-set':
      return (
        signer.kind === 'role' &&
        trust.account === signer.account &&
        trust.permissionSet === signer.permissionSet
      );
    case 'user': {
      const [account, name] =
        signer.kind === 'long-lived'
          ? [signer.user.account, signer.user.name]
          : [signer.account, signer.kind === 'user' ? signer.userName : undefined];
      const withMfa = mfa || (signer.kind === 'user' && signer.mfa);
      return trust.account === account && trust.user === name && (withMfa || !trust.mfa);
    }
    default:
      return false;
  }
}
