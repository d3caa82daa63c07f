import { createHash } from 'node:crypto';
import type { Identity, Provider } from '../domain/auth.ts';
import type {
  AmbientEnvironment,
  AmbientKeys,
  ProviderRoot,
  SignInTarget,
  UserKeys,
} from '../domain/chain.ts';
import { homeRegion, partitionOfArn } from '../domain/partition.ts';
import { Problem } from '../domain/problem.ts';
import type { LongLivedKeys } from '../domain/session.ts';

/** Where mock identities are, whatever is configured. Source: Atmos's mock/aws identity. */
export const mockRegion = 'us-east-1';

/**
 * What a chain that leads to a provider begins with. `firstRole` is the ARN of the first role of the chain, which says
 * in which partition its keys are asked for where the provider names no region. Throws the entry's fault.
 */
export function rootOf(provider: Provider, firstRole?: string): ProviderRoot {
  if (provider.fault) throw new Problem(provider.fault);
  const place = {
    provider: provider.name,
    region: provider.region ?? homeRegion(partitionOfArn(firstRole ?? '') ?? 'aws'),
    ...(provider.endpointUrl !== undefined && { endpointUrl: provider.endpointUrl }),
  };
  switch (provider.kind) {
    case 'github/oidc':
      return { kind: 'github/oidc', ...place, audience: provider.audience as string };
    case 'aws/saml':
      return {
        kind: 'aws/saml',
        ...place,
        url: provider.url as string,
        callbackPort: provider.callbackPort as number,
        ...(provider.durationSeconds !== undefined && { durationSeconds: provider.durationSeconds }),
      };
    case 'aws/iam-identity-center':
      return {
        kind: 'aws/iam-identity-center',
        ...place,
        startUrl: provider.startUrl as string,
        ...(provider.endpointUrl === undefined && provider.share && { share: provider.share }),
        scopes: ['sso:account:access'],
      };
    default:
      return {
        kind: 'mock/aws',
        provider: provider.name,
        startUrl: `mock:${provider.id}`,
        region: provider.region ?? mockRegion,
        scopes: [],
      };
  }
}

/** True for a provider at which a person signs in once, for all of its identities. */
export function hasSignIn({ kind }: Pick<Provider, 'kind'>): boolean {
  return kind !== 'github/oidc' && kind !== 'aws/saml';
}

/**
 * The place where a person signs in at Identity Center. Throws the entry's fault, and Problem `usage` for a provider
 * of another kind, which has no sign-in of its own.
 */
export function signInTarget(provider: Provider): SignInTarget {
  const root = rootOf(provider);
  if (root.kind === 'aws/iam-identity-center' || root.kind === 'mock/aws') return root;
  throw new Problem({
    code: 'usage',
    message:
      root.kind === 'github/oidc'
        ? `Nobody signs in at ${provider.name}: a job of GitHub Actions has its token already.`
        : `A sign-in at ${provider.name} is always one for a certain role.`,
    hint:
      root.kind === 'github/oidc'
        ? 'Use its identities in a workflow of GitHub Actions.'
        : 'atmos-kit auth login --identity NAME, naming an identity whose via is this provider.',
  });
}

/** True for an identity that needs nothing in its `via`: it has keys of its own, or takes those that are around. */
export function isStandalone({ kind }: Identity): boolean {
  return kind === 'aws/user' || kind === 'aws/ambient' || kind === 'ambient';
}

/**
 * What the chain of a standalone identity begins with. `firstRole` is the ARN of the role that is assumed from it, if
 * any: it says which partition is meant where nothing names a region.
 */
export function standaloneRoot(
  { kind, name, endpointUrl, principal, user }: Identity,
  firstRole = '',
): UserKeys | AmbientKeys | AmbientEnvironment {
  const home = homeRegion(partitionOfArn(user?.mfaArn ?? '') ?? partitionOfArn(firstRole) ?? 'aws');
  const common = {
    identity: name,
    region: user?.region ?? principal.region ?? home,
    ...(endpointUrl !== undefined && { endpointUrl }),
  };
  if (kind !== 'aws/user') return { kind: kind === 'ambient' ? 'ambient' : 'aws/ambient', ...common };
  return { kind, ...common, ...(user?.keys && { keys: user.keys, keysDigest: digestOf(user.keys.open()) }) };
}

function digestOf({ accessKeyId, secretAccessKey }: LongLivedKeys): string {
  return createHash('sha256').update(`${accessKeyId}\0${secretAccessKey}`).digest('hex');
}
