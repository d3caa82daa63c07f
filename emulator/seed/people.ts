import type { YAMLMap } from 'yaml';
import { type Access, refuseTwins } from './access.ts';
import { accountId } from './account-id.ts';
import type { Assignment, Person } from './seed.ts';
import type { YamlNodes } from './yaml-nodes.ts';

/** Reads the part of a seed that says who there is and who has what. Throws EmulatorError `seed-invalid`. */
export function readPeople(
  nodes: YamlNodes,
  top: YAMLMap,
  access: Access,
): { groups: readonly string[]; people: readonly Person[]; assignments: readonly Assignment[] } {
  const groups = nodes
    .list(top, 'groups', 'groups')
    .map((node) => nodes.text(nodes.map(node, 'A group', ['name']), 'name', "A group's name"));
  const people = nodes.list(top, 'people', 'people').map((node) => readPerson(nodes, node, groups));
  refuseTwins(nodes, top, 'people', people, (person) => person.user);
  const assignments = nodes
    .list(top, 'assignments', 'assignments')
    .map((node) => readAssignment(nodes, node, access, groups, people));
  return { groups, people, assignments };
}

function readPerson(nodes: YamlNodes, node: unknown, groups: readonly string[]): Person {
  const map = nodes.map(node, 'A person', ['user', 'password', 'display_name', 'email', 'groups']);
  const user = nodes.text(map, 'user', "A person's user");
  const email = nodes.optionalText(map, 'email', "A person's email") ?? user;
  // It becomes the session name of their roles, so it must be one.
  if (!/^[\w+=,.@-]{2,64}$/.test(email))
    nodes.fail(
      map.get('email', true) ?? map,
      `"${email}" cannot be a session name: 2-64 of letters, digits, +=,.@-_`,
    );
  return {
    user,
    password: nodes.text(map, 'password', "A person's password"),
    displayName: nodes.optionalText(map, 'display_name', "A person's display_name") ?? user,
    email,
    groups: nodes.texts(map, 'groups', 'A group').map(({ text, node: at }) => {
      if (!groups.includes(text)) nodes.fail(at, `There is no group "${text}" in this seed.`);
      return text;
    }),
  };
}

function readAssignment(
  nodes: YamlNodes,
  node: unknown,
  access: Access,
  groups: readonly string[],
  people: readonly Person[],
): Assignment {
  const map = nodes.map(node, 'An assignment', ['group', 'user', 'accounts', 'permission_sets']);
  const group = nodes.optionalText(map, 'group', 'group');
  const user = nodes.optionalText(map, 'user', 'user');
  if ((group === undefined) === (user === undefined))
    nodes.fail(map, 'An assignment names either a group or a user.');
  if (group !== undefined && !groups.includes(group))
    nodes.fail(map.get('group', true), `There is no group "${group}" in this seed.`);
  if (user !== undefined && !people.some((person) => person.user === user))
    nodes.fail(map.get('user', true), `There is no user "${user}" in this seed.`);
  return {
    to: group === undefined ? { user: user as string } : { group },
    accounts: nodes
      .texts(map, 'accounts', 'An account')
      .map(({ text, node: at }) => accountId(nodes, access.accounts, text, at)),
    permissionSets: nodes.texts(map, 'permission_sets', 'A permission set').map(({ text, node: at }) => {
      if (!access.permissionSets.some(({ name }) => name === text))
        nodes.fail(at, `There is no permission set "${text}" in this seed.`);
      return text;
    }),
  };
}
