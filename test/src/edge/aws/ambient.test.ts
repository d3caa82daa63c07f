import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { json, raw, withServer } from './loopback.ts';

const program = join(import.meta.dirname, '..', 'programs', 'call-aws.ts');

// Each line makes an SDK that reads it fail or go elsewhere: port 9 is the discard port, which nobody listens on.
const astray = {
  AWS_PROFILE: 'there-is-none',
  AWS_DEFAULT_PROFILE: 'there-is-none',
  AWS_REGION: 'xx-nowhere-1',
  AWS_DEFAULT_REGION: 'xx-nowhere-1',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_ENDPOINT_URL_SSO: 'http://127.0.0.1:9',
  AWS_ENDPOINT_URL_SSO_OIDC: 'http://127.0.0.1:9',
  AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:9',
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'nonsense',
  AWS_USE_FIPS_ENDPOINT: 'true',
  AWS_USE_DUALSTACK_ENDPOINT: 'true',
  AWS_STS_REGIONAL_ENDPOINTS: 'legacy',
  AWS_DEFAULTS_MODE: 'nonsense',
  AWS_RETRY_MODE: 'nonsense',
  AWS_MAX_ATTEMPTS: 'nonsense',
  AWS_SDK_UA_APP_ID: 'astray',
  AWS_AUTH_SCHEME_PREFERENCE: 'nonsense',
  AWS_SIGV4A_SIGNING_REGION_SET: 'nonsense',
  AWS_ACCESS_KEY_ID: 'AKIAASTRAY',
  AWS_SECRET_ACCESS_KEY: 'astray',
  AWS_SESSION_TOKEN: 'astray',
  AWS_ACCOUNT_ID: '999999999999',
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:9/',
  AWS_WEB_IDENTITY_TOKEN_FILE: '/nonexistent',
  AWS_ROLE_ARN: 'arn:aws:iam::999999999999:role/astray',
};

interface Seen {
  readonly stdout: string;
  readonly stderr: string;
  readonly requests: readonly { readonly url: string; readonly headers: IncomingMessage['headers'] }[];
}

async function run(variables: Record<string, string>, tracer: readonly string[] = []): Promise<Seen> {
  const home = mkdtempSync(join(tmpdir(), 'ambient-'));
  mkdirSync(join(home, '.aws'));
  const config = '[default]\nregion = xx-nowhere-1\nservices = not-there\nuse_fips_endpoint = true\n';
  writeFileSync(join(home, '.aws', 'config'), config);
  writeFileSync(join(home, 'config'), config);
  const requests: { url: string; headers: IncomingMessage['headers'] }[] = [];
  let stdout = '';
  let stderr = '';
  await withServer(
    (request, response, count) => {
      requests.push({ url: request.url ?? '', headers: request.headers });
      const answer =
        request.url === '/client/register'
          ? json(200, { clientId: 'i', clientSecret: 's', clientSecretExpiresAt: 1_790_000_000 })
          : request.url?.startsWith('/assignment/')
            ? json(200, { accountList: [] })
            : raw(
                200,
                '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:x</Arn><UserId>u</UserId>' +
                  '<Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
                'text/xml',
              );
      answer(request, response, count);
    },
    async ({ target }) => {
      const [file = '', ...args] = [...tracer, process.execPath, '--import', 'tsx', program];
      const child = spawn(file, [...args, target.endpointUrl], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: process.env['PATH'] ?? '',
          HOME: home,
          AWS_CONFIG_FILE: join(home, 'config'),
          ...variables,
        },
      });
      child.stdout.on('data', (data) => (stdout += data));
      child.stderr.on('data', (data) => (stderr += data));
      await new Promise((resolve) => child.once('close', resolve));
    },
  );
  return { stdout, stderr, requests };
}

test('what the AWS variables and files of a person say changes nothing', async () => {
  const { stdout, stderr, requests } = await run(astray);
  assert.equal(
    JSON.parse(stdout || 'null'),
    ['oidc.eu-west-1.amazonaws.com', 'portal.sso.eu-west-1.amazonaws.com', 'sts.eu-west-1.amazonaws.com'],
    stderr,
  );
  assert.equal(
    requests.map(({ url }) => url),
    ['/client/register', '/assignment/accounts?max_result=100', '/'],
  );
  const signature = requests[2]?.headers.authorization ?? '';
  assert.match(signature, /Credential=ASIAAAAAAAAAAAAAAAAA\/\d{8}\/us-east-1\/sts\/aws4_request/);
  assert.is(requests[2]?.headers['x-amz-security-token'], 'SECRET-session-token');
  assert.not.match(JSON.stringify(requests), 'astray');
  assert.not.match(JSON.stringify(requests), 'AKIA');
});

test('no AWS file of a person is opened', async () => {
  if (spawnSync('strace', ['-V']).error !== undefined) {
    assert.is.not(process.env['ATMOS_KIT_TEST_CI'], 'true', 'strace is not installed');
    console.log('SKIPPED strace is not installed');
    return;
  }
  const trace = join(mkdtempSync(join(tmpdir(), 'trace-')), 'trace');
  const { stdout, stderr } = await run({}, ['strace', '-f', '-e', 'trace=openat,open', '-o', trace]);
  assert.match(stdout, 'oidc.eu-west-1', stderr);
  const opened = readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => /\/\.aws\/|\/ambient-[^/]+\/config/.test(line));
  assert.equal(opened, []);
});

test('the SDK does not warn of the Node version, and other warnings are heard', async () => {
  const { stderr } = await run({});
  assert.match(stderr, 'another warning');
  assert.not.match(stderr, 'NodeVersionSupportWarning');
  assert.is(process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'], undefined);
});

test.run();
