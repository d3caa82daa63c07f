import type { AuthSection, Identity, Provider } from '../domain/auth.ts';
import { Problem } from '../domain/problem.ts';
import { listed, nearest } from '../domain/suggestion.ts';

/**
 * The identity of a name or an alias, compared without case; a name counts before an alias.
 * Throws Problem `identity-not-found` with the nearest name, and where several share the alias.
 * Source of the rule: names as in Atmos; that an alias can be said in place of a name is ours (docs/differences.md).
 */
export function findIdentity(auth: AuthSection, name: string): Identity {
  const wanted = name.toLowerCase();
  const all = [...auth.identities.values()];
  const called = all.filter(({ alias }) => alias?.toLowerCase() === wanted);
  const identity = auth.identities.get(wanted) ?? (called.length === 1 ? called[0] : undefined);
  if (identity !== undefined) return identity;
  if (called.length > 1)
    throw new Problem({
      code: 'identity-not-found',
      message: `"${name}" is an alias of ${called.length} identities: ${called.map((one) => one.name).join(', ')}.`,
      hint: 'Use one of these names.',
    });
  throw noIdentity(
    name,
    all.flatMap((one) => [one.name, ...(one.alias === undefined ? [] : [one.alias])]),
  );
}

/** The provider of a name, compared without case. Throws Problem `provider-not-found` with the nearest name. */
export function findProvider(auth: AuthSection, name: string): Provider {
  const provider = auth.providers.get(name.toLowerCase());
  if (provider !== undefined) return provider;
  throw noProvider(
    name,
    [...auth.providers.values()].map((one) => one.name),
  );
}

/** Problem `identity-not-found`; `names` are those that there are. */
export function noIdentity(name: string, names: readonly string[]): Problem {
  return new Problem({
    code: 'identity-not-found',
    message: `There is no identity "${name}" here.${didYouMean(name, names)}`,
    hint:
      names.length === 0
        ? 'No identity is defined. Choose a profile, such as ATMOS_PROFILE=developers.'
        : 'atmos-kit auth list shows all of them; another profile may define more.',
  });
}

/** Problem `provider-not-found`; `names` are those that there are. */
export function noProvider(name: string, names: readonly string[]): Problem {
  return new Problem({
    code: 'provider-not-found',
    message: `There is no provider "${name}" here.${didYouMean(name, names)}`,
    hint:
      names.length === 0 ? 'Define one under auth.providers in atmos.yaml.' : `Defined: ${listed(names)}.`,
  });
}

function didYouMean(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  return near === undefined ? '' : ` Did you mean "${near}"?`;
}
