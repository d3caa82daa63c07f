import type { AuthSection, Identity, Provider } from '../domain/auth.ts';
import type { Chain, ChainRoot } from '../domain/chain.ts';
import { type Place, Problem } from '../domain/problem.ts';
import { isStandalone, mockRegion, rootOf, standaloneRoot } from './chain-root.ts';
import { chainStep } from './chain-step.ts';
import { findIdentity, findProvider } from './find-identity.ts';

/**
 * The chain of an identity: its root, then every identity whose keys are needed on the way.
 * Throws Problem `chain-broken` (nothing or too much in `via`, a circle, steps that cannot follow each other),
 * the faults of the entries on the way, and `provider-not-found` or `identity-not-found`.
 * Source of the rule: Atmos follows `via.identity` until it meets a `via.provider` or an identity that needs none.
 */
export function chainOf(auth: AuthSection, identity: Identity): Chain {
  const path = [identity];
  let provider: Provider | undefined;
  for (let step: Identity | undefined = identity; step !== undefined; ) {
    if (step.fault) throw new Problem(step.fault);
    if (isStandalone(step)) break;
    const via = oneVia(step);
    if (via.provider !== undefined) {
      provider = found(() => findProvider(auth, via.provider as string), step, via.at);
      break;
    }
    const base: Identity = found(() => findIdentity(auth, via.identity as string), step, via.at);
    if (path.includes(base)) throw circle([...path.slice(path.indexOf(base)), base], via.at);
    path.push(base);
    step = base;
  }
  path.reverse();
  const [first = identity, second] = path;
  const root: ChainRoot = provider
    ? rootOf(provider, first.principal.roleArn)
    : standaloneRoot(first, second?.principal.roleArn);
  const steps = path.map((step, index) => chainStep(root, step, index));
  return {
    realm: auth.realm,
    root,
    steps,
    region:
      root.kind === 'mock/aws'
        ? mockRegion
        : steps.reduce((region, step) => step.region ?? region, root.region),
    env: identity.env,
  };
}

function oneVia(identity: Identity): NonNullable<Identity['via']> {
  const { via } = identity;
  if (via !== undefined && (via.provider === undefined) !== (via.identity === undefined)) return via;
  const both = via?.provider !== undefined;
  throw new Problem({
    code: 'chain-broken',
    message: both
      ? `The identity ${identity.name} says both via.provider and via.identity.`
      : `The identity ${identity.name} does not say where its keys come from.`,
    hint: both ? 'Keep one of them.' : 'Add via: { provider: sso } or via: { identity: … }.',
    at: via?.at ?? identity.at,
  });
}

function found<T>(find: () => T, step: Identity, at: Place): T {
  try {
    return find();
  } catch (cause) {
    throw new Problem({
      code: 'chain-broken',
      message: `The chain of ${step.name} is broken: ${(cause as Error).message}`,
      hint: 'Correct its via, or define what it names.',
      at,
      cause,
    });
  }
}

function circle(path: readonly Identity[], at: Place): Problem {
  return new Problem({
    code: 'chain-broken',
    message: `These identities lead in a circle: ${path.map(({ name }) => name).join(' → ')}.`,
    hint: 'One of them must name a provider in its via.',
    at,
  });
}
