import { type Chain, type SignInTarget, signInTargetOf } from '../domain/chain.ts';
import type { Keyring } from '../ports.ts';
import { type ProofNeeds, proofFor, provePerson } from './prove-person.ts';
import { type SignInNeeds, signIn } from './sign-in.ts';

export type ChainSignInNeeds = SignInNeeds & ProofNeeds;

/** What a person signs in for: a chain, or a portal for itself. */
export type SignInReason = Chain | { readonly root: SignInTarget };

/** What a person would have to do: sign in somewhere, type a code, or nothing that could help. */
export function waySignIn(reason: SignInReason): 'browser' | 'code' | undefined {
  if (signInTargetOf(reason) !== undefined) return 'browser';
  return 'steps' in reason ? proofFor(reason) : undefined;
}

/** Lets a person do that. Throws what signIn and provePerson throw. */
export async function signInFor(
  ports: ChainSignInNeeds,
  keyring: Keyring,
  reason: SignInReason,
): Promise<void> {
  const target = signInTargetOf(reason);
  if (target !== undefined) await signIn(ports, keyring, target);
  else if ('steps' in reason) await provePerson(ports, keyring, reason);
}
