import { rootName } from '../domain/chain.ts';
import type { Keyring } from '../ports.ts';
import { needsSignIn } from './sign-in.ts';
import { type ChainSignInNeeds, type SignInReason, signInFor, waySignIn } from './sign-in-for-chain.ts';

/**
 * Does `work`, and where that needs a sign-in, offers one to a person in front of a terminal and tries again.
 * Nothing opens a browser unasked: a page that appears by itself is what a phisher would show.
 */
export async function offeringSignIn<T>(
  ports: ChainSignInNeeds,
  keyring: Keyring,
  reason: SignInReason,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const way = waySignIn(reason);
    if (!needsSignIn(error) || !ports.terminal.interactive || way === undefined) throw error;
    // The question for a code is an offer by itself.
    const offer = `You are not signed in at ${rootName(reason)}. Sign in now?`;
    if (way === 'browser' && !(await ports.terminal.confirm(offer))) throw error;
    await signInFor(ports, keyring, reason);
    return work();
  }
}
