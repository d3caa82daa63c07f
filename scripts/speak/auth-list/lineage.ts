import type { AuthAnswer, IdentityAnswer, ProviderAnswer } from '../../../src/flows/auth-answer.ts';

/** Who stands below whom. */
export interface Lineage {
  /** Identities whose keys come from this provider or identity. */
  below(parent: ProviderAnswer | IdentityAnswer): readonly IdentityAnswer[];
  /** Identities that need nobody, and those whose parent is not defined. */
  readonly alone: readonly IdentityAnswer[];
  /** Identities that lead to no provider because they lead in a circle. */
  readonly inCircles: readonly IdentityAnswer[];
}

/** The lineage of all identities of a project. */
export function lineageOf({ providers, identities }: AuthAnswer): Lineage {
  const [providersByName, identitiesByName] = [byName(providers), byName(identities)];
  const children = new Map<ProviderAnswer | IdentityAnswer, IdentityAnswer[]>();
  const alone: IdentityAnswer[] = [];
  for (const one of identities) {
    const parent = (one.viaIdentity ? identitiesByName : providersByName).get(one.via.toLowerCase());
    if (parent === undefined) alone.push(one);
    else if (children.get(parent)?.push(one) === undefined) children.set(parent, [one]);
  }
  const below = (parent: ProviderAnswer | IdentityAnswer) => children.get(parent) ?? [];
  const reached = new Set<IdentityAnswer>();
  const reach = (one: IdentityAnswer): void => {
    reached.add(one);
    for (const next of below(one)) reach(next);
  };
  for (const one of [...providers.flatMap(below), ...alone]) reach(one);
  return { below, alone, inCircles: identities.filter((one) => !reached.has(one)) };
}

function byName<T extends { readonly name: string }>(all: readonly T[]): ReadonlyMap<string, T> {
  return new Map(all.map((one) => [one.name.toLowerCase(), one]));
}
