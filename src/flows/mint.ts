import { belongsToProcess, type Chain, type ChainStep, passThrough } from '../domain/chain.ts';
import { Problem } from '../domain/problem.ts';
import type { RoleKeys } from '../domain/session.ts';
import { mockIdentity, mockKeys } from '../identity/mock-keys.ts';
import { chainKey, rootKey } from '../identity/session-key.ts';
import type { Keyring, Ports } from '../ports.ts';
import { isFresh } from './fresh.ts';
import { keysOfPermissionSet } from './mint-permission-set.ts';
import { keysOfRole, keysOfRoleByProof, keysOfRootTask } from './mint-role.ts';
import { keysOfUser } from './mint-user.ts';
import { passingKeys } from './passing-keys.ts';
import { restoreRoleKeys, roleKeysLabel } from './session-shape.ts';

export type MintNeeds = Pick<Ports, 'clock' | 'leases' | 'aws' | 'github' | 'terminal' | 'sharing'>;

/** Keys of one step, and what is known of them. */
export interface Made {
  readonly keys: RoleKeys;
  readonly accountId?: string;
  readonly principalArn?: string;
}

/**
 * The keys of a chain: those at rest where they are fresh, else made anew from the freshest step before them. One
 * process per chain mints, and the others wait and read. Keys that end before `atLeastMs` have passed are made anew;
 * new ones may still end earlier. It never asks a person anything.
 * Throws Problem `login-required` (exit 2) where a person must sign in first, `role-not-assigned`, `access-denied`,
 * `credentials-unavailable`, `endpoint-unreachable`, `throttled`, `service-error`.
 */
export async function mint(
  ports: MintNeeds,
  keyring: Keyring,
  chain: Chain,
  atLeastMs = 0,
): Promise<RoleKeys> {
  if (passThrough(chain)) throw nothingToHandOut(chain);
  const mock = mockIdentity(chain);
  if (mock !== undefined) return mockKeys(mock);
  const key = chainKey(chain);
  if (belongsToProcess(chain))
    return passingKeys(ports, key, atLeastMs, async () => (await lastStep(ports, keyring, chain)).keys);
  return (
    (await keysAtRest(ports, keyring, key, atLeastMs)) ??
    ports.leases.hold(`mint-${key}`, async () => {
      const minted = await keysAtRest(ports, keyring, key, atLeastMs);
      return minted ?? keepKeys(ports, keyring, chain, await lastStep(ports, keyring, chain));
    })
  );
}

/** The keys that rest under a key, where they are fresh and last for `atLeastMs`. */
export async function keysAtRest(
  ports: Pick<Ports, 'clock'>,
  keyring: Keyring,
  key: string,
  atLeastMs = 0,
): Promise<RoleKeys | undefined> {
  const entry = keyring.labels().find((one) => one.key === key);
  if (entry === undefined || !isFresh(entry.label, ports.clock.now())) return undefined;
  if (Date.parse(entry.label.expiresAt) - ports.clock.now().getTime() < atLeastMs) return undefined;
  return restoreRoleKeys(await keyring.get(key));
}

/** Puts keys of a chain's last step to rest. */
export async function keepKeys(
  ports: Pick<Ports, 'clock'>,
  keyring: Keyring,
  chain: Chain,
  { keys, ...facts }: Made,
): Promise<RoleKeys> {
  const label = roleKeysLabel(chain.steps.at(-1) as ChainStep, keys, {
    ...facts,
    now: ports.clock.now(),
    signIn: rootKey(chain.root),
  });
  await keyring.put(chainKey(chain), label, keys);
  return keys;
}

async function lastStep(ports: MintNeeds, keyring: Keyring, chain: Chain): Promise<Made> {
  const step = chain.steps.at(-1) as ChainStep;
  const base = () => mint(ports, keyring, { ...chain, steps: chain.steps.slice(0, -1) });
  switch (step.kind) {
    case 'aws/permission-set':
      return keysOfPermissionSet(ports, keyring, chain, step);
    case 'aws/assume-role':
      return chain.steps.length === 1
        ? keysOfRoleByProof(ports, chain, step)
        : keysOfRole(ports, chain, step, await base());
    case 'aws/assume-root':
      return keysOfRootTask(ports, chain, step, await base());
    case 'aws/ambient':
      return { keys: await ports.aws.ambientKeys() };
    case 'aws/user':
      return keysOfUser(ports, keyring, chain, step);
    default:
      throw new Error(`No keys are made for a step of kind ${step.kind}.`);
  }
}

function nothingToHandOut({ steps }: Chain): Problem {
  return new Problem({
    code: 'credentials-unavailable',
    message: `${steps[0]?.identity} is of kind ambient: it is whatever the environment has, and no keys are made for it.`,
    hint: 'Make it an identity of kind aws/ambient: that takes the AWS keys which are around.',
  });
}
