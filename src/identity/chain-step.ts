import type { Identity } from '../domain/auth.ts';
import type { ChainRoot, ChainStep } from '../domain/chain.ts';
import { partitionOfArn, partitionOfRegion } from '../domain/partition.ts';
import { Problem } from '../domain/problem.ts';

/**
 * An identity as the step of a chain at which it stands, 0 for the first one after the root.
 * Throws Problem `chain-broken` where it cannot stand there.
 */
export function chainStep(root: ChainRoot, identity: Identity, index: number): ChainStep {
  refuseMixture(root, identity);
  const { name, kind, principal } = identity;
  const region = principal.region !== undefined && { region: principal.region };
  switch (kind) {
    case 'mock/aws':
      return { kind, identity: name, ...region };
    case 'aws/permission-set':
      return permissionSetStep(root, identity, index);
    case 'aws/assume-root':
      return rootTaskStep(root, identity, index);
    case 'aws/user': {
      const { mfaArn, sessionSeconds } = identity.user ?? {};
      return {
        kind,
        identity: name,
        ...(mfaArn !== undefined && { mfaArn }),
        ...(sessionSeconds !== undefined && { durationSeconds: sessionSeconds }),
        region: root.region,
      };
    }
    case 'aws/ambient':
    case 'ambient':
      return { kind, identity: name, ...region };
    default:
      return roleStep(root, identity, index);
  }
}

// Made-up keys must never be shown to AWS, nor a person's sign-in hide behind them.
function refuseMixture(root: ChainRoot, identity: Identity): void {
  const { name, kind } = identity;
  const made = root.kind === 'mock/aws';
  if (made === (kind === 'mock/aws')) return;
  const at = 'provider' in root ? root.provider : root.identity;
  throw broken(
    identity,
    made
      ? `${name} is of kind ${kind}, but its chain begins at ${at}, where keys are made up.`
      : `${name} is of kind mock/aws, but its chain begins at ${at}, where people sign in.`,
    made ? 'Name a provider of kind aws/iam-identity-center.' : 'Name a provider of kind mock/aws.',
  );
}

function permissionSetStep(root: ChainRoot, identity: Identity, index: number): ChainStep {
  const { name, principal } = identity;
  if (index > 0)
    throw broken(
      identity,
      `A permission set comes from a provider, but ${name} names an identity in its via.`,
      'Write via: { provider: sso }.',
    );
  if (root.kind !== 'aws/iam-identity-center')
    throw broken(
      identity,
      `A permission set comes from IAM Identity Center, but the provider of ${name} is of kind ${root.kind}.`,
      'Name a provider of kind aws/iam-identity-center, or make it an identity of kind aws/assume-role.',
    );
  return {
    kind: 'aws/permission-set',
    identity: name,
    permissionSet: principal.permissionSet as string,
    account: {
      ...(principal.accountId !== undefined && { id: principal.accountId }),
      ...(principal.accountName !== undefined && { name: principal.accountName }),
    },
    ...(principal.region !== undefined && { region: principal.region }),
  };
}

/** Roots that prove who somebody is without keys, for which AWS has a call of its own. */
const proving: readonly ChainRoot['kind'][] = ['github/oidc', 'aws/saml'];

function roleStep(root: ChainRoot, identity: Identity, index: number): ChainStep {
  const { name, principal } = identity;
  const proven = index === 0;
  if (proven && !proving.includes(root.kind))
    throw broken(
      identity,
      `A role is assumed with the keys of another identity, but ${name} names a provider in its via.`,
      'Write via: { identity: … }, naming an identity of kind aws/permission-set.',
    );
  refuseWithoutKeys(root, identity);
  refuseOtherPartition(root, identity, principal.roleArn as string);
  const { externalId, sessionName, durationSeconds, sessionTags, transitiveTagKeys, sourceIdentity } =
    principal;
  if (proven && (sessionTags !== undefined || sourceIdentity !== undefined))
    throw broken(
      identity,
      `${name} has session tags or a source identity of its own, but what ${'provider' in root ? root.provider : ''} says of a caller brings them.`,
      'Remove session_tags and source_identity, or put them on a role that is assumed from this one.',
    );
  return {
    kind: 'aws/assume-role',
    identity: name,
    roleArn: principal.roleArn as string,
    ...(externalId !== undefined && { externalId }),
    ...(sessionName !== undefined && { sessionName }),
    ...(durationSeconds !== undefined && { durationSeconds }),
    ...(sessionTags !== undefined && { sessionTags }),
    ...(transitiveTagKeys !== undefined && { transitiveTagKeys }),
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    ...(principal.region !== undefined && { region: principal.region }),
  };
}

function rootTaskStep(root: ChainRoot, identity: Identity, index: number): ChainStep {
  const { name, principal } = identity;
  if (index === 0)
    throw broken(
      identity,
      `A root task is done with the keys of another identity, but ${name} names a provider in its via.`,
      'Write via: { identity: … }, naming one of the management or the delegated account.',
    );
  refuseWithoutKeys(root, identity);
  refuseOtherPartition(root, identity, principal.taskPolicyArn as string);
  return {
    kind: 'aws/assume-root',
    identity: name,
    accountId: principal.targetPrincipal as string,
    taskPolicyArn: principal.taskPolicyArn as string,
    ...(principal.durationSeconds !== undefined && { durationSeconds: principal.durationSeconds }),
    ...(principal.region !== undefined && { region: principal.region }),
  };
}

function refuseWithoutKeys(root: ChainRoot, identity: Identity): void {
  if (root.kind !== 'ambient') return;
  throw broken(
    identity,
    `${identity.name} needs keys, but its chain begins at ${root.identity}, which is of kind ambient and makes none.`,
    `Make ${root.identity} an identity of kind aws/ambient: that takes the AWS keys which are around.`,
  );
}

// Where AWS is at an endpoint of one's own, regions mean nothing.
function refuseOtherPartition(root: ChainRoot, identity: Identity, arn: string): void {
  const [wanted, region] = [partitionOfArn(arn), identity.principal.region ?? root.region];
  if (root.endpointUrl !== undefined || wanted === undefined || wanted === partitionOfRegion(region)) return;
  throw broken(
    identity,
    `${arn} is in the partition ${wanted}, but ${identity.name} is asked for in ${region}, which is in ${partitionOfRegion(region)}.`,
    'No keys cross partitions: correct the ARN or the region.',
  );
}

function broken(identity: Identity, message: string, hint: string): Problem {
  return new Problem({ code: 'chain-broken', message, hint, at: identity.via?.at ?? identity.at });
}
