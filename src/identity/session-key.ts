import type { AuthSection } from '../domain/auth.ts';
import type { Chain, ChainRoot, ChainStep, SignInTarget } from '../domain/chain.ts';

/**
 * The key under which a sign-in rests: 64 hex digits over everything that decides who answers. Every project of
 * one portal shares it, and a portal behind another endpoint never meets it.
 */
export function signInKey(target: SignInTarget): string {
  // One portal is written as …/start, …/start/ and …/start#/ alike.
  const startUrl = target.startUrl.replace(/#.*$/, '').replace(/\/+$/, '');
  return hash(
    'sign-in',
    target.kind,
    startUrl,
    target.region,
    target.endpointUrl ?? null,
    [...target.scopes].sort(),
  );
}

/** The key of what a chain begins with; for a sign-in it is the key under which that one rests. */
export function rootKey(root: ChainRoot): string {
  const endpoint = root.endpointUrl ?? null;
  switch (root.kind) {
    case 'aws/saml':
      return hash('root', root.kind, root.url, root.region, endpoint, root.durationSeconds ?? null);
    case 'github/oidc':
      return hash('root', root.kind, root.audience, root.region, endpoint);
    case 'aws/user':
      return hash(
        'root',
        root.kind,
        root.identity.toLowerCase(),
        root.region,
        endpoint,
        root.keysDigest ?? null,
      );
    case 'aws/ambient':
    case 'ambient':
      return hash('root', root.kind, root.identity.toLowerCase(), root.region, endpoint);
    default:
      return signInKey(root);
  }
}

/** The key under which the long-lived keys of a user rest, whose identity the chain begins with. */
export function userKeysKey({ realm, root }: Pick<Chain, 'realm' | 'root'>): string {
  return hash('user-keys', realm, 'identity' in root ? root.identity.toLowerCase() : null);
}

/**
 * The key under which the role keys of a chain rest: over its root, the realm and whatever decides which keys
 * each step yields. Never over a name: two identities of one chain share their keys, and an edited role ARN never
 * serves the old ones.
 */
export function chainKey(chain: Chain): string {
  return hash('role-keys', rootKey(chain.root), chain.realm, chain.steps.map(canonical));
}

/** The key under which a token for a cluster rests. `keys` is the key of the role keys that sign it. */
export function clusterTokenKey(keys: string, cluster: string, region: string): string {
  return hash('cluster-token', keys, cluster, region);
}

/**
 * The key under which the files of a child rest: over the chain and whatever else stands in them. A long shell reads
 * its files again and again, so a run as another identity of the same chain, or by another Node, must not write into them.
 * `program` is the argv that starts this program again, `beside` the keys of those whose profiles stand there as well.
 */
export function handOverKey(
  chain: Chain,
  identity: string,
  keyring: AuthSection['keyring'],
  program: readonly string[],
  beside: readonly string[] = [],
): string {
  const { type, passwordEnv } = keyring;
  const settings = [type ?? null, passwordEnv ?? null];
  return hash('hand-over', chainKey(chain), identity, chain.region, ...settings, program, ...beside);
}

function canonical(step: ChainStep): readonly unknown[] {
  switch (step.kind) {
    case 'aws/permission-set': {
      const { id, name } = step.account;
      return [step.kind, step.permissionSet, id ?? null, id ? null : (name ?? null)];
    }
    case 'aws/assume-role':
      return [
        step.kind,
        step.roleArn,
        step.externalId ?? null,
        step.sessionName ?? null,
        step.durationSeconds ?? null,
        step.region ?? null,
        ...extensions(step),
      ];
    case 'aws/assume-root':
      return [
        step.kind,
        step.accountId,
        step.taskPolicyArn,
        step.durationSeconds ?? null,
        step.region ?? null,
      ];
    case 'aws/user':
      return [step.kind, step.identity.toLowerCase(), step.mfaArn ?? null, step.durationSeconds ?? null];
    case 'aws/ambient':
    case 'ambient':
      return [step.kind, step.identity.toLowerCase(), step.region ?? null];
    default:
      return [step.kind, step.identity];
  }
}

// Nothing is added where there are none, so that sessions that were there before they existed stay found.
function extensions(step: ChainStep & { kind: 'aws/assume-role' }): readonly unknown[] {
  const { sessionTags, transitiveTagKeys, sourceIdentity } = step;
  if (sessionTags === undefined && sourceIdentity === undefined) return [];
  return [
    Object.entries(sessionTags ?? {}).sort(),
    [...(transitiveTagKeys ?? [])].sort(),
    sourceIdentity ?? null,
  ];
}

// Asked for here and not at the top: not every verb that knows these keys has one to make.
function hash(...parts: readonly unknown[]): string {
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256')
    .update(JSON.stringify([1, ...parts]))
    .digest('hex');
}
