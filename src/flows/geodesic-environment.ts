import { join } from 'node:path';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import type { Environment, Ports } from '../ports.ts';
import type { ServedKeys } from './serve-keys.ts';

/** What follows a person into the container. */
export interface Followed {
  /** ATMOS_PROFILE and ATMOS_IDENTITY there. */
  readonly profile?: string;
  readonly identity?: string;
  /** Variables that only the shell in the container has, and not the container. They may be secret. */
  readonly served: Readonly<Record<string, string>>;
}

/**
 * What Geodesic's wrapper is told so that the container has what the host has. Docker is given names alone: values, which
 * may be secret, stay in environments, and no word of the wrapper's lists can hold a space.
 * Source of the variables: the wrapper, which passes on none of ATMOS_* or AWS_*, and in the version before knew one list only.
 */
export function geodesicEnvironment(environment: Environment, followed: Followed): EnvironmentChange {
  const { profile, identity, served } = followed;
  const home = environment.get('HOME');
  const everywhere: Record<string, string> = {
    ...(profile !== undefined && { ATMOS_PROFILE: profile }),
    ...(identity !== undefined && { ATMOS_IDENTITY: identity }),
    // Mounted where the host has them, and not in the container's own home, where Atmos would look.
    ...(home && {
      ATMOS_XDG_CACHE_HOME: environment.get('ATMOS_XDG_CACHE_HOME') ?? join(home, '.cache'),
      ATMOS_XDG_DATA_HOME: environment.get('ATMOS_XDG_DATA_HOME') ?? join(home, '.local/share'),
    }),
  };
  const launch = [...named(everywhere), ...(isServed(served) ? ['--network=host'] : [])];
  const list = (name: string, words: readonly string[]) =>
    [environment.get(name) ?? '', ...words].filter((word) => word !== '').join(' ');
  return {
    ...everywhere,
    ...served,
    GEODESIC_DOCKER_EXTRA_ARGS: list('GEODESIC_DOCKER_EXTRA_ARGS', launch),
    GEODESIC_DOCKER_EXTRA_LAUNCH_ARGS: list('GEODESIC_DOCKER_EXTRA_LAUNCH_ARGS', launch),
    GEODESIC_DOCKER_EXTRA_EXEC_ARGS: list('GEODESIC_DOCKER_EXTRA_EXEC_ARGS', [
      ...named(everywhere),
      ...named(served),
    ]),
  };
}

/** Variables that make programs in the container ask `keys`. Atmos takes them as well: it is told to look no further. */
export function servedVariables(
  { files }: Pick<Ports, 'files'>,
  { anywhere }: ServedKeys,
): Readonly<Record<string, string>> {
  const { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file, ...rest } = anywhere;
  const set = Object.entries(rest).filter((entry): entry is [string, string] => entry[1] !== null);
  return {
    ...Object.fromEntries(set),
    // The files are the host's.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_CONTAINER_AUTHORIZATION_TOKEN: (file && files.read(file)) ?? '',
    ATMOS_IDENTITY: 'false',
  };
}

const named = (variables: Readonly<Record<string, string>>): readonly string[] =>
  Object.keys(variables).map((name) => `--env=${name}`);

const isServed = (served: Readonly<Record<string, string>>): boolean => Object.keys(served).length > 0;
