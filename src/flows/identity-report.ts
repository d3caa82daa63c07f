import type { World } from '../config/load-project.ts';
import type { AuthSection, Chain, ChainStep, Identity } from '../domain/auth.ts';
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
  const provider = findProvider(auth, chain.signIn.provider);
  const { startUrl, region, endpointUrl } = chain.signIn;
  return [
    {
      name: provider.name,
      kind: provider.kind,
      what: [startUrl, region, ...(endpointUrl === undefined ? [] : [`at ${endpointUrl}`])].join(', '),
      place: place(provider.at),
    },
    ...chain.steps.map((step) => link(step, findIdentity(auth, step.identity), place)),
  ];
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
    case 'mock/aws':
      return 'made-up keys';
  }
}
