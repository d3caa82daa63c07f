import type { AuthSection, Identity } from '../domain/auth.ts';
import { accountIdOf } from '../domain/chain.ts';
import { isProblem, Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { listed, nearest } from '../domain/suggestion.ts';
import { toPlain } from '../domain/value.ts';
import { chainOf } from '../identity/chain.ts';
import { mergeAuth } from '../identity/merge-auth.ts';
import { pickIdentity } from '../identity/pick-identity.ts';
import { readAuth } from '../identity/read-auth.ts';
import type { World } from '../ports.ts';
import { buildComponent } from '../stacks/build-component.ts';
import type { ComponentSections } from '../stacks/component-sections.ts';
import { isRunnable, walkStacks } from '../stacks/list-stacks.ts';
import { OpenStacks } from '../stacks/open-stacks.ts';

/** Who runs a component of a stack, and with what rights. */
export interface WhoRuns {
  readonly component: string;
  readonly stack: string;
  /** Missing where nobody does, on purpose, or where it cannot be told. */
  readonly identity?: string;
  /** The permission set, or the ARN of the role. */
  readonly role?: string;
  readonly account?: Account;
  /** Why it cannot be told. */
  readonly problem?: Problem;
}

/** An account as people call it, where an identity of it is called after it (`plat-dev/terraform`), and its number. */
export interface Account {
  readonly name: string;
  readonly id?: string;
}

/**
 * Who runs each Terraform component that can be run, by stack; `identity` is --identity for all of them. What is wrong
 * with one of them is told in its place, and what cannot be read at all is returned beside. Throws only what reading
 * the list of manifests throws.
 */
export function whoRuns(
  world: World,
  project: Project,
  identity: string | undefined,
): { readonly runners: readonly WhoRuns[]; readonly faults: readonly Problem[] } {
  // To know who runs something, nothing of a stack may be run.
  const { effects: _, ...silent } = world;
  const stacks = new OpenStacks(silent, project);
  const { stacks: walked, faults, doubles } = walkStacks(stacks, ['terraform']);
  const known = new Map<string, AuthSection>();
  const runners = walked
    .flatMap(({ components }) => components)
    .filter(isRunnable)
    .map((sections): WhoRuns => {
      const { name: component, stack } = sections.place;
      try {
        return { component, stack, ...runnerOf(world, project, stacks, sections, identity, known) };
      } catch (problem) {
        if (!isProblem(problem)) throw problem;
        return { component, stack, problem };
      }
    });
  return { runners, faults: [...faults, ...doubles] };
}

/** Whether somebody who types `name` means this account: by its name or its number, without case. */
export const isAccount = (account: Account | undefined, name: string): boolean =>
  account !== undefined && [account.name.toLowerCase(), account.id].includes(name.toLowerCase());

/** The accounts of some runners, each once, by name. */
export function accountsOf(runners: readonly WhoRuns[]): readonly Account[] {
  const found = new Map(
    runners.flatMap(({ account }) => (account ? [[account.name, account] as const] : [])),
  );
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Problem `usage` for the name of an account in which nothing runs. */
export function unknownAccount(typed: string, accounts: readonly Account[]): Problem {
  const names = accounts.map(({ name }) => name);
  const near = nearest(typed, names);
  return new Problem({
    code: 'usage',
    message: `No component is run in an account ${typed}.`,
    hint: near === undefined ? `The accounts are ${listed(names, 40)}.` : `Did you mean ${near}?`,
  });
}

function runnerOf(
  { environment }: World,
  project: Project,
  stacks: OpenStacks,
  sections: ComponentSections,
  identity: string | undefined,
  known: Map<string, AuthSection>,
): Omit<WhoRuns, 'component' | 'stack'> {
  const component = buildComponent(stacks.context, sections);
  const own = component.auth;
  // Most components say the same, and a section of a thousand identities takes its time.
  const key = JSON.stringify(toPlain(own));
  const auth = known.get(key) ?? readAuth(mergeAuth(project.auth, own), project.realm);
  known.set(key, auth);
  const choice = pickIdentity({
    auth,
    ...(identity !== undefined && { flag: identity }),
    ...named(environment.get('ATMOS_IDENTITY')),
    defaults: [...component.identityDefaults, ...project.identityDefaults],
  });
  return choice.type === 'identity' ? described(auth, choice.identity) : {};
}

const named = (environment: string | undefined) => (environment === undefined ? {} : { environment });

function described(auth: AuthSection, identity: Identity): Omit<WhoRuns, 'component' | 'stack'> {
  const id = accountIdOf(chainOf(auth, identity));
  const { permissionSet, roleArn, accountName } = identity.principal;
  const role = permissionSet ?? roleArn ?? identity.kind;
  const slash = identity.name.lastIndexOf('/');
  const name = slash > 0 ? identity.name.slice(0, slash) : (accountName ?? id);
  return {
    identity: identity.name,
    role,
    ...(name !== undefined && { account: { name, ...(id !== undefined && { id }) } }),
  };
}
