import type { Identity } from '../../src/domain/auth.ts';
import type { Plain } from '../../src/domain/value.ts';
import type { Discovery } from '../../src/flows/discover.ts';
import type { ProvisionPlan } from '../../src/flows/provision.ts';
import { treeOf } from '../../src/yaml/plain-value.ts';
import { columns, csvOfNames, json } from './columns.ts';
import { dataText } from './data.ts';

export type DiscoveryFormat = 'table' | 'json' | 'yaml' | 'csv';

/** What `auth discover` prints: each account and permission set, and which identities of the project that is. */
export function discoveryText(
  { provider, startUrl, discoveredAt, accounts, remembered }: Discovery,
  identities: readonly Identity[],
  now: Date,
  format: DiscoveryFormat,
): string {
  const nameOf = identityNames(provider, identities);
  const offers = accounts.flatMap(({ id, name, roles }) =>
    roles.map((role) => ({ id, name, role, identities: nameOf(id, name, role) })),
  );
  if (format === 'table' || format === 'csv') {
    const rows = offers.map(({ id, name, role, identities }) => [name, id, role, identities.join(', ')]);
    if (format === 'csv') return csvOfNames([['ACCOUNT', 'ID', 'ROLE', 'IDENTITY'], ...rows]);
    const marked = rows.map((row) => row.map((cell, index) => (index === 3 && cell === '' ? '-' : cell)));
    return columns([['ACCOUNT', 'ID', 'ROLE', 'IDENTITY'], ...marked]);
  }
  const data: Plain = {
    provider,
    start_url: startUrl,
    discovered_at: discoveredAt.toISOString(),
    age_seconds: Math.max(0, Math.floor((now.getTime() - discoveredAt.getTime()) / 1000)),
    remembered,
    roles: offers.map((one) => ({
      account_id: one.id,
      account_name: one.name,
      role: one.role,
      identities: [...one.identities],
    })),
  };
  return format === 'json' ? json(data) : dataText(treeOf(data, { file: '' }), 'yaml');
}

/** Names of the identities that are a permission set in an account, by the account's id or name. */
function identityNames(provider: string, identities: readonly Identity[]) {
  const names = new Map<string, string[]>();
  for (const { name, via, principal } of identities) {
    if (via?.provider?.toLowerCase() !== provider.toLowerCase() || principal.permissionSet === undefined)
      continue;
    const key = JSON.stringify([principal.accountId ?? principal.accountName, principal.permissionSet]);
    names.set(key, [...(names.get(key) ?? []), name]);
  }
  return (id: string, account: string, role: string): readonly string[] => [
    ...(names.get(JSON.stringify([id, role])) ?? []),
    ...(account === id ? [] : (names.get(JSON.stringify([account, role])) ?? [])),
  ];
}

/** What would change in the file of provisioned identities, or what has: a line for each, as a diff. */
export function provisionDiff({ added, changed, removed }: ProvisionPlan): string {
  const lines = [
    ...removed.map((name) => ['-', name]),
    ...changed.map((name) => ['~', name]),
    ...added.map((name) => ['+', name]),
  ].sort(([, a = ''], [, b = '']) => (a < b ? -1 : 1));
  return columns(lines, ' ');
}
