import type { OnConflict } from '../src/containers/kubeconfig.ts';
import { type Chain, serviceTarget } from '../src/domain/chain.ts';
import { Problem } from '../src/domain/problem.ts';
import type { RoleKeys } from '../src/domain/session.ts';
import { listed } from '../src/domain/suggestion.ts';
import { chooseAlone } from '../src/flows/environment-of.ts';
import { changesNothing, type FileChange } from '../src/flows/file-change.ts';
import { runKeys } from '../src/flows/run-credentials.ts';
import {
  changeKubeconfig,
  describeCluster,
  kubeconfigEntry,
  kubeconfigPath,
  kubeconfigWith,
  kubeconfigWithout,
  tokenCommand,
} from '../src/flows/update-kubeconfig.ts';
import { environmentRequest } from './environment-request.ts';
import { usage } from './grammar/read-call.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { runNamedIntegration } from './named-integration.ts';
import { fileDiff } from './speak/file-diff.ts';
import { projectFlags, type RunVerb, type VerbContext } from './verb-context.ts';

/** `aws eks update-kubeconfig`: a cluster in the person's kubeconfig, whose tokens come from us. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const integration = textFlag(call, 'integration');
  if (integration !== undefined) return runNamedIntegration(context, integration, 'cluster');
  const path = kubeconfigPath(ports, textFlag(call, 'kubeconfig'));
  if (isOn(call, 'remove')) return remove(context, path);
  const found = await chooseAlone(ports, { ...environmentRequest(call), ...projectFlags(call) });
  const { identity, chain } = found;
  const keys = await runKeys(ports, found);
  if (keys === undefined) throw usage(call.verb, `${identity.name} has no keys, so it reaches no cluster.`);
  const region = textFlag(call, 'region') ?? chain.region;
  const name = clusterName(context) ?? (await chosenCluster(context, keys, region, chain));
  const cluster = await describeCluster(ports, keys, { name, region }, chain);
  const command = tokenCommand(ports, { name, region }, identity.name, found.project);
  const entry = kubeconfigEntry(cluster, identity.name, textFlag(call, 'alias'), command);
  const onConflict = (textFlag(call, 'on-conflict') ?? 'merge') as OnConflict;
  const settled = `The context ${entry.context} is in ${path}: ${name} as ${identity.name}.`;
  return settle(context, () => kubeconfigWith(ports, path, entry, onConflict), settled, settled);
};

function clusterName({ call }: VerbContext): string | undefined {
  return textFlag(call, 'cluster-name') ?? textFlag(call, 'name');
}

async function remove(context: VerbContext, path: string): Promise<number> {
  const { call, ports } = context;
  const cluster = clusterName(context);
  if (cluster === undefined) throw usage(call.verb, '--remove needs --cluster-name.');
  const ours = { cluster, region: textFlag(call, 'region') };
  const decide = () => kubeconfigWithout(ports, path, ours);
  return settle(
    context,
    decide,
    `Nothing of ours about ${cluster} is in ${path}.`,
    `${cluster} was taken out of ${path}.`,
  );
}

async function settle(
  { call, ports, print }: VerbContext,
  decide: () => FileChange,
  nothing: string,
  done: string,
): Promise<number> {
  const change = decide();
  if (isOn(call, 'dry-run')) {
    if (changesNothing(change)) ports.terminal.say(nothing);
    else print(fileDiff(change));
    return 0;
  }
  ports.terminal.say((await changeKubeconfig(ports, decide)) ? done : nothing);
  return 0;
}

async function chosenCluster(
  { call, ports }: VerbContext,
  keys: RoleKeys,
  region: string,
  chain: Chain,
): Promise<string> {
  const names = await ports.containers.clusters(serviceTarget(chain, region)).names(keys);
  if (names.length === 0)
    throw new Problem({
      code: 'cluster-not-found',
      message: `There is no cluster in ${region}, in the account of this identity.`,
      hint: 'Name another region with --region, or another identity with --identity.',
    });
  if (!ports.terminal.interactive)
    throw usage(call.verb, `Name a cluster with --cluster-name: ${listed(names, 20)}.`);
  return ports.terminal.pick(
    'Which cluster?',
    names.map((value) => ({ value })),
  );
}
