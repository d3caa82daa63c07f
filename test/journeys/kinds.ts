/** Desks whose person has identities of every kind, in a profile of their own beside the acme project's. */
import { test } from 'uvu';
import type { Seed } from '../../emulator/seed/seed.ts';
import { acme } from '../emulator/running.ts';
import { type Desk, withDesk } from './desk.ts';

const [breakglass] = acme.users;
if (breakglass === undefined) throw new Error('The acme seed has a user.');
/** The emulator's one IAM user. */
export const user = breakglass;
/** Its keys, as an AWS SDK takes them from the environment. */
export const userVariables = {
  AWS_ACCESS_KEY_ID: user.accessKeyId,
  AWS_SECRET_ACCESS_KEY: user.secretAccessKey,
};

/** A role of the core-root account that the user may assume without a code, for four hours at the most. */
export const userRole = 'arn:aws:iam::111111111101:role/acme-core-gbl-root-user';

/** A role that trusts that one. */
export const secondRole = 'arn:aws:iam::111111111102:role/acme-core-gbl-artifacts-second';

/** The acme seed with those roles. */
const seedWithUserRole: Seed = {
  ...acme,
  roles: [
    ...acme.roles,
    {
      arn: userRole,
      account: '111111111101',
      name: 'acme-core-gbl-root-user',
      state: 'none',
      maxSession: 4 * 3_600_000,
      externalId: 'from-acme',
      trust: [{ kind: 'user', account: user.account, user: user.name, mfa: false }],
      refuses: [],
    },
    {
      arn: secondRole,
      account: '111111111102',
      name: 'acme-core-gbl-artifacts-second',
      state: 'none',
      maxSession: 3_600_000,
      externalId: undefined,
      trust: [{ kind: 'role', arn: userRole }],
      refuses: [],
    },
  ],
};

/** A journey with an emulator and a profile `kinds` that holds `auth` below `auth:`. */
export function kindsJourney(
  title: string,
  auth: string,
  work: (desk: Desk) => Promise<void>,
  seed: Seed = seedWithUserRole,
): void {
  test(title, () =>
    withDesk(
      async (desk) => {
        desk.write('profiles/kinds/kinds.yaml', `auth:\n${auth.replace(/^(?=.)/gm, '  ')}`);
        await work(desk);
      },
      { seed, profile: 'developers,local,kinds' },
    ),
  );
}

/** Where an identity without a provider finds the emulator. */
export const atEmulator = 'spec: { endpoint_url: !env ATMOS_KIT_ENDPOINT }';
