import { listProfiles } from '../config/list-profiles.ts';
import { provisionedName } from '../config/provisioned-identities.ts';
import type { AuthSection } from '../domain/auth.ts';
import { formatPlace, isProblem, Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { nearest } from '../domain/suggestion.ts';
import { type MapValue, valueAt } from '../domain/value.ts';
import { readAuth } from '../identity/read-auth.ts';
import { readIdentity } from '../identity/read-identity.ts';
import { type AuthFindings, validateAuth } from '../identity/validate-auth.ts';
import type { World } from '../ports.ts';
import { type NamedIdentity, namedIdentities } from '../stacks/named-identities.ts';
import { chosenProject, type ProjectChoice } from './chosen-project.ts';
import { noConfiguration } from './load-auth.ts';

/** What `auth validate` finds with one choice of profiles. */
export interface ValidatedAuth extends AuthFindings {
  readonly profiles: readonly string[];
  readonly providers: number;
  readonly identities: number;
  /** The folder that places are told from. */
  readonly root: string | undefined;
}

/**
 * Everything that is wrong or odd in the `auth:` of the project around `folder`, its stacks included. What keeps the whole
 * configuration from being read is told as the only error. Throws Problem `config-not-found` where there is none, and
 * `profile-not-found`.
 */
export function validatedAuth(world: World, folder: string, choice: ProjectChoice): ValidatedAuth {
  return validated(world, folder, choice, true);
}

/** `expecting` says whether it is odd that no identity is defined. */
function validated(world: World, folder: string, choice: ProjectChoice, expecting: boolean): ValidatedAuth {
  try {
    const project = chosenProject(world, folder, choice);
    if (project.configFolder === undefined) throw noConfiguration(folder);
    return inProject(world, project, expecting);
  } catch (error) {
    if (!isProblem(error) || ['config-not-found', 'profile-not-found'].includes(error.code)) throw error;
    const profiles = [...(choice.profiles ?? [])];
    return { errors: [error], warnings: [], profiles, providers: 0, identities: 0, root: folder };
  }
}

/** The same with each profile by itself; one that only adjusts others, such as an endpoint, need not define identities. */
export function validatedProfiles(
  world: World,
  folder: string,
  choice: ProjectChoice,
): readonly ValidatedAuth[] {
  const names = listProfiles(world, { ...choice, cwd: folder }).map(({ name }) => name);
  return names.map((name) => validated(world, folder, { ...choice, profiles: [name] }, false));
}

function inProject(world: World, project: Project, expecting: boolean): ValidatedAuth {
  const { auth, errors } = readWhole(project);
  const found = validateAuth(project.auth, auth, project.identityDefaults);
  const ofStacks = checkStacks(world, project, auth, expecting);
  return {
    errors: [...errors, ...found.errors, ...ofStacks.errors],
    warnings: [...(project.warnings ?? []), ...found.warnings, ...shadowed(project), ...ofStacks.warnings],
    profiles: project.profiles.map(({ name }) => name),
    providers: auth.providers.size,
    identities: auth.identities.size,
    root: project.configFolder,
  };
}

/** A keyring that cannot be read does not hide what is wrong with the rest. */
function readWhole({ auth, realm }: Project): {
  readonly auth: AuthSection;
  readonly errors: readonly Problem[];
} {
  try {
    return { auth: readAuth(auth, realm), errors: [] };
  } catch (error) {
    if (!isProblem(error)) throw error;
    const entries = new Map([...auth.entries].filter(([key]) => key !== 'keyring'));
    const rest: MapValue = { ...auth, entries };
    return { auth: readAuth(rest, realm), errors: [error] };
  }
}

function shadowed({ replacedIdentities = [], configFolder }: Project): Problem[] {
  return replacedIdentities
    .filter(({ at }) => !at.file.endsWith(`/${provisionedName}`))
    .map(
      ({ name, at, by }) =>
        new Problem({
          code: 'auth-config-invalid',
          message: `The identity "${name}" is defined here, and nothing of it counts: ${formatPlace(by, configFolder)} defines it again.`,
          hint: 'Remove one of them; what only marks it (default: true) needs no kind.',
          at,
        }),
    );
}

/** Identities that stacks name or define themselves. */
function checkStacks(world: World, project: Project, auth: AuthSection, expecting: boolean): AuthFindings {
  const named = namedIdentities(world, project);
  const defines = named.filter(({ entry }) => valueAt(entry, 'kind') !== undefined);
  const own = new Set(defines.map(({ name }) => name.toLowerCase()));
  const lost = named.filter(
    ({ name }) => !auth.identities.has(name.toLowerCase()) && !own.has(name.toLowerCase()),
  );
  const errors = defines.flatMap(({ name, entry }) =>
    (readIdentity(name, entry).faults ?? []).map((fault) => new Problem(fault)),
  );
  if (auth.identities.size > 0)
    return { errors: [...errors, ...lost.map((one) => notDefined(one, auth))], warnings: [] };
  // Where no identity is defined at all, the profile that defines them is not chosen: that is one thing, and told once.
  const [first] = lost;
  if (first === undefined || !expecting) return { errors, warnings: [] };
  const many = new Set(lost.map(({ name }) => name.toLowerCase())).size;
  return {
    errors,
    warnings: [
      new Problem({
        code: 'identity-not-found',
        message: `Stacks name ${many} ${many === 1 ? 'identity' : 'identities'}, such as ${first.name}, and no identity is defined.`,
        hint: 'Choose the profile that defines them, such as ATMOS_PROFILE=developers, or check all: atmos-kit auth validate --all-profiles',
        at: first.at,
      }),
    ],
  };
}

function notDefined({ name, at }: NamedIdentity, { identities }: AuthSection): Problem {
  const near = nearest(
    name,
    [...identities.values()].map((one) => one.name),
  );
  return new Problem({
    code: 'identity-not-found',
    message: `The stack names an identity "${name}", which is not defined.`,
    hint: near === undefined ? 'Define it, or choose the profile that does.' : `Did you mean ${near}?`,
    at,
  });
}
