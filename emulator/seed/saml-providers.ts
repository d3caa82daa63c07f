import type { YAMLMap } from 'yaml';
import { refuseTwins } from './access.ts';
import { accountId } from './account-id.ts';
import type { SamlProvider, Seed } from './seed.ts';
import type { YamlNodes } from './yaml-nodes.ts';

const hour = 3_600_000;

// AWS's own client programs take assertions at this address (AWS Client VPN).
const usualAcs = 'http://127.0.0.1:35001';

type Known = Pick<Seed, 'accounts' | 'roles' | 'groups' | 'people'>;

/** Reads the SAML identity providers of a seed. Throws EmulatorError `seed-invalid`. */
export function readSamlProviders(nodes: YamlNodes, top: YAMLMap, known: Known): readonly SamlProvider[] {
  const providers = nodes
    .list(top, 'saml_providers', 'saml_providers')
    .map((node) => readProvider(nodes, node, known));
  refuseTwins(nodes, top, 'saml_providers', providers, ({ name }) => name);
  return providers;
}

function readProvider(nodes: YamlNodes, node: unknown, known: Known): SamlProvider {
  const map = nodes.map(node, 'A SAML provider', ['name', 'account', 'acs', 'session', 'roles']);
  const name = nodes.text(map, 'name', "A SAML provider's name");
  if (!/^[\w.-]{1,128}$/.test(name))
    nodes.fail(map.get('name', true), `"${name}" is not a provider's name: 1-128 of letters, digits, .-_`);
  const account = accountId(
    nodes,
    known.accounts,
    nodes.text(map, 'account', "A SAML provider's account"),
    map.get('account', true),
  );
  const session = nodes.duration(map, 'session', 'session', hour);
  if (session > 12 * hour) nodes.fail(map.get('session', true), 'session may be 12h at the most.');
  return {
    name,
    account,
    arn: `arn:aws:iam::${account}:saml-provider/${name}`,
    acs: nodes.optionalText(map, 'acs', 'acs') ?? usualAcs,
    session,
    roles: nodes
      .list(map, 'roles', "A SAML provider's roles")
      .map((entry) => readRole(nodes, entry, account, known)),
  };
}

function readRole(
  nodes: YamlNodes,
  node: unknown,
  account: string,
  known: Known,
): SamlProvider['roles'][number] {
  const map = nodes.map(node, 'A role of a SAML provider', ['role', 'group', 'user']);
  const role = nodes.text(map, 'role', 'role');
  if (!known.roles.some((one) => one.arn === role && one.account === account))
    nodes.fail(map.get('role', true), `There is no role "${role}" in the provider's account.`);
  const group = nodes.optionalText(map, 'group', 'group');
  const user = nodes.optionalText(map, 'user', 'user');
  if ((group === undefined) === (user === undefined))
    nodes.fail(map, 'A role of a SAML provider names either a group or a user.');
  if (group !== undefined && !known.groups.includes(group))
    nodes.fail(map.get('group', true), `There is no group "${group}" in this seed.`);
  if (user !== undefined && !known.people.some((person) => person.user === user))
    nodes.fail(map.get('user', true), `There is no user "${user}" in this seed.`);
  return { role, to: group === undefined ? { user: user as string } : { group } };
}
