import { belongsToProcess, type Chain, type ChainStep, signInTargetOf } from '../domain/chain.ts';
import type { RoleKeys, SessionLabel } from '../domain/session.ts';
import { mockIdentity, mockPrincipal } from '../identity/mock-keys.ts';
import { chainKey, rootKey } from '../identity/session-key.ts';
import type { Keyring, Ports } from '../ports.ts';
import { currentSignIn } from './current-sign-in.ts';
import { type MintNeeds, mint } from './mint.ts';
import { restoreRoleKeys, roleKeysLabel } from './session-shape.ts';

/**
 * Makes sure that the label of a chain's keys tells everything: keys are minted where there are none, and AWS is
 * asked once for the principal's ARN and the account's name. Throws what `mint` throws.
 */
export async function whoAmI(
  ports: MintNeeds & Pick<Ports, 'aws'>,
  keyring: Keyring,
  chain: Chain,
): Promise<SessionLabel> {
  const keys = await mint(ports, keyring, chain);
  const mock = mockIdentity(chain);
  if (mock !== undefined) return mockLabel(mock, chain, keys.expiresAt, ports.clock.now());
  const key = chainKey(chain);
  if (belongsToProcess(chain)) return passingLabel(ports, chain, keys);
  const label = keyring.labels().find((one) => one.key === key)?.label;
  if (label?.principalArn !== undefined && label.accountName !== undefined) return label;
  const { accountId, arn } = await ports.aws
    .tokens({ ...chain.root, region: chain.region })
    .callerIdentity(keys);
  const accountName = label?.accountName ?? (await nameOfAccount(ports, keyring, chain, accountId));
  const complete: SessionLabel = {
    ...(label as SessionLabel),
    accountId,
    principalArn: arn,
    ...(accountName !== undefined && { accountName }),
  };
  await keyring.put(key, complete, restoreRoleKeys(await keyring.get(key)) ?? keys);
  return complete;
}

// Nothing of such a chain is kept, so this is asked anew each time.
async function passingLabel(ports: MintNeeds, chain: Chain, keys: RoleKeys): Promise<SessionLabel> {
  const { accountId, arn } = await ports.aws
    .tokens({ ...chain.root, region: chain.region })
    .callerIdentity(keys);
  const facts = { now: ports.clock.now(), signIn: rootKey(chain.root), accountId, principalArn: arn };
  return roleKeysLabel(chain.steps.at(-1) as ChainStep, keys, facts);
}

function mockLabel(name: string, chain: Chain, expiresAt: Date, now: Date): SessionLabel {
  return {
    type: 'role-keys',
    name,
    expiresAt: expiresAt.toISOString(),
    madeAt: now.toISOString(),
    signIn: rootKey(chain.root),
    accountId: mockPrincipal.accountId,
    principalArn: mockPrincipal.arn,
  };
}

// A portal lists only the accounts in which a person has something, so a role's account may stay without a name.
async function nameOfAccount(
  ports: MintNeeds,
  keyring: Keyring,
  chain: Chain,
  id: string,
): Promise<string | undefined> {
  const target = signInTargetOf(chain);
  const signIn = target && (await currentSignIn(ports, keyring, target));
  if (target === undefined) return '';
  if (signIn === undefined) return undefined;
  const accounts = await ports.aws.portal(target).accounts(signIn);
  return accounts.find((account) => account.id === id)?.name ?? '';
}
