import { closest, distance } from 'fastest-levenshtein';
import type { AuthSection, Identity, Provider } from '../domain/auth.ts';
import { Problem } from '../domain/problem.ts';

/** The identity of a name, compared without case. Throws Problem `identity-not-found` with the nearest name. */
export function findIdentity(auth: AuthSection, name: string): Identity {
  const identity = auth.identities.get(name.toLowerCase());
  if (identity !== undefined) return identity;
  const names = [...auth.identities.values()].map((one) => one.name);
  throw new Problem({
    code: 'identity-not-found',
    message: `There is no identity "${name}" here.${didYouMean(name, names)}`,
    hint:
      names.length === 0
        ? 'No identity is defined. Choose a profile, such as ATMOS_PROFILE=developers.'
        : 'atmos-kit auth list shows all of them; another profile may define more.',
  });
}

/** The provider of a name, compared without case. Throws Problem `provider-not-found` with the nearest name. */
export function findProvider(auth: AuthSection, name: string): Provider {
  const provider = auth.providers.get(name.toLowerCase());
  if (provider !== undefined) return provider;
  const names = [...auth.providers.values()].map((one) => one.name);
  throw new Problem({
    code: 'provider-not-found',
    message: `There is no provider "${name}" here.${didYouMean(name, names)}`,
    hint:
      names.length === 0 ? 'Define one under auth.providers in atmos.yaml.' : `Defined: ${names.join(', ')}.`,
  });
}

function didYouMean(name: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const lower = name.toLowerCase();
  const near = closest(
    lower,
    names.map((one) => one.toLowerCase()),
  );
  if (distance(lower, near) > Math.max(2, near.length / 3)) return '';
  return ` Did you mean "${names.find((one) => one.toLowerCase() === near)}"?`;
}
