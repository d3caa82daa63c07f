import { inspect } from 'node:util';
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
    provider('kind: gcp/wif'),
    'construct-not-supported',
    /of kind gcp\/wif/,
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
    'identities: { x: { kind: azure/subscription } }',
    'construct-not-supported',
    /of kind azure\/subscription/,
  ],
  [
    'a SAML provider without a url',
    provider('kind: aws/saml, region: r'),
    'auth-config-invalid',
    /has no url/,
  ],
  [
    'a SAML provider that would fill in pages by itself',
    provider('kind: aws/saml, url: "https://idp.example/x", region: r, driver: KeyCloak'),
    'construct-not-supported',
    /The driver KeyCloak of provider "sso" fills in pages by itself/,
  ],
  [
    'a port that is none',
    provider('kind: aws/saml, url: "https://idp.example/x", region: r, spec: { callback_port: 70000 }'),
    'auth-config-invalid',
    /callback_port of provider "sso" is not a port/,
  ],
  [
    'a user with half of its keys',
    'identities: { x: { kind: aws/user, credentials: { access_key_id: AKIA1 } } }',
    'auth-config-invalid',
    /only one half of its keys/,
  ],
  [
    'a user whose MFA device is none',
    'identities: { x: { kind: aws/user, credentials: { mfa_arn: phone } } }',
    'auth-config-invalid',
    /names no MFA device: phone/,
  ],
  [
    'a session that is no duration',
    'identities: { x: { kind: aws/user, session: { duration: long } } }',
    'auth-config-invalid',
    /session.duration of identity "x" is not a duration: long/,
  ],
  [
    'a root task without an account',
    'identities: { x: { kind: aws/assume-root, principal: { task_policy_arn: "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials" } } }',
    'auth-config-invalid',
    /has no principal.target_principal/,
  ],
  [
    'a root task that is another policy',
    'identities: { x: { kind: aws/assume-root, principal: { target_principal: "111111111101", task_policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" } } }',
    'auth-config-invalid',
    /is not the ARN of a root task/,
  ],
  [
    'session tags that are no map',
    role('assume_role: "arn:aws:iam::111111111101:role/a", session_tags: { Team: [a] }'),
    'auth-config-invalid',
    /session_tags of identity "x" is not a list of key and value/,
  ],
  [
    'a transitive tag that is no tag',
    role('assume_role: "arn:aws:iam::111111111101:role/a", transitive_tag_keys: [Team]'),
    'auth-config-invalid',
    /names Team, which is no tag of it/,
  ],
  [
    'a source identity that AWS would not take',
    role('assume_role: "arn:aws:iam::111111111101:role/a", source_identity: "me & you"'),
    'auth-config-invalid',
    /source_identity of identity "x" is not what AWS allows/,
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

test('the keys of a user open only where they are used', () => {
  const { identities } = auth(
    'identities: { me: { kind: aws/user, credentials: { access_key_id: AKIAWHATEVER, secret_access_key: very-secret } } }',
  );
  const me = identities.get('me');
  assert.equal(me?.user?.keys?.open(), { accessKeyId: 'AKIAWHATEVER', secretAccessKey: 'very-secret' });
  for (const printed of [
    JSON.stringify(me),
    inspect(me, { depth: 9, showHidden: true }),
    `${me?.user?.keys}`,
  ])
    assert.not.match(printed, /AKIAWHATEVER|very-secret/);
});

test('sessions of users are written as seconds, days or as Go writes durations', () => {
  const seconds = (duration: string) =>
    auth(`identities: { me: { kind: aws/user, session: { duration: ${duration} } } }`).identities.get('me')
      ?.user?.sessionSeconds;
  assert.equal(['7200', '"7200"', '2h', '1d'].map(seconds), [7200, 7200, 7200, 86_400]);
});

test('what Atmos calls a driver may be a browser', () => {
  for (const driver of ['Browser', 'GoogleApps', 'Okta', 'ADFS']) {
    const { providers } = auth(
      provider(`kind: aws/saml, url: "https://idp.example/x", region: r, driver: ${driver}`),
    );
    assert.is(providers.get('sso')?.fault, undefined);
    assert.is(providers.get('sso')?.callbackPort, 35_001);
  }
});

test.run();
