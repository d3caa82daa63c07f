import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { endpointOf, passThrough, rootName, signInTargetOf } from '../../../src/domain/chain.ts';
import { isProblem } from '../../../src/domain/problem.ts';
import { chainOf } from '../../../src/identity/chain.ts';
import { findIdentity } from '../../../src/identity/find-identity.ts';
import { chainKey } from '../../../src/identity/session-key.ts';
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

const kinds = `
providers:
  sso: { kind: aws/iam-identity-center, start_url: "https://acme.awsapps.com/start", region: us-east-1 }
  gha: { kind: github/oidc, spec: { endpoint_url: "http://127.0.0.1:1/" } }
  gov: { kind: github/oidc }
  okta: { kind: aws/saml, url: "https://idp.example/aws", region: us-east-1, session: { duration: 2h } }
identities:
  ci: { kind: aws/assume-role, via: { provider: gha }, principal: { assume_role: "arn:aws:iam::111111111101:role/ci" } }
  ci-gov: { kind: aws/assume-role, via: { provider: gov }, principal: { assume_role: "arn:aws-us-gov:iam::111111111101:role/ci" } }
  person: { kind: aws/assume-role, via: { provider: okta }, principal: { assume_role: "arn:aws:iam::111111111101:role/a" } }
  deploy: { kind: aws/assume-role, via: { identity: ci }, principal: { assume_role: "arn:aws:iam::111111111102:role/b", session_tags: [{ key: Team, value: x }] } }
  third: { kind: aws/assume-role, via: { identity: deploy }, principal: { assume_role: "arn:aws:iam::111111111103:role/c" } }
  me: { kind: aws/user, credentials: { mfa_arn: "arn:aws:iam::111111111101:mfa/me", access_key_id: AKIA1, secret_access_key: s }, session: { duration: 1d } }
  mine: { kind: aws/assume-role, via: { identity: me }, principal: { assume_role: "arn:aws:iam::111111111101:role/a" } }
  audit: { kind: aws/assume-root, via: { identity: me }, principal: { target_principal: "111111111102", task_policy_arn: "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials" } }
  around: { kind: aws/ambient, spec: { endpoint_url: "http://127.0.0.1:2" } }
  china: { kind: aws/assume-role, via: { identity: around-cn }, principal: { assume_role: "arn:aws-cn:iam::111111111101:role/a" } }
  around-cn: { kind: aws/ambient }
  as-is: { kind: ambient, env: [{ key: A, value: b }] }
`;

const roots: [name: string, kinds: string, region: string][] = [
  ['ci', 'github/oidc aws/assume-role', 'us-east-1'],
  ['ci-gov', 'github/oidc aws/assume-role', 'us-gov-west-1'],
  ['third', 'github/oidc aws/assume-role aws/assume-role aws/assume-role', 'us-east-1'],
  ['person', 'aws/saml aws/assume-role', 'us-east-1'],
  ['me', 'aws/user aws/user', 'us-east-1'],
  ['mine', 'aws/user aws/user aws/assume-role', 'us-east-1'],
  ['audit', 'aws/user aws/user aws/assume-root', 'us-east-1'],
  ['around', 'aws/ambient aws/ambient', 'us-east-1'],
  ['china', 'aws/ambient aws/ambient aws/assume-role', 'cn-north-1'],
  ['as-is', 'ambient ambient', 'us-east-1'],
];
for (const [name, expected, region] of roots)
  test(`the chain of ${name} is ${expected}, in ${region}`, () => {
    const made = chain(kinds, name);
    assert.is([made.root, ...made.steps].map(({ kind }) => kind).join(' '), expected);
    assert.is(made.region, region);
  });

test('what a chain begins with has a name, and holds for all of it', () => {
  assert.equal(
    ['third', 'person', 'mine', 'around', 'as-is'].map((name) => rootName(chain(kinds, name))),
    ['gha', 'okta', 'aws-user', 'aws-ambient', 'ambient'],
  );
  assert.equal(
    ['third', 'around', 'me'].map((name) => endpointOf(chain(kinds, name))),
    ['http://127.0.0.1:1', 'http://127.0.0.1:2', undefined],
  );
  assert.is(passThrough(chain(kinds, 'as-is')), true);
  assert.is(passThrough(chain(kinds, 'around')), false);
  assert.is(signInTargetOf(chain(kinds, 'mine')), undefined);
});

test('a chain that is written down holds no keys, and other keys of its user make other sessions', () => {
  const made = chain(kinds, 'mine');
  assert.not.match(JSON.stringify(made), /AKIA1/);
  assert.is(chainKey(JSON.parse(JSON.stringify(made))), chainKey(made));
  assert.is.not(chainKey(chain(kinds.replace('AKIA1', 'AKIA2'), 'mine')), chainKey(made));
});

const strange: [title: string, entries: string, message: RegExp][] = [
  [
    'a permission set of a job',
    '  x: { kind: aws/permission-set, via: { provider: gha }, principal: { name: A, account: { name: b } } }\n',
    /comes from IAM Identity Center, but the provider of x is of kind github\/oidc/,
  ],
  [
    'a role of nothing',
    '  x: { kind: aws/assume-role, via: { identity: as-is }, principal: { assume_role: "arn:aws:iam::111111111101:role/a" } }\n',
    /which is of kind ambient and makes none/,
  ],
  [
    'a root task without keys',
    '  x: { kind: aws/assume-root, via: { provider: gha }, principal: { target_principal: "111111111102", task_policy_arn: "arn:aws:iam::aws:policy/root-task/X" } }\n',
    /A root task is done with the keys of another identity/,
  ],
  [
    'a role of another partition',
    '  x: { kind: aws/assume-role, via: { identity: me }, principal: { assume_role: "arn:aws-cn:iam::111111111101:role/a", region: us-west-2 } }\n',
    /is in the partition aws-cn, but x is asked for in us-west-2, which is in aws\./,
  ],
  [
    'tags on a role that a token assumes',
    '  x: { kind: aws/assume-role, via: { provider: gha }, principal: { assume_role: "arn:aws:iam::111111111101:role/a", source_identity: me } }\n',
    /what gha says of a caller brings them/,
  ],
];
for (const [title, entries, message] of strange)
  test(`${title} is a broken chain`, () => assert.throws(() => chain(kinds + entries, 'x'), message));

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
