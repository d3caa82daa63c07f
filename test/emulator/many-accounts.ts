/** A seed of any size: what a listing or a discovery of a large organization is measured on. */
import type { Seed } from '../../emulator/seed/seed.ts';

const hour = 3_600_000;

/**
 * `accounts` accounts (`team-0001` and so on, ids from 500000000001) with the same `roles` permission sets (`Role01` and
 * so on) in each, all assigned to dana, whose password is local-dana.
 */
export function manyAccounts(accounts: number, roles: number): Seed {
  const permissionSets = Array.from({ length: roles }, (_, index) => ({
    name: `Role${String(index + 1).padStart(2, '0')}`,
    session: hour,
    state: 'none' as const,
  }));
  const list = Array.from({ length: accounts }, (_, index) => {
    const name = `team-${String(index + 1).padStart(4, '0')}`;
    return { id: String(500_000_000_001 + index), name, email: `aws+${name}@acme.example` };
  });
  return {
    region: 'us-east-1',
    startUrls: ['https://acme.awsapps.com/start'],
    lifetimes: {
      accessToken: hour,
      portalSession: 8 * hour,
      deviceCode: hour / 6,
      registration: 90 * 24 * hour,
    },
    accounts: list,
    permissionSets,
    roles: [],
    users: [],
    rootAccess: [],
    samlProviders: [],
    groups: [],
    people: [
      {
        user: 'dana',
        password: 'local-dana',
        displayName: 'Dana Developer',
        email: 'dana@acme.example',
        groups: [],
      },
    ],
    assignments: [
      {
        to: { user: 'dana' },
        accounts: list.map(({ id }) => id),
        permissionSets: permissionSets.map(({ name }) => name),
      },
    ],
    buckets: [],
  };
}
