import { join } from 'node:path';
import { type KubeconfigEntry, withCluster } from '../containers/kubeconfig.ts';
import type { AuthSection, Identity } from '../domain/auth.ts';
import type { Chain } from '../domain/chain.ts';
import type { Component } from '../domain/component.ts';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import { isProblem, Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { type Plain, textOf, valueAt } from '../domain/value.ts';
import { chainOf } from '../identity/chain.ts';
import { chainKey, clusterTokenKey, handOverKey } from '../identity/session-key.ts';
import type { Ports, World } from '../ports.ts';
import { findComponent } from '../stacks/find-component.ts';
import { settleChoice } from './choose-identity.ts';
import {
  type ClusterComponent,
  clustersOfStack,
  nameOutput,
  notOneCluster,
  saidOf,
} from './cluster-of-stack.ts';
import { type ClusterName, nobodyInCluster } from './cluster-token.ts';
import { evaluated } from './evaluate-component.ts';
import type { PinnedChain } from './hand-over.ts';
import { inProject } from './identity-in-stack.ts';
import { openProject, type ProjectFlags } from './load-auth.ts';
import { remoteEffects } from './remote-effects.ts';
import { runKeys } from './run-credentials.ts';
import { describeCluster, kubeconfigEntry } from './update-kubeconfig.ts';

/** Which cluster, and as whom. */
export interface ClusterWish {
  readonly flags: ProjectFlags;
  readonly stack: string;
  /** Where several components of the stack stand for a cluster. */
  readonly component: string | undefined;
  /** `--identity`, the empty string for the flag without a value. */
  readonly identity: string | undefined;
  /** The name of the cluster, where nobody else is to be asked. */
  readonly name: string | undefined;
  readonly region: string | undefined;
}

/** A cluster of a stack, and who reaches it. */
export interface FoundCluster extends ClusterName {
  readonly component: string;
  readonly stack: string;
  readonly identity: Identity;
  readonly auth: AuthSection;
  readonly chain: Chain;
}

/**
 * The cluster of a stack by its settings, else by the outputs of its component, and the identity that the stack picks for
 * that component. Throws Problem `cluster-not-found`, `usage` where several stand for one, `identity-not-chosen`, and those of
 * the stacks and of reading outputs.
 */
export async function findCluster(ports: Ports, wish: ClusterWish): Promise<FoundCluster> {
  const { flags, identity: flag } = wish;
  const { project } = await openProject(ports, flags);
  const remote = () => remoteEffects(ports, { project: async () => project, identity: flag });
  const { component, stack, ...said } = await evaluated(
    ports,
    (world) => chosen(world, project, wish),
    remote(),
  );
  const place = { component, stack };
  const { auth, choice } = await evaluated(ports, ({ effects: _, ...silent }) =>
    inProject(silent, project, ports.here.folder, place, flag),
  );
  const { identity } = await settleChoice(ports, auth, choice);
  if (identity === undefined) throw nobodyInCluster();
  const chain = chainOf(auth, identity);
  const name = wish.name ?? said.name;
  const known = name === undefined ? await outputsOf(ports, project, place, remote) : undefined;
  const region =
    wish.region ??
    said.region ??
    arnRegion(known) ??
    (await evaluated(ports, (world) => regionOf(findComponent(world, project, place)), remote())) ??
    chain.region;
  return { ...place, name: name ?? nameIn(known, place), region, identity, auth, chain };
}

/** A kubeconfig of one cluster and identity, in a folder of ours. */
export interface ClusterFile {
  readonly kubeconfig: string;
  readonly context: string;
}

/**
 * Writes the kubeconfig of a cluster and the chain of its identity beside it, for their owner alone; what a person has set
 * in it, such as a namespace, stays. Throws what `runKeys` and `describeCluster` throw, Problem `file-unwritable`.
 */
export async function writeClusterFile(ports: Ports, found: FoundCluster): Promise<ClusterFile> {
  const { auth, chain, identity, name, region, stack } = found;
  const keys = await runKeys(ports, { auth, chain });
  if (keys === undefined)
    throw new Problem({
      code: 'credentials-unavailable',
      message: `${identity.name} has no keys of its own, so it reaches no cluster.`,
      hint: 'Name another identity with --identity.',
    });
  const cluster = await describeCluster(ports, keys, found, chain);
  const { kubeconfig, pinned } = filesOf(ports, found);
  const command = [
    ...[...ports.here.program, 'aws', 'eks', 'token', '--cluster-name', name, '--region', region],
    ...['--chain', pinned],
  ];
  const entry = kubeconfigEntry(cluster, identity.name, stack, command);
  const content: PinnedChain = { key: chainKey(chain), keyring: auth.keyring, chain };
  await ports.leases.hold(`cluster-${kubeconfig.slice(-20, -5)}`, async () => {
    ports.writer.write(pinned, JSON.stringify(content), 0o600);
    ports.writer.write(kubeconfig, kubeconfigText(ports, kubeconfig, entry), 0o600);
  });
  return { kubeconfig, context: stack };
}

/** Where the kubeconfig of a cluster and identity stands; one of another program is another file. */
export function filesOf(
  { here }: Pick<Ports, 'here'>,
  { auth, chain, identity, name, region }: FoundCluster,
): { readonly kubeconfig: string; readonly pinned: string } {
  const whose = handOverKey(chain, identity.name, auth.keyring, here.program);
  const file = `${name}.${clusterTokenKey(whose, name, region).slice(0, 12)}`;
  return {
    kubeconfig: join(here.clusters, `${file}.yaml`),
    pinned: join(here.clusters, `${file}.chain.json`),
  };
}

/** What makes a shell, and all that it starts, speak to a cluster. What KUBECONFIG was is kept beside it. */
export function clusterEnvironment(
  ports: Pick<Ports, 'environment' | 'here'>,
  { stack }: Pick<FoundCluster, 'stack'>,
  kubeconfig: string,
): EnvironmentChange {
  const before = ports.environment.get('KUBECONFIG');
  return {
    KUBECONFIG: kubeconfig,
    ATMOS_KIT_CLUSTER: stack,
    // From one cluster to the next, what was there before the first one stays known.
    ...(isOurs(ports, before) ? {} : { ATMOS_KIT_KUBECONFIG: before ?? null }),
  };
}

/** The way back; undefined where no cluster is set. A KUBECONFIG that a person has chosen meanwhile stays. */
export function withoutCluster(ports: Pick<Ports, 'environment' | 'here'>): EnvironmentChange | undefined {
  const { environment } = ports;
  if (environment.get('ATMOS_KIT_CLUSTER') === undefined) return undefined;
  const ours = isOurs(ports, environment.get('KUBECONFIG'));
  return {
    ...(ours && { KUBECONFIG: environment.get('ATMOS_KIT_KUBECONFIG') ?? null }),
    ATMOS_KIT_CLUSTER: null,
    ATMOS_KIT_KUBECONFIG: null,
  };
}

const isOurs = ({ here }: Pick<Ports, 'here'>, kubeconfig: string | undefined): boolean =>
  kubeconfig?.startsWith(`${here.clusters}/`) === true;

function chosen(
  world: World,
  project: Project,
  { stack, component, name, region }: ClusterWish,
): ClusterComponent {
  if (component !== undefined) {
    const found = findComponent(world, project, { component, stack });
    return { component: found.name, stack: found.stack, ...saidOf(found) };
  }
  const all = clustersOfStack(world, project, stack);
  const [only] = all;
  if (only === undefined || all.length > 1) throw notOneCluster(stack, all);
  return { ...only, ...(name !== undefined && { name }), ...(region !== undefined && { region }) };
}

/** Its outputs as they rest in the state, or as Terraform tells them where that cannot be read here. */
async function outputsOf(
  ports: Ports,
  project: Project,
  place: { readonly component: string; readonly stack: string },
  remote: () => ReturnType<typeof remoteEffects>,
): Promise<Plain> {
  const ask = (via: 'terraform.state' | 'terraform.output') =>
    evaluated(
      ports,
      (world) => {
        const { at } = findComponent(world, project, place);
        return world.effects?.answer({ type: 'outputs', via, ...place, at }) ?? null;
      },
      remote(),
    );
  try {
    return await ask('terraform.state');
  } catch (error) {
    if (!isProblem(error) || error.code !== 'construct-not-supported') throw error;
    return ask('terraform.output');
  }
}

function nameIn(
  outputs: Plain | undefined,
  { component, stack }: { component: string; stack: string },
): string {
  const name = outputIn(outputs, nameOutput);
  if (name !== undefined) return name;
  throw new Problem({
    code: 'cluster-not-found',
    message:
      outputs === null
        ? `${component} in ${stack} was never applied, so its cluster has no name yet.`
        : `${component} in ${stack} has no output ${nameOutput} that names its cluster.`,
    hint: `Name the cluster with --name, or in the component's settings: settings.eks_cluster.name.`,
  });
}

const arnRegion = (outputs: Plain | undefined): string | undefined =>
  /^arn:[^:]*:eks:([^:]+):/.exec(outputIn(outputs, 'eks_cluster_arn') ?? '')?.[1];

function outputIn(outputs: Plain | undefined, name: string): string | undefined {
  if (typeof outputs !== 'object' || outputs === null || Array.isArray(outputs)) return undefined;
  const value = outputs[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const regionOf = ({ vars }: Component): string | undefined => textOf(valueAt(vars, 'region'));

// What a person has set in it stays; what cannot be read any more is ours, and is made anew.
function kubeconfigText({ files }: Pick<Ports, 'files'>, path: string, entry: KubeconfigEntry): string {
  try {
    return withCluster(files.read(path), entry, 'merge', path);
  } catch (error) {
    if (!isProblem(error)) throw error;
    return withCluster(undefined, entry, 'replace', path);
  }
}
