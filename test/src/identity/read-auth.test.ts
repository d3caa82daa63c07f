import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import { readAuth } from '../../../src/identity/read-auth.ts';
import { acme, auth, tree } from './project.ts';

test('names are kept as written and found without case', () => {
  const { identities } = auth(acme);
  assert.is(identities.get('plat-dev/readonlyaccess')?.name, 'plat-dev/ReadOnlyAccess');
});

test('a sound section has no faults', () => {
  const { identities, providers } = auth(acme);
  for (const entry of [...identities.values(), ...providers.values()])
    assert.is(entry.fault, undefined, entry.name);
});

const provider = (body: string) => `providers: { sso: { ${body} } }`;
const identity = (body: string) =>
  `identities:\n  x:\n    kind: aws/permission-set\n${body.replace(/^/gm, '    ')}`;
const role = (body: string) =>
  `identities: { x: { kind: aws/assume-role, via: { identity: y }, principal: { ${body} } } }`;

const faults: [title: string, text: string, code: string, message: RegExp][] = [
  [
    'a provider without a start_url',
    provider('kind: aws/iam-identity-center, region: us-east-1'),
    'auth-config-invalid',
    /has no start_url/,
  ],
  [
    'a provider without a region',
    provider('kind: aws/iam-identity-center, start_url: "https://a.b/start"'),
    'auth-config-invalid',
    /has no region/,
  ],
  [
    'a start_url that is no URL',
    provider('kind: aws/iam-identity-center, start_url: acme, region: us-east-1'),
    'auth-config-invalid',
    /is not a URL: acme/,
  ],
  ['a provider without a kind', provider('region: us-east-1'), 'auth-config-invalid', /has no kind/],
  [
    'a provider of a mistyped kind',
    provider('kind: aws/identity-center'),
    'kind-unknown',
    /unknown kind aws\/identity-center/,
  ],
  [
    'a provider of a kind that only Atmos knows',
    provider('kind: aws/saml'),
    'construct-not-supported',
    /of kind aws\/saml/,
  ],
  [
    'an endpoint that is no URL',
    provider(
      'kind: aws/iam-identity-center, start_url: "https://a.b/start", region: r, spec: { endpoint_url: nowhere }',
    ),
    'auth-config-invalid',
    /endpoint_url of provider "sso" is not an http/,
  ],
  ['a provider that is a text', 'providers: { sso: hello }', 'auth-config-invalid', /is not a map/],
  [
    'an identity that only marks',
    'identities: { x: { default: true } }',
    'auth-config-invalid',
    /has no kind/,
  ],
  [
    'an identity of an unknown kind',
    'identities: { x: { kind: aws/permissionset } }',
    'kind-unknown',
    /unknown kind/,
  ],
  [
    'an identity of a kind that only Atmos knows',
    'identities: { x: { kind: aws/user } }',
    'construct-not-supported',
    /of kind aws\/user/,
  ],
  [
    'a permission set without a name',
    identity('principal: { account: { id: "222222222202" } }'),
    'auth-config-invalid',
    /has no principal.name/,
  ],
  [
    'a permission set without an account',
    identity('principal: { name: A }'),
    'auth-config-invalid',
    /neither principal.account.id/,
  ],
  [
    'an account id of eleven digits',
    identity('principal: { name: A, account: { id: "22222222220" } }'),
    'auth-config-invalid',
    /is not twelve digits/,
  ],
  [
    'an unquoted account id',
    identity('principal: { name: A, account: { id: 222222222202 } }'),
    'auth-config-invalid',
    /must be text/,
  ],
  ['a role that is no ARN', role('assume_role: admin'), 'auth-config-invalid', /is not the ARN/],
  ['a role without an ARN', role('region: r'), 'auth-config-invalid', /has no principal.assume_role/],
  [
    'a duration that is none',
    role('assume_role: "arn:aws:iam::111111111101:role/a", duration: soon'),
    'auth-config-invalid',
    /is not a duration: soon/,
  ],
  [
    'an env that is a map',
    identity('principal: { name: A, account: { name: b } }\nenv: { A: b }'),
    'auth-config-invalid',
    /is not a list of key and value/,
  ],
];
for (const [title, text, code, message] of faults) {
  test(`${title} is a fault of that entry alone, with its line`, () => {
    const { identities, providers } = auth(text);
    const { fault } = identities.get('x') ?? providers.get('sso') ?? {};
    assert.is(fault?.code, code);
    assert.match(fault?.message ?? '', message);
    assert.ok(fault?.at.line);
    assert.ok(fault?.hint);
  });
}

test('roles of every partition are roles', () => {
  for (const partition of ['aws', 'aws-cn', 'aws-us-gov']) {
    const { identities } = auth(role(`assume_role: "arn:${partition}:iam::111111111101:role/a"`));
    assert.is(identities.get('x')?.fault, undefined, partition);
  }
});

test('the older spelling of an endpoint counts', () => {
  const { providers } = auth(
    provider(
      'kind: aws/iam-identity-center, start_url: "https://a.b/start", region: r, spec: { aws: { resolver: { url: "http://127.0.0.1:1/" } } }',
    ),
  );
  assert.is(providers.get('sso')?.endpointUrl, 'http://127.0.0.1:1');
});

test('an unknown keyring type is a Problem with its line', () => {
  try {
    readAuth(tree('keyring:\n  type: vault'), 'acme');
    assert.unreachable();
  } catch (error) {
    assert.ok(isProblem(error) && error.code === 'auth-config-invalid' && error.at?.line === 2);
  }
});

test.run();
