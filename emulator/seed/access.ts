import type { YAMLMap } from 'yaml';
import type { Bucket, Cluster } from '../contract.ts';
import { accountId } from './account-id.ts';
import { readClusters } from './clusters.ts';
import type { Account, IamRole, IamUser, PermissionSet, Trust } from './seed.ts';
import { readServices } from './services.ts';
import { readTrust } from './trust.ts';
import { readUser } from './users.ts';
import type { YamlNodes } from './yaml-nodes.ts';

const hour = 3_600_000;
const stateLevels = ['none', 'read', 'plan', 'write'] as const;

const roleActions = ['TagSession', 'SetSourceIdentity'] as const;

/** What there is to have access to, and the IAM users, who belong to an account and not to the Identity Center. */
export interface Access {
  readonly accounts: readonly Account[];
  readonly permissionSets: readonly PermissionSet[];
  readonly roles: readonly IamRole[];
  readonly users: readonly IamUser[];
  readonly rootAccess: readonly Trust[];
  readonly buckets: readonly Bucket[];
  readonly clusters: readonly Cluster[];
}

/** Reads the part of a seed that says what there is. Throws EmulatorError `seed-invalid`. */
export function readAccess(nodes: YamlNodes, top: YAMLMap): Access {
  const accounts = nodes.list(top, 'accounts', 'accounts').map((node) => readAccount(nodes, node));
  refuseTwins(nodes, top, 'accounts', accounts, (account) => account.id);
  refuseTwins(nodes, top, 'accounts', accounts, (account) => account.name);
  const permissionSets = nodes
    .list(top, 'permission_sets', 'permission_sets')
    .map((node) => readPermissionSet(nodes, node));
  refuseTwins(nodes, top, 'permission_sets', permissionSets, (set) => set.name);
  const users = nodes.list(top, 'users', 'users').map((node) => readUser(nodes, node, accounts));
  refuseTwins(nodes, top, 'users', users, (user) => `${user.account}/${user.name}`);
  refuseTwins(nodes, top, 'users', users, (user) => user.accessKeyId);
  const known = { accounts, permissionSets, users };
  const roles = nodes.list(top, 'roles', 'roles').map((node) => readRole(nodes, node, known));
  refuseTwins(nodes, top, 'roles', roles, (role) => role.arn);
  const rootAccess = nodes
    .list(top, 'root_access', 'root_access')
    .map((node) => readTrust(nodes, node, known));
  const buckets = nodes.list(top, 'buckets', 'buckets').map((node) => readBucket(nodes, node, accounts));
  refuseTwins(nodes, top, 'buckets', buckets, (bucket) => bucket.name);
  const clusters = readClusters(nodes, top, accounts);
  return { ...known, roles, rootAccess, buckets, clusters };
}

export function refuseTwins<T>(
  nodes: YamlNodes,
  top: YAMLMap,
  key: string,
  items: readonly T[],
  nameOf: (item: T) => string,
): void {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const name = nameOf(item);
    if (seen.has(name)) nodes.fail(nodes.list(top, key, key)[index], `${key} names "${name}" twice.`);
    seen.add(name);
  }
}

function readAccount(nodes: YamlNodes, node: unknown): Account {
  const map = nodes.map(node, 'An account', ['id', 'name', 'email']);
  const id = nodes.text(map, 'id', "An account's id");
  if (!/^\d{12}$/.test(id)) nodes.fail(map.get('id', true), `"${id}" is not an account id of twelve digits.`);
  const name = nodes.text(map, 'name', "An account's name");
  return {
    id,
    name,
    email: nodes.optionalText(map, 'email', "An account's email") ?? `${name}@local.invalid`,
  };
}

function readPermissionSet(nodes: YamlNodes, node: unknown): PermissionSet {
  const map = nodes.map(node, 'A permission set', ['name', 'session', 'state', 'services']);
  const name = nodes.text(map, 'name', "A permission set's name");
  // The role's name adds 32 characters around it and may have 64 (IAM's limit).
  if (!/^[\w+=,.@-]{1,32}$/.test(name))
    nodes.fail(
      map.get('name', true),
      `"${name}" is not a permission set name: 1-32 of letters, digits, +=,.@-_`,
    );
  return {
    name,
    session: sessionLength(nodes, map, 'session'),
    state: nodes.oneOf(map, 'state', "A permission set's state", stateLevels, 'none'),
    services: readServices(nodes, map),
  };
}

function sessionLength(nodes: YamlNodes, map: YAMLMap, key: string): number {
  const length = nodes.duration(map, key, key, hour);
  if (length > 12 * hour) nodes.fail(map.get(key, true), `${key} may be 12h at the most.`);
  return length;
}

function readRole(nodes: YamlNodes, node: unknown, known: Parameters<typeof readTrust>[2]): IamRole {
  const map = nodes.map(node, 'A role', [
    'arn',
    'state',
    'services',
    'max_session',
    'external_id',
    'trust',
    'refuses',
  ]);
  const arn = nodes.text(map, 'arn', "A role's arn");
  const match = /^arn:aws[\w-]*:iam::(\d{12}):role\/(?:[\w+=,.@/-]*\/)?([\w+=,.@-]{1,64})$/.exec(arn);
  if (!match) nodes.fail(map.get('arn', true), `"${arn}" is not the ARN of an IAM role.`);
  return {
    arn,
    account: accountId(nodes, known.accounts, match[1] as string, map.get('arn', true)),
    name: match[2] as string,
    state: nodes.oneOf(map, 'state', "A role's state", stateLevels, 'none'),
    services: readServices(nodes, map),
    maxSession: sessionLength(nodes, map, 'max_session'),
    externalId: nodes.optionalText(map, 'external_id', "A role's external_id"),
    trust: nodes.list(map, 'trust', "A role's trust").map((entry) => readTrust(nodes, entry, known)),
    refuses: nodes.texts(map, 'refuses', "What a role's trust refuses").map(({ text, node: at }) => {
      const action = roleActions.find((name) => name === text);
      if (action === undefined) nodes.fail(at, `A role refuses ${roleActions.join(' or ')}, not "${text}".`);
      return action;
    }),
  };
}

function readBucket(nodes: YamlNodes, node: unknown, accounts: readonly Account[]): Bucket {
  const map = nodes.map(node, 'A bucket', ['name', 'account']);
  const name = nodes.text(map, 'name', "A bucket's name");
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name))
    nodes.fail(map.get('name', true), `"${name}" is not a bucket name.`);
  const account = nodes.text(map, 'account', "A bucket's account");
  return { name, account: accountId(nodes, accounts, account, map.get('account', true)) };
}
