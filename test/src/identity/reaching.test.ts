import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { AuthSection, Identity } from '../../../src/domain/auth.ts';
import { alsoIn } from '../../../src/identity/reaching.ts';

const at = { file: 'atmos.yaml' };
const identity = (
  name: string,
  principal: Identity['principal'],
  rest: Partial<Identity> = {},
): Identity => ({
  id: name,
  name,
  kind: 'aws/permission-set',
  at,
  isDefault: false,
  principal,
  env: [],
  ...rest,
});

const all = [
  identity('asked', { accountId: '222222222204' }),
  identity('by-id', { accountId: '222222222204' }),
  identity('by-name', { accountName: 'plat-prod' }),
  identity('by-role', { roleArn: 'arn:aws:iam::222222222204:role/x' }),
  identity('elsewhere', { accountId: '222222222202', accountName: 'plat-dev' }),
  identity(
    'faulty',
    { accountId: '222222222204' },
    { fault: { code: 'auth-config-invalid', message: 'x', at } },
  ),
  identity('nowhere', {}),
];
const auth = { identities: new Map(all.map((one) => [one.id, one])) } as unknown as AuthSection;
const step = (account: { id?: string; name?: string }) =>
  ({ kind: 'aws/permission-set', identity: 'asked', permissionSet: 'Admin', account }) as const;

for (const [account, expected] of [
  [{ id: '222222222204' }, ['by-id', 'by-role']],
  [{ name: 'plat-prod' }, ['by-name']],
  [{ id: '222222222204', name: 'plat-prod' }, ['by-id', 'by-name', 'by-role']],
  [{ id: '333333333333' }, []],
  [{}, []],
] as const)
  test(`who is also in ${JSON.stringify(account)}`, () =>
    assert.equal(alsoIn(auth, step(account)), expected));

test.run();
