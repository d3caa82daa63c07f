import type { World } from '../config/load-project.ts';
import type { AuthSection, Identity, Provider } from '../domain/auth.ts';
import { type Chain, type ChainStep, nameOfTask, type ProviderRoot } from '../domain/chain.ts';
import { formatPlace, type Place } from '../domain/problem.ts';
import { chainOf } from '../identity/chain.ts';
import { findIdentity, findProvider } from '../identity/find-identity.ts';
import type { Chosen } from './choose-identity.ts';
import { type InStack, identityInStack } from './identity-in-stack.ts';
import type { ReportRequest } from './questions.ts';

/** Who runs a component in a stack and why, as plain JSON. Places are relative to the project. */
export interface IdentityReport {
  readonly component: string;
  readonly stack: string;
  /** Missing where somebody said, on purpose: without one. */
  readonly identity?: string;
  readonly source: string;
  readonly why: string;
  readonly place?: string;
  readonly lost: readonly LostCandidate[];
  readonly chain?: readonly ChainLink[];
  readonly region?: string;
}

export interface LostCandidate {
  readonly identity: string;
  readonly source: string;
  readonly place?: string;
  readonly because: string;
}

export interface ChainLink {
  readonly name: string;
  readonly kind: string;
  /** What it is, in words: the portal, or the permission set and its account, or the role. */
  readonly what: string;
  readonly place: string;
}

/** The report where nobody needs to be asked; else what must be settled first. */
export function lookAtIdentity(
  world: World,
  folder: string,
  request: ReportRequest,
): { readonly report: IdentityReport } | { readonly open: InStack } {
  const found = identityInStack(world, folder, request, request);
  const { choice } = found;
  if (choice.type === 'ask') return { open: found };
  const identity = choice.type === 'identity' ? choice.identity : undefined;
  return { report: reportOf(found, { ...choice, identity }) };
}

/** Throws the Problems of `chainOf`: an identity whose chain is broken is not reported as if it worked. */
export function reportOf(
  { project, component, auth }: InStack,
  { identity, why, lost }: Chosen,
): IdentityReport {
  const placed = (at: Place | undefined) =>
    at === undefined ? {} : { place: formatPlace(at, project.configFolder) };
  const chain = identity && chainOf(auth, identity);
  return {
    component: component.name,
    stack: component.stack,
    ...(identity && { identity: identity.name }),
    source: why.source,
    why: why.text,
    ...placed(why.at),
    lost: lost.map(({ identity, source, because, at }) => ({ identity, source, because, ...placed(at) })),
    ...(chain && {
      chain: links(auth, chain, (at) => formatPlace(at, project.configFolder)),
      region: chain.region,
    }),
  };
}

function links(auth: AuthSection, chain: Chain, place: (at: Place) => string): ChainLink[] {
  return [
    ...('provider' in chain.root
      ? [rootLink(chain.root, findProvider(auth, chain.root.provider), place)]
      : []),
    ...chain.steps.map((step) => link(step, findIdentity(auth, step.identity), place)),
  ];
}

function rootLink(root: ProviderRoot, { name, kind, at }: Provider, place: (at: Place) => string): ChainLink {
  const endpoint = root.endpointUrl === undefined ? [] : [`at ${root.endpointUrl}`];
  return { name, kind, what: [addressOf(root), root.region, ...endpoint].join(', '), place: place(at) };
}

function addressOf(root: ProviderRoot): string {
  switch (root.kind) {
    case 'aws/saml':
      return root.url;
    case 'github/oidc':
      return `token for ${root.audience}`;
    default:
      return root.startUrl;
  }
}

function link(step: ChainStep, { name, kind, at }: Identity, place: (at: Place) => string): ChainLink {
  return { name, kind, what: wordsOf(step), place: place(at) };
}

function wordsOf(step: ChainStep): string {
  switch (step.kind) {
    case 'aws/permission-set':
      return `${step.permissionSet} in account ${step.account.id ?? step.account.name}`;
    case 'aws/assume-role':
      return step.roleArn;
    case 'aws/assume-root':
      return `${nameOfTask(step)} as the root user of account ${step.accountId}`;
    case 'aws/user':
      return step.mfaArn === undefined ? 'an IAM user' : `an IAM user with ${step.mfaArn}`;
    case 'aws/ambient':
      return 'the AWS keys that are around';
    case 'ambient':
      return 'the environment as it is';
    case 'mock/aws':
      return 'made-up keys';
  }
}
