import type { Account } from './seed.ts';
import type { YamlNodes } from './yaml-nodes.ts';

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
