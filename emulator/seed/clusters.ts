import type { YAMLMap } from 'yaml';
import type { Cluster } from '../contract.ts';
import { accountId } from './account-id.ts';
import type { Account } from './seed.ts';
import type { YamlNodes } from './yaml-nodes.ts';

/** Reads the Kubernetes clusters of a seed. Throws EmulatorError `seed-invalid`. */
export function readClusters(
  nodes: YamlNodes,
  top: YAMLMap,
  accounts: readonly Account[],
): readonly Cluster[] {
  const seen = new Set<string>();
  return nodes.list(top, 'clusters', 'clusters').map((node) => {
    const map = nodes.map(node, 'A cluster', ['name', 'account', 'region', 'version', 'access']);
    const name = nodes.text(map, 'name', "A cluster's name");
    if (!/^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/.test(name))
      nodes.fail(map.get('name', true), `"${name}" is not a cluster name: 1-100 of letters, digits, _-`);
    const account = nodes.text(map, 'account', "A cluster's account");
    const cluster: Cluster = {
      name,
      account: accountId(nodes, accounts, account, map.get('account', true)),
      region: nodes.text(map, 'region', "A cluster's region"),
      version: nodes.optionalText(map, 'version', "A cluster's version") ?? '1.33',
      access: nodes.texts(map, 'access', 'Whom a cluster lets in').map(({ text }) => text),
    };
    const key = `${cluster.account}/${cluster.region}/${name}`;
    if (seen.has(key)) nodes.fail(node, `clusters names "${name}" twice in one account and region.`);
    seen.add(key);
    return cluster;
  });
}
