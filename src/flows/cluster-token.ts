import { belongsToProcess, type Chain, type ChainStep, serviceTarget } from '../domain/chain.ts';
import { Problem } from '../domain/problem.ts';
import type { ClusterToken } from '../domain/session.ts';
import { chainKey, clusterTokenKey, rootKey } from '../identity/session-key.ts';
import type { Keyring, Ports } from '../ports.ts';
import { type MintNeeds, mint } from './mint.ts';
import { clusterTokenLabel, restoreClusterToken } from './session-shape.ts';

/** Which cluster, and where it is. */
export interface ClusterName {
  readonly name: string;
  readonly region: string;
}

/** Problem `identity-not-chosen` for nobody on purpose. */
export const nobodyInCluster = (): Problem =>
  new Problem({
    code: 'identity-not-chosen',
    message: 'A cluster lets nobody in without an identity.',
    hint: 'Name one with --identity.',
  });

/** EKS takes a token for a quarter of an hour; the minute is for clocks and the way. */
const lifeMs = 14 * 60_000;

/**
 * A token for a cluster as a chain's identity: the one at rest until its end, else a new one, signed here with the keys of
 * the chain. It ends with those. Throws what `mint` throws.
 */
export async function clusterToken(
  ports: MintNeeds & Pick<Ports, 'containers'>,
  keyring: Keyring,
  chain: Chain,
  { name, region }: ClusterName,
): Promise<ClusterToken> {
  const now = ports.clock.now();
  const signedWith = chainKey(chain);
  const key = clusterTokenKey(signedWith, name, region);
  const kept = keyring.labels().find((one) => one.key === key)?.label;
  if (kept !== undefined && Date.parse(kept.expiresAt) > now.getTime()) {
    const token = restoreClusterToken(await keyring.get(key));
    if (token !== undefined) return token;
  }
  const keys = await mint(ports, keyring, chain);
  const clusters = ports.containers.clusters(serviceTarget(chain, region));
  const token: ClusterToken = {
    token: await clusters.token(keys, name),
    expiresAt: new Date(Math.min(now.getTime() + lifeMs, keys.expiresAt.getTime())),
  };
  if (belongsToProcess(chain)) return token;
  const facts = { now, signIn: rootKey(chain.root), signedWith };
  await keyring.put(key, clusterTokenLabel(chain.steps.at(-1) as ChainStep, token, facts), token);
  return token;
}
