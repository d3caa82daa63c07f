import type { Chain } from '../domain/chain.ts';
import { chainKey } from '../identity/session-key.ts';
import type { Keyring } from '../ports.ts';
import { withMfaCode } from './mfa-code.ts';
import { keepKeys, keysAtRest, type Made, type MintNeeds } from './mint.ts';
import { keysOfRoleByProof } from './mint-role.ts';
import { keysOfUser } from './mint-user.ts';
import { type SamlNeeds, samlAssertion } from './saml-sign-in.ts';

export type ProofNeeds = MintNeeds & SamlNeeds;

/**
 * What a person must do for the first keys of a chain, beside a sign-in at Identity Center: type the code of a device,
 * sign in at a company's identity provider, or nothing.
 */
export function proofFor({ root, steps: [first] }: Chain): 'code' | 'browser' | undefined {
  if (root.kind === 'aws/saml') return 'browser';
  return first?.kind === 'aws/user' && first.mfaArn !== undefined ? 'code' : undefined;
}

/**
 * Lets a person prove who she is for the first step of a chain, whose keys are put to rest; nothing where they rest
 * already, unless `force` is said. Throws Problem `login-required` (exit 2) where nobody is there, `interrupted`, and
 * what making the keys throws.
 */
export async function provePerson(
  ports: ProofNeeds,
  keyring: Keyring,
  chain: Chain,
  { force = false } = {},
): Promise<void> {
  const first: Chain = { ...chain, steps: chain.steps.slice(0, 1) };
  if (!force && (await keysAtRest(ports, keyring, chainKey(first))) !== undefined) return;
  await keepKeys(ports, keyring, first, await firstKeys(ports, keyring, first));
}

async function firstKeys(ports: ProofNeeds, keyring: Keyring, chain: Chain): Promise<Made> {
  const { root, steps } = chain;
  const [step] = steps;
  if (root.kind === 'aws/saml' && step?.kind === 'aws/assume-role')
    return keysOfRoleByProof(ports, chain, step, await samlAssertion(ports, root, step));
  if (step?.kind === 'aws/user')
    return withMfaCode(ports, step, (code) => keysOfUser(ports, keyring, chain, step, code));
  throw new Error(`Nobody proves anything for a chain that begins at ${root.kind}.`);
}
