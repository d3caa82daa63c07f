import { delimiter, join, resolve } from 'node:path';
import type { KubeconfigEntry, OnConflict, OurEntries } from '../containers/kubeconfig.ts';
import { withCluster, withoutCluster } from '../containers/kubeconfig.ts';
import { type Chain, serviceTarget } from '../domain/chain.ts';
import { profileWords } from '../domain/profile-words.ts';
import type { Project } from '../domain/project.ts';
import type { RoleKeys } from '../domain/session.ts';
import type { EksCluster, Ports } from '../ports.ts';
import type { ClusterName } from './cluster-token.ts';
import { changeFileAlone, changeOfFile, type FileChange } from './file-change.ts';

type FileNeeds = Pick<Ports, 'files' | 'environment' | 'here'>;

/** The person's kubeconfig: the one that is named, the first of KUBECONFIG that is none of ours, else ~/.kube/config. */
export function kubeconfigPath({ environment, here }: FileNeeds, named: string | undefined): string {
  const home = environment.get('HOME') ?? '/';
  if (named !== undefined) return resolve(here.folder, named.replace(/^~(?=\/)/, home));
  const [first] = (environment.get('KUBECONFIG') ?? '')
    .split(delimiter)
    .filter((path) => path !== '' && !path.startsWith(`${here.clusters}/`));
  return first === undefined ? join(home, '.kube', 'config') : resolve(here.folder, first);
}

/** What a kubeconfig says of a cluster for one identity, whose tokens come from `command`. */
export function kubeconfigEntry(
  { arn, endpoint, certificateAuthority }: EksCluster,
  identity: string,
  context: string | undefined,
  command: readonly string[],
): KubeconfigEntry {
  return {
    context: context ?? arn,
    cluster: arn,
    user: `${identity}@${arn}`,
    server: endpoint,
    certificateAuthority,
    command,
  };
}

/** The words that give tokens of an identity of a project, from every folder. */
export function tokenCommand(
  { here }: Pick<Ports, 'here'>,
  { name, region }: ClusterName,
  identity: string,
  { configFolder, profiles }: Pick<Project, 'configFolder' | 'profiles'>,
): readonly string[] {
  return [
    ...[...here.program, 'aws', 'eks', 'token', '--cluster-name', name, '--region', region],
    ...['--identity', identity],
    ...(configFolder === undefined ? [] : ['--config-path', configFolder]),
    ...profileWords(profiles.map((profile) => profile.name)),
  ];
}

/** Decides what a kubeconfig becomes with a cluster in it. Throws what `withCluster` and `changeOfFile` throw. */
export const kubeconfigWith = (
  ports: FileNeeds,
  path: string,
  entry: KubeconfigEntry,
  onConflict: OnConflict,
): FileChange => changeOfFile(ports, path, (text) => withCluster(text, entry, onConflict, path));

/** Decides what it becomes without our entries of a cluster. Throws what `withoutCluster` and `changeOfFile` throw. */
export const kubeconfigWithout = (ports: FileNeeds, path: string, ours: OurEntries): FileChange =>
  changeOfFile(ports, path, (text) => withoutCluster(text, ours, path));

/**
 * Changes a kubeconfig while nobody else of us does: it is decided anew then. Only its owner may read it afterwards.
 * Returns whether there was anything to change. Throws what `decide` throws, Problem `file-unwritable`, `lock-timeout`.
 */
export const changeKubeconfig = (
  ports: FileNeeds & Pick<Ports, 'writer' | 'leases'>,
  decide: () => FileChange,
  mode = 0o600,
): Promise<boolean> => changeFileAlone(ports, 'kubeconfig', decide, mode);

/** What EKS says of a cluster. Throws Problem `cluster-not-found`, `access-denied` and those of a call to AWS. */
export function describeCluster(
  ports: Pick<Ports, 'containers'>,
  keys: RoleKeys,
  { name, region }: ClusterName,
  chain: Chain,
): Promise<EksCluster> {
  return ports.containers.clusters(serviceTarget(chain, region)).describe(keys, name);
}
