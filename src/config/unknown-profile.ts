import { distance } from 'fastest-levenshtein';
import { Problem } from '../domain/problem.ts';
import { entriesOf, valueAt } from '../domain/value.ts';
import type { ConfigLayer } from './config-layer.ts';
import type { Profile } from './profiles.ts';

/**
 * Problem `profile-not-found` (exit code 2, as in Atmos): lists the profiles that exist, and where the name is an
 * identity's says how to choose one.
 */
export function unknownProfile(
  name: string,
  profiles: readonly Profile[],
  base: readonly ConfigLayer[],
  read: (folder: string) => readonly ConfigLayer[],
): Problem {
  const names = profiles.map((profile) => profile.name);
  const list =
    names.length === 0 ? 'This project has no profiles.' : `The profiles here are ${names.join(', ')}.`;
  return new Problem({
    code: 'profile-not-found',
    message: `There is no profile "${name}". ${list}`,
    hint: hint(name, names, isIdentity(name, profiles, base, read)),
  });
}

/** Problem `profile-not-found` where there is no project to have profiles. */
export function noProject(name: string, folder: string): Problem {
  return new Problem({
    code: 'profile-not-found',
    message: `There is no profile "${name}": no atmos.yaml was found in ${folder} or above it.`,
    hint: 'cd into your Atmos project.',
  });
}

function hint(name: string, names: readonly string[], identity: boolean): string {
  if (identity) return `${name} is an identity: choose it with --identity ${name} or ATMOS_IDENTITY=${name}.`;
  const near =
    names.find((known) => distance(known, name.toLowerCase()) <= Math.max(1, name.length / 3)) ?? names[0];
  if (near === undefined) return 'Take the profile out of --profile or ATMOS_PROFILE.';
  return `Type: export ATMOS_PROFILE=${near}`;
}

function isIdentity(
  name: string,
  profiles: readonly Profile[],
  base: readonly ConfigLayer[],
  read: (folder: string) => readonly ConfigLayer[],
): boolean {
  const defines = ({ map }: ConfigLayer): boolean =>
    [...entriesOf(valueAt(map, 'auth', 'identities'))].some(
      ([id]) => id.toLowerCase() === name.toLowerCase(),
    );
  if (base.some(defines)) return true;
  return profiles.some(({ folder }) => {
    try {
      return read(folder).some(defines);
    } catch {
      // A broken profile that nobody asked for must not hide the fault that somebody did ask for.
      return false;
    }
  });
}
