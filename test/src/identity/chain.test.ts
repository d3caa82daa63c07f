import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import { chainOf } from '../../../src/identity/chain.ts';
import { findIdentity } from '../../../src/identity/find-identity.ts';
import { acme, auth } from './project.ts';

const chain = (text: string, name: string) => {
  const section = auth(text);
  return chainOf(section, findIdentity(section, name));
};

test('a permission set is a chain of one step', () => {
  assert.equal(chain(acme, 'plat-dev/terraform').steps, [
    {
      kind: 'aws/permission-set',
      identity: 'plat-dev/terraform',
      permissionSet: 'TerraformApplyAccess',
      account: { id: '222222222202' },
    },
  ]);
});

test('a role comes after the identity whose keys it needs, found without case', () => {
  const { steps, env } = chain(acme, 'core-root/terraform');
  assert.equal(
    steps.map(({ identity }) => identity),
    ['plat-dev/terraform', 'core-root/terraform'],
  );
  assert.equal(steps[1], {
    kind: 'aws/assume-role',
    identity: 'core-root/terraform',
    roleArn: 'arn:aws:iam::111111111101:role/acme/terraform',
    externalId: 'abc',
    durationSeconds: 5400,
  });
  assert.equal(env, [{ key: 'FOO', value: 'bar' }]);
});

test("the region is the nearest principal's, else the provider's", () => {
  assert.is(chain(acme, 'plat-dev/readonlyaccess').region, 'eu-west-1');
  assert.is(chain(acme, 'core-root/terraform').region, 'us-east-1');
});

test("the sign-in carries the provider's endpoint", () => {
  const text = acme.replace(
    'region: us-east-1',
    'region: us-east-1\n    spec: { endpoint_url: "http://127.0.0.1:1" }',
  );
  assert.is(chain(text, 'plat-dev/terraform').root.endpointUrl, 'http://127.0.0.1:1');
});

const set = (via: string) =>
  `  x:\n    kind: aws/permission-set\n    via: ${via}\n    principal: { name: A, account: { name: b } }\n`;
const role = (name: string, via: string) =>
  `  ${name}:\n    kind: aws/assume-role\n    via: ${via}\n    principal: { assume_role: "arn:aws:iam::111111111101:role/a" }\n`;
const broken: [title: string, entries: string, message: RegExp][] = [
  [
    'no via',
    '  x: { kind: aws/permission-set, principal: { name: A, account: { name: b } } }\n',
    /does not say where its keys come from/,
  ],
  ['an empty via', set('{}'), /does not say where its keys come from/],
  [
    'both kinds of via',
    set('{ provider: sso, identity: plat-dev/terraform }'),
    /both via.provider and via.identity/,
  ],
  ['an unknown provider', set('{ provider: okta }'), /The chain of x is broken: There is no provider "okta"/],
  [
    'an unknown identity',
    role('x', '{ identity: plat-dev/terrafrom }'),
    /There is no identity "plat-dev\/terrafrom" here\. Did you mean "plat-dev\/terraform"/,
  ],
  [
    'a permission set after an identity',
    set('{ identity: plat-dev/terraform }'),
    /A permission set comes from a provider/,
  ],
  [
    'a role right after a provider',
    role('x', '{ provider: sso }'),
    /assumed with the keys of another identity/,
  ],
  ['an identity that leads to itself', role('x', '{ identity: X }'), /in a circle: x → x\./],
  [
    'a circle of two',
    `${role('x', '{ identity: y }')}${role('y', '{ identity: x }')}`,
    /in a circle: x → y → x\./,
  ],
  [
    'a circle further on',
    `${role('x', '{ identity: y }')}${role('y', '{ identity: z }')}${role('z', '{ identity: y }')}`,
    /in a circle: y → z → y\./,
  ],
];
for (const [title, entries, message] of broken)
  test(`${title} is a broken chain, told with file and line`, () => {
    try {
      chain(acme + entries, 'x');
      assert.unreachable();
    } catch (error) {
      assert.ok(isProblem(error), String(error));
      assert.is(error.code, 'chain-broken');
      assert.match(error.message, message);
      assert.is(error.at?.file, 'atmos.yaml');
      assert.ok((error.at?.line ?? 0) > 20);
    }
  });

test('a fault of any step is a fault of the chain', () => {
  const text = acme.replace('name: TerraformApplyAccess, ', '');
  assert.throws(() => chain(text, 'core-root/terraform'), /"plat-dev\/terraform" has no principal.name/);
});

test('a fault elsewhere is not', () => {
  assert.ok(chain(`${acme}  bad: { kind: nonsense }\n`, 'core-root/terraform'));
});

test.run();
