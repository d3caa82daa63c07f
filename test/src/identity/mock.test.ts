import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import { chainOf } from '../../../src/identity/chain.ts';
import { childEnvironment } from '../../../src/identity/child-environment.ts';
import { findIdentity } from '../../../src/identity/find-identity.ts';
import { mockFiles } from '../../../src/identity/mock-files.ts';
import { mockIdentity, mockKeys } from '../../../src/identity/mock-keys.ts';
import { pickIdentity } from '../../../src/identity/pick-identity.ts';
import { chainKey } from '../../../src/identity/session-key.ts';
import { auth } from './project.ts';

const corp = auth(`
providers:
  corp: { kind: mock/aws }
  plain: { kind: mock, region: eu-west-1 }
  sso: { kind: aws/iam-identity-center, start_url: https://x.example/start, region: us-east-1 }
identities:
  Reader: { kind: mock/aws, via: { provider: corp } }
  writer: { kind: mock/aws, via: { identity: reader }, principal: { region: us-west-2 } }
  elsewhere: { kind: mock/aws, via: { provider: plain } }
  real: { kind: aws/permission-set, via: { provider: corp }, principal: { name: A, account: { name: b } } }
  role: { kind: aws/assume-role, via: { identity: reader }, principal: { assume_role: "arn:aws:iam::111111111111:role/x" } }
  hidden: { kind: mock/aws, via: { provider: sso } }
  lost: { kind: mock/aws }
`);
const chain = (name: string) => chainOf(corp, findIdentity(corp, name));

test('a chain of mock identities begins at a mock provider, and its region is us-east-1 whatever is named', () => {
  assert.is(mockIdentity(chain('reader')), 'Reader');
  assert.is(chain('reader').region, 'us-east-1');
  assert.is(chain('writer').region, 'us-east-1');
  assert.is(chain('elsewhere').region, 'us-east-1');
  assert.is.not(chainKey(chain('reader')), chainKey(chain('writer')));
});

for (const name of ['real', 'role', 'hidden', 'lost'])
  test(`made-up and real keys do not mix: ${name}`, () => {
    try {
      chain(name);
      assert.unreachable();
    } catch (error) {
      if (!isProblem(error)) throw error;
      assert.is(error.code, 'chain-broken');
    }
  });

test('a child of a mock identity loses nothing, and is told who it is in lower case', () => {
  const files = { configFile: '/m/mock-config', credentialsFile: '/m/mock-credentials' };
  const inherited = { AWS_ACCESS_KEY_ID: 'x', AWS_PROFILE: 'y' };
  assert.equal(childEnvironment(chain('Reader'), 'Reader', { mode: 'mock', ...files }, inherited), {
    AWS_CONFIG_FILE: '/m/mock-config',
    AWS_SHARED_CREDENTIALS_FILE: '/m/mock-credentials',
    AWS_PROFILE: 'reader',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_SDK_LOAD_CONFIG: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
    ATMOS_IDENTITY: 'reader',
    MOCK_IDENTITY: 'reader',
  });
});

test('the keys are always the same, and the files hold them', () => {
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = mockKeys('reader');
  assert.equal(
    [accessKeyId, secretAccessKey, sessionToken, expiresAt.toISOString()],
    ['MOCK_KEY_reader', 'MOCK_SECRET_reader', 'MOCK_TOKEN_reader', '2099-12-31T23:59:59.000Z'],
  );
  const { config, credentials } = mockFiles('Reader', 'us-east-1');
  assert.match(config, /^\[profile reader\]\nregion = us-east-1\n$/);
  assert.match(credentials, /^\[reader\]\naws_access_key_id = MOCK_KEY_reader\n/);
});

test('a project without an auth section runs as it stands, one whose profile is not chosen asks', () => {
  assert.is(pickIdentity({ auth: auth('{}'), defaults: [] }).type, 'without');
  assert.is(
    pickIdentity({ auth: auth('providers: { corp: { kind: mock/aws } }'), defaults: [] }).type,
    'ask',
  );
});

test.run();
