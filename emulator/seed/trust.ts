import { accountId } from './account-id.ts';
import type { Account, IamUser, PermissionSet, Trust } from './seed.ts';
import type { YamlNodes } from './yaml-nodes.ts';

/** Whom a trust may name. */
interface Known {
  readonly accounts: readonly Account[];
  readonly permissionSets: readonly PermissionSet[];
  readonly users: readonly IamUser[];
}

const keys = [
  'account',
  'permission_set',
  'role',
  'user',
  'mfa',
  'saml_provider',
  'issuer',
  'audience',
  'subject',
] as const;

/** Reads one entry of a trust: the key that it has besides `account` says what it is about. */
export function readTrust(nodes: YamlNodes, node: unknown, known: Known): Trust {
  const map = nodes.map(node, 'A trust entry', keys);
  if (map.has('role')) return { kind: 'role', arn: nodes.text(map, 'role', 'role') };
  if (map.has('issuer'))
    return {
      kind: 'web-identity',
      issuer: nodes.text(map, 'issuer', 'issuer'),
      audience: nodes.optionalText(map, 'audience', 'audience') ?? 'sts.amazonaws.com',
      subject: nodes.text(map, 'subject', 'subject'),
    };
  if (map.has('saml_provider')) {
    const name = nodes.text(map, 'saml_provider', 'saml_provider');
    return { kind: 'saml', provider: `arn:aws:iam::${accountOf()}:saml-provider/${name}` };
  }
  if (map.has('user')) {
    const user = nodes.text(map, 'user', 'user');
    const account = accountOf();
    if (!known.users.some((one) => one.account === account && one.name === user))
      nodes.fail(map.get('user', true), `There is no IAM user "${user}" in that account.`);
    return { kind: 'user', account, user, mfa: nodes.flag(map, 'mfa', 'mfa') };
  }
  const permissionSet = nodes.text(
    map,
    'permission_set',
    "A trust entry's permission_set, role, user, saml_provider or issuer",
  );
  if (!known.permissionSets.some(({ name }) => name === permissionSet))
    nodes.fail(
      map.get('permission_set', true),
      `There is no permission set "${permissionSet}" in this seed.`,
    );
  return { kind: 'permission-set', account: accountOf(), permissionSet };

  function accountOf(): string {
    const text = nodes.text(map, 'account', "A trust entry's account");
    return accountId(nodes, known.accounts, text, map.get('account', true));
  }
}
