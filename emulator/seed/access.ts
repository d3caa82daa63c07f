import type { YAMLMap } from 'yaml';
import type { Bucket } from '../contract.ts';
import type { Account, IamRole, PermissionSet, Trust } from './seed.ts';
import type { YamlNodes } from './yaml-nodes.ts';

const hour = 3_600_000;
const stateLevels = ['none', 'read', 'plan', 'write'] as const;

/** Accounts, permission sets, IAM roles and buckets: what there is to have access to. */
export interface Access {
  readonly accounts: readonly Account[];
  readonly permissionSets: readonly PermissionSet[];
  readonly roles: readonly IamRole[];
  readonly buckets: readonly Bucket[];
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
  const known = { accounts, permissionSets };
  const roles = nodes.list(top, 'roles', 'roles').map((node) => readRole(nodes, node, known));
  refuseTwins(nodes, top, 'roles', roles, (role) => role.arn);
  const buckets = nodes.list(top, 'buckets', 'buckets').map((node) => readBucket(nodes, node, accounts));
  refuseTwins(nodes, top, 'buckets', buckets, (bucket) => bucket.name);
  return { ...known, roles, buckets };
}

/** The id of the account that a seed names by id or by name; complains at `node` when there is none. */
export function accountId(
  nodes: YamlNodes,
  accounts: readonly Account[],
  text: string,
  node: unknown,
): string {
  const account = accounts.find(({ id, name }) => id === text || name === text);
  if (account === undefined) nodes.fail(node, `There is no account "${text}" in this seed.`);
  return account.id;
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
  const map = nodes.map(node, 'A permission set', ['name', 'session', 'state']);
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
  };
}

function sessionLength(nodes: YamlNodes, map: YAMLMap, key: string): number {
  const length = nodes.duration(map, key, key, hour);
  if (length > 12 * hour) nodes.fail(map.get(key, true), `${key} may be 12h at the most.`);
  return length;
}

function readRole(
  nodes: YamlNodes,
  node: unknown,
  known: { accounts: readonly Account[]; permissionSets: readonly PermissionSet[] },
): IamRole {
  const map = nodes.map(node, 'A role', ['arn', 'state', 'max_session', 'external_id', 'trust']);
  const arn = nodes.text(map, 'arn', "A role's arn");
  const match = /^arn:aws[\w-]*:iam::(\d{12}):role\/(?:[\w+=,.@/-]*\/)?([\w+=,.@-]{1,64})$/.exec(arn);
  if (!match) nodes.fail(map.get('arn', true), `"${arn}" is not the ARN of an IAM role.`);
  return {
    arn,
    account: accountId(nodes, known.accounts, match[1] as string, map.get('arn', true)),
    name: match[2] as string,
    state: nodes.oneOf(map, 'state', "A role's state", stateLevels, 'none'),
    maxSession: sessionLength(nodes, map, 'max_session'),
    externalId: nodes.optionalText(map, 'external_id', "A role's external_id"),
    trust: nodes.list(map, 'trust', "A role's trust").map((entry) => readTrust(nodes, entry, known)),
  };
}

function readTrust(
  nodes: YamlNodes,
  node: unknown,
  known: { accounts: readonly Account[]; permissionSets: readonly PermissionSet[] },
): Trust {
  const map = nodes.map(node, 'A trust entry', [
    'account',
    'permission_set',
    'role',
    'issuer',
    'audience',
    'subject',
  ]);
  if (map.has('role')) return { kind: 'role', arn: nodes.text(map, 'role', 'role') };
  if (map.has('issuer'))
    return {
      kind: 'web-identity',
      issuer: nodes.text(map, 'issuer', 'issuer'),
      audience: nodes.optionalText(map, 'audience', 'audience') ?? 'sts.amazonaws.com',
      subject: nodes.text(map, 'subject', 'subject'),
    };
  const permissionSet = nodes.text(map, 'permission_set', "A trust entry's permission_set, role or issuer");
  if (!known.permissionSets.some(({ name }) => name === permissionSet))
    nodes.fail(
      map.get('permission_set', true),
      `There is no permission set "${permissionSet}" in this seed.`,
    );
  const account = nodes.text(map, 'account', "A trust entry's account");
  return {
    kind: 'permission-set',
    account: accountId(nodes, known.accounts, account, map.get('account', true)),
    permissionSet,
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
