import { join } from 'node:path';
import { atmosHome } from '../config/atmos-home.ts';
import type { AuthSection, Identity, Integration } from '../domain/auth.ts';
import { accountIdOf, type Chain, rootName } from '../domain/chain.ts';
import { isProblem, Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import type { RoleKeys } from '../domain/session.ts';
import { listed } from '../domain/suggestion.ts';
import { chainOf } from '../identity/chain.ts';
import { findIdentity } from '../identity/find-identity.ts';
import { pickIdentity } from '../identity/pick-identity.ts';
import type { Ports } from '../ports.ts';
import type { ProjectAuth } from './load-auth.ts';
import { mint } from './mint.ts';
import { registryHost, registryPassword, signDockerIn, signDockerOut } from './registry-login.ts';
import {
  changeKubeconfig,
  describeCluster,
  kubeconfigEntry,
  kubeconfigPath,
  kubeconfigWith,
  kubeconfigWithout,
  tokenCommand,
} from './update-kubeconfig.ts';

/** Whose integrations: those of an identity, of all identities of a provider, or of everybody. */
export interface IntegrationOwner {
  readonly identity?: Identity | undefined;
  readonly provider?: string | undefined;
}

/** What came of one: where a cluster or a password is now; nothing where it was there already; or why it is not. */
export interface IntegrationOutcome {
  readonly name: string;
  readonly done?: IntegrationDone | undefined;
  readonly problem?: Problem;
}

export type IntegrationDone =
  | { readonly type: 'cluster'; readonly context: string; readonly kubeconfig: string }
  | { readonly type: 'registry'; readonly registry: string; readonly where: string; readonly until: Date };

/**
 * Runs what a login is to run for somebody (`auth.integrations`, unless `auto_provision: false`), one after the other. What
 * fails stops nobody: it is part of the outcome. It asks nobody anything. Throws Problem `interrupted`.
 */
export async function runIntegrations(
  ports: Ports,
  { project, auth }: ProjectAuth,
  owner: IntegrationOwner,
): Promise<readonly IntegrationOutcome[]> {
  const outcomes: IntegrationOutcome[] = [];
  const keyring = ports.keyring(auth.keyring);
  for (const integration of ownedBy(auth, owner).filter(({ autoProvision }) => autoProvision))
    outcomes.push({
      name: integration.name,
      ...(await attempt(async () => {
        const chain = chainOf(auth, whoFor(project, auth, integration, owner));
        return {
          done: await runIntegration(ports, project, integration, chain, () => mint(ports, keyring, chain)),
        };
      })),
    });
  return outcomes;
}

/** Takes away what integrations of somebody have put into kubeconfigs and Docker's config. */
export async function clearIntegrations(
  ports: Ports,
  { project, auth }: ProjectAuth,
  owner: IntegrationOwner,
): Promise<readonly IntegrationOutcome[]> {
  const outcomes: IntegrationOutcome[] = [];
  for (const integration of clearedWith(auth, owner))
    outcomes.push({
      name: integration.name,
      ...(await attempt(async () => {
        if (integration.fault !== undefined) return {};
        const chain = chainOf(auth, whoFor(project, auth, integration, owner));
        return { done: await clear(ports, integration, chain) };
      })),
    });
  return outcomes;
}

/** What goes with somebody at a logout: what is for a whole provider stays where only one identity goes. */
export function clearedWith(auth: AuthSection, owner: IntegrationOwner): readonly Integration[] {
  const owned = ownedBy(auth, owner);
  return owner.identity === undefined ? owned : owned.filter(({ identity }) => identity !== undefined);
}

/** The integration of a name, and the chain of whom it is for. Throws its fault, and Problem `auth-config-invalid`. */
export function findIntegration(
  { project, auth }: ProjectAuth,
  name: string,
): { readonly integration: Integration; readonly identity: Identity; readonly chain: Chain } {
  const integration = auth.integrations.get(name.toLowerCase());
  if (integration === undefined)
    throw new Problem({
      code: 'auth-config-invalid',
      message: `There is no integration "${name}" here.`,
      hint:
        auth.integrations.size === 0
          ? 'Define it under auth.integrations.'
          : `There are ${listed(
              [...auth.integrations.values()].map((one) => one.name),
              20,
            )}.`,
    });
  const identity = whoFor(project, auth, integration, {});
  return { integration, identity, chain: chainOf(auth, identity) };
}

/** Does what one is for; undefined where that was done before. Throws its fault and the Problems of doing it. */
export async function runIntegration(
  ports: Ports,
  project: Project,
  integration: Integration,
  chain: Chain,
  keysOf: () => Promise<RoleKeys>,
): Promise<IntegrationDone | undefined> {
  const { fault, cluster, registry } = integration;
  if (fault !== undefined) throw new Problem(fault);
  const keys = await keysOf();
  if (registry !== undefined) {
    const wish = { ...registry, region: registry.region ?? chain.region };
    const found = await registryPassword(ports, chain, keys, wish);
    const where = await signDockerIn(ports, found.registry, found.password);
    return { type: 'registry', registry: found.registry, where, until: found.password.expiresAt };
  }
  if (cluster === undefined) return undefined;
  const place = { name: cluster.name, region: cluster.region ?? chain.region };
  const described = await describeCluster(ports, keys, place, chain);
  const identity = chain.steps.at(-1)?.identity ?? '';
  const command = tokenCommand(ports, place, identity, project);
  const entry = kubeconfigEntry(described, identity, cluster.alias, command);
  const kubeconfig = kubeconfigOf(ports, cluster.path);
  const decide = () => kubeconfigWith(ports, kubeconfig, entry, cluster.onConflict);
  const changed = await changeKubeconfig(ports, decide, cluster.mode);
  return changed ? { type: 'cluster', context: entry.context, kubeconfig } : undefined;
}

async function clear(
  ports: Ports,
  { cluster, registry }: Integration,
  chain: Chain,
): Promise<IntegrationDone | undefined> {
  if (registry !== undefined) {
    const wish = { ...registry, region: registry.region ?? chain.region };
    const host = registryHost({ ...wish, accountId: registry.accountId ?? accountIdOf(chain) });
    if (host === undefined || !(await signDockerOut(ports, host))) return undefined;
    return { type: 'registry', registry: host, where: '', until: ports.clock.now() };
  }
  if (cluster === undefined) return undefined;
  const kubeconfig = kubeconfigOf(ports, cluster.path);
  const ours = { cluster: cluster.name, region: cluster.region ?? chain.region };
  const changed = await changeKubeconfig(
    ports,
    () => kubeconfigWithout(ports, kubeconfig, ours),
    cluster.mode,
  );
  return changed ? { type: 'cluster', context: cluster.alias ?? cluster.name, kubeconfig } : undefined;
}

/** The kubeconfig of an integration; Atmos's own unless it names one. Source: Atmos keeps it below the XDG config folder. */
function kubeconfigOf(
  ports: Pick<Ports, 'files' | 'environment' | 'here'>,
  named: string | undefined,
): string {
  if (named !== undefined) return kubeconfigPath(ports, named);
  return join(atmosHome(ports.environment, 'CONFIG') ?? '/.config', 'atmos', 'kube', 'config');
}

function ownedBy(auth: AuthSection, owner: IntegrationOwner): readonly Integration[] {
  const all = [...auth.integrations.values()];
  const { identity, provider } = owner;
  if (identity !== undefined)
    return all.filter(
      (one) =>
        one.identity?.toLowerCase() === identity.id ||
        (one.provider !== undefined && isAt(auth, identity, one.provider)),
    );
  if (provider === undefined) return all;
  return all.filter(
    (one) =>
      one.provider?.toLowerCase() === provider.toLowerCase() ||
      (one.identity !== undefined && isAt(auth, auth.identities.get(one.identity.toLowerCase()), provider)),
  );
}

/** Whether the chain of an identity begins at a provider. */
function isAt(auth: AuthSection, identity: Identity | undefined, provider: string): boolean {
  try {
    return (
      identity !== undefined && rootName(chainOf(auth, identity)).toLowerCase() === provider.toLowerCase()
    );
  } catch {
    return false;
  }
}

/** As whom: the identity that it names; for one of a provider whoever signs in, else the default identity. */
function whoFor(
  project: Project,
  auth: AuthSection,
  { name, identity, provider, at }: Integration,
  owner: IntegrationOwner,
): Identity {
  if (identity !== undefined) return findIdentity(auth, identity);
  if (owner.identity !== undefined) return owner.identity;
  const choice = pickIdentity({ auth, defaults: project.identityDefaults });
  if (choice.type === 'identity' && isAt(auth, choice.identity, provider ?? '')) return choice.identity;
  throw new Problem({
    code: 'identity-not-chosen',
    message: `The integration "${name}" is for whoever signs in at ${provider}, and no identity is named.`,
    hint: 'Name one: atmos-kit auth login --identity NAME. Or give it via.identity.',
    at,
  });
}

async function attempt<T>(work: () => Promise<T>): Promise<T | { readonly problem: Problem }> {
  try {
    return await work();
  } catch (error) {
    if (!isProblem(error) || error.code === 'interrupted') throw error;
    return { problem: error };
  }
}
