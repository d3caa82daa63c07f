import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Chain } from '../../../src/domain/chain.ts';
import { applyChange } from '../../../src/domain/environment-change.ts';
import { awsProfileName, processConfigText } from '../../../src/identity/aws-config.ts';
import { childEnvironment, type Handover } from '../../../src/identity/child-environment.ts';

const chain: Chain = {
  realm: 'acme',
  root: {
    kind: 'aws/iam-identity-center',
    provider: 'sso',
    startUrl: 'https://a.b/start',
    region: 'us-east-1',
    scopes: [],
  },
  steps: [],
  region: 'eu-west-1',
  env: [{ key: 'FOO', value: 'bar' }],
};
const local: Chain = { ...chain, root: { ...chain.root, endpointUrl: 'http://127.0.0.1:9911' } };
const byProcess: Handover = { mode: 'process', configFile: '/c/config', credentialsFile: '/c/credentials' };
const keys = { accessKeyId: 'ASIA1', secretAccessKey: 's', sessionToken: 't', expiresAt: new Date(0) };

test('a child gets the identity by a file and nothing secret', () => {
  assert.equal(childEnvironment(chain, 'plat-dev/terraform', byProcess, {}), {
    AWS_CONFIG_FILE: '/c/config',
    AWS_SHARED_CREDENTIALS_FILE: '/c/credentials',
    AWS_PROFILE: 'plat-dev/terraform',
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_SDK_LOAD_CONFIG: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
    FOO: 'bar',
  });
});

test('in mode env it gets the keys, and no profile that could outrank them', () => {
  const result = applyChange(
    { AWS_PROFILE: 'old' },
    childEnvironment(chain, 'x', { mode: 'env', keys }, { AWS_PROFILE: 'old' }),
  );
  assert.is(result['AWS_ACCESS_KEY_ID'], 'ASIA1');
  assert.is(result['AWS_CREDENTIAL_EXPIRATION'], '1970-01-01T00:00:00.000Z');
  assert.is(result['AWS_PROFILE'], undefined);
});

const removed = [
  ...[
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_SECURITY_TOKEN',
    'AWS_DEFAULT_PROFILE',
  ],
  ...['AWS_ROLE_ARN', 'AWS_ROLE_SESSION_NAME', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_CREDENTIAL_EXPIRATION'],
  ...[
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  ],
  ...[
    'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
    'AWS_ENDPOINT_URL',
    'AWS_ENDPOINT_URL_S3',
    'AWS_ENDPOINT_URL_KMS',
  ],
  ...[
    'AWS_SSO_PROFILE',
    'AWS_VAULT',
    'AWS_MFA_SERIAL',
    'AWS_SESSION_EXPIRATION',
    'AWS_CREDENTIAL_FILE',
    'AWS_ACCOUNT_ID',
  ],
  ...['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'AWS_S3_ENDPOINT', 'TF_AWS_STS_ENDPOINT'],
  ...['AWS_ACCESS_KEY', 'AWS_SECRET_KEY', 'AWS_BEARER_TOKEN_BEDROCK', 'AWS_METADATA_URL'],
  ...['AWS_EC2_METADATA_SERVICE_ENDPOINT', 'AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE'],
];
const kept = [
  'AWS_CA_BUNDLE',
  'AWS_PAGER',
  'AWS_RETRY_MODE',
  'AWS_MAX_ATTEMPTS',
  'AWS_VAULT_BACKEND',
  'TF_AWS_SOMETHING',
  'AWS_USE_FIPS_ENDPOINT',
  'PATH',
];

test('whatever else selects credentials, account, region or endpoint is removed, and nothing more', () => {
  const inherited = Object.fromEntries([...removed, ...kept].map((name) => [name, 'junk']));
  const result = applyChange(inherited, childEnvironment(chain, 'x', byProcess, inherited));
  for (const name of removed) assert.is(result[name], undefined, name);
  for (const name of kept) assert.is(result[name], 'junk', name);
});

test('what is not inherited is not mentioned', () => {
  assert.not.ok('AWS_ACCESS_KEY_ID' in childEnvironment(chain, 'x', byProcess, {}));
});

test('an endpoint reaches every service that has a variable, and no proxy', () => {
  const change = childEnvironment(local, 'x', byProcess, {
    NO_PROXY: 'a.b',
    AWS_ENDPOINT_URL_S3: 'https://else.where',
  });
  for (const service of ['', '_SSO', '_SSO_OIDC', '_STS', '_S3', '_EKS', '_ECR'])
    assert.is(change[`AWS_ENDPOINT_URL${service}`], 'http://127.0.0.1:9911', service);
  assert.is(change['NO_PROXY'], 'a.b,127.0.0.1');
  assert.is(change['no_proxy'], undefined);
  assert.is(change['AWS_USE_FIPS_ENDPOINT'], null);
});

test('botocore, which listens to no_proxy first, keeps loopback out of the proxy too', () => {
  const change = childEnvironment(local, 'x', byProcess, { no_proxy: 'c.d' });
  assert.is(change['NO_PROXY'], 'c.d,127.0.0.1');
  assert.is(change['no_proxy'], 'c.d,127.0.0.1');
});

test('the AWS config names a profile whose keys come from a command', () => {
  const command = ['/usr/bin/node', "/it's here/atmos-kit.cjs", 'auth'];
  const text = processConfigText([{ identity: 'plat-dev/terraform', region: 'us-east-1', command }]);
  assert.match(text, /^\[profile plat-dev\/terraform\]$/m);
  assert.ok(text.includes(`credential_process = /usr/bin/node '/it'"'"'s here/atmos-kit.cjs' auth\n`));
});

for (const [identity, profile] of [
  ['plat-dev/terraform', 'plat-dev/terraform'],
  ['Plat Dev/Read Only', 'Plat-Dev/Read-Only'],
  ['a]\ncredential_process = x', 'a--credential_process---x'],
  ['büro/😀', 'b-ro/-'],
] as const)
  test(`the profile of ${JSON.stringify(identity)} has a name that every SDK reads`, () => {
    assert.is(awsProfileName(identity), profile);
    assert.match(
      processConfigText([{ identity, region: 'r', command: ['x'] }]),
      new RegExp(`\\n\\[profile ${profile}\\]\\nregion = r\\n`),
    );
    assert.is(childEnvironment(chain, identity, byProcess, {})['AWS_PROFILE'], profile);
  });

test('in mode file it gets files, and prompts are told when the keys in them end', () => {
  const files = { configFile: '/f/config', credentialsFile: '/f/credentials' };
  const change = childEnvironment(chain, 'x', { mode: 'file', ...files, keys }, { AWS_ACCESS_KEY_ID: 'old' });
  assert.is(change['AWS_SHARED_CREDENTIALS_FILE'], '/f/credentials');
  assert.is(change['AWS_PROFILE'], 'x');
  assert.is(change['AWS_CREDENTIAL_EXPIRATION'], '1970-01-01T00:00:00.000Z');
  assert.is(change['AWS_ACCESS_KEY_ID'], null);
});

test.run();
