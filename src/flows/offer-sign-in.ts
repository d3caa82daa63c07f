import { type Chain, signInTargetOf } from '../domain/chain.ts';
import type { Keyring } from '../ports.ts';
import { needsSignIn, type SignInNeeds, signIn } from './sign-in.ts';

/**
 * Does `work`, and where that needs a sign-in, offers one to a person in front of a terminal and tries again.
 * Nothing opens a browser unasked: a page that appears by itself is what a phisher would show.
 */
export async function offeringSignIn<T>(
  ports: SignInNeeds,
  keyring: Keyring,
  chain: Pick<Chain, 'root'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const target = signInTargetOf(chain);
    if (target === undefined || !needsSignIn(error) || !ports.terminal.interactive) throw error;
    if (!(await ports.terminal.confirm(`You are not signed in at ${target.provider}. Sign in now?`)))
      throw error;
    await signIn(ports, keyring, target);
    return work();
  }
}
