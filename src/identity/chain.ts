import type { AuthSection, Identity, Provider } from '../domain/auth.ts';
import type { Chain, ChainStep, SignInTarget } from '../domain/chain.ts';
import { type Place, Problem } from '../domain/problem.ts';
import { findIdentity, findProvider } from './find-identity.ts';

/** Where mock identities are, whatever is configured. Source: Atmos's mock/aws identity. */
const mockRegion = 'us-east-1';

/**
 * The chain of an identity: its provider, then every identity whose keys are needed on the way.
 * Throws Problem `chain-broken` (nothing or too much in `via`, a circle, steps that cannot follow each other),
 * the faults of the entries on the way, and `provider-not-found` or `identity-not-found`.
 * Source of the rule: Atmos follows `via.identity` until it meets a `via.provider`.
 */
export function chainOf(auth: AuthSection, identity: Identity): Chain {
  const path = [identity];
  let provider: Provider | undefined;
  for (let step: Identity | undefined = identity; step !== undefined; ) {
    refuseFault(step);
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
  const signIn = signInTarget(provider as Provider);
  const steps = path.reverse().map((step, index) => {
    refuseMixture(signIn, step);
    return chainStep(step, index);
  });
  return {
    realm: auth.realm,
    root: signIn,
    steps,
    region:
      signIn.kind === 'mock/aws'
        ? mockRegion
        : steps.reduce((region, step) => step.region ?? region, signIn.region),
    env: identity.env,
  };
}

/** The sign-in of a provider. Throws the entry's fault. */
export function signInTarget(provider: Provider): SignInTarget {
  refuseFault(provider);
  if (provider.kind !== 'aws/iam-identity-center')
    return {
      kind: 'mock/aws',
      provider: provider.name,
      startUrl: `mock:${provider.id}`,
      region: provider.region ?? mockRegion,
      scopes: [],
    };
  return {
    kind: 'aws/iam-identity-center',
    provider: provider.name,
    startUrl: provider.startUrl as string,
    region: provider.region as string,
    ...(provider.endpointUrl !== undefined && { endpointUrl: provider.endpointUrl }),
    scopes: ['sso:account:access'],
  };
}

function refuseFault(entry: Identity | Provider): void {
  if (entry.fault) throw new Problem(entry.fault);
}

// Made-up keys must never be shown to AWS, nor a person's sign-in hide behind them.
function refuseMixture(signIn: SignInTarget, { name, kind, via, at }: Identity): void {
  const made = signIn.kind === 'mock/aws';
  if (made === (kind === 'mock/aws')) return;
  throw new Problem({
    code: 'chain-broken',
    message: made
      ? `${name} is of kind ${kind}, but its chain begins at ${signIn.provider}, where keys are made up.`
      : `${name} is of kind mock/aws, but its chain begins at ${signIn.provider}, where people sign in.`,
    hint: made ? 'Name a provider of kind aws/iam-identity-center.' : 'Name a provider of kind mock/aws.',
    at: via?.at ?? at,
  });
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

function chainStep({ name, kind, principal, via, at }: Identity, index: number): ChainStep {
  const region = principal.region !== undefined && { region: principal.region };
  if (kind === 'mock/aws') return { kind, identity: name, ...region };
  if (kind === 'aws/permission-set') {
    if (index > 0)
      throw new Problem({
        code: 'chain-broken',
        message: `A permission set comes from a provider, but ${name} names an identity in its via.`,
        hint: 'Write via: { provider: sso }.',
        at: via?.at ?? at,
      });
    return {
      kind,
      identity: name,
      permissionSet: principal.permissionSet as string,
      account: {
        ...(principal.accountId !== undefined && { id: principal.accountId }),
        ...(principal.accountName !== undefined && { name: principal.accountName }),
      },
      ...region,
    };
  }
  if (index === 0)
    throw new Problem({
      code: 'chain-broken',
      message: `A role is assumed with the keys of another identity, but ${name} names a provider in its via.`,
      hint: 'Write via: { identity: … }, naming an identity of kind aws/permission-set.',
      at: via?.at ?? at,
    });
  const { externalId, sessionName, durationSeconds } = principal;
  return {
    kind: 'aws/assume-role',
    identity: name,
    roleArn: principal.roleArn as string,
    ...(externalId !== undefined && { externalId }),
    ...(sessionName !== undefined && { sessionName }),
    ...(durationSeconds !== undefined && { durationSeconds }),
    ...region,
  };
}
