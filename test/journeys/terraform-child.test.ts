/** What a child is given: argv, environment and credentials, and what real AWS SDKs make of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa, execaSync } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { acme } from '../emulator/running.ts';
import { type Desk, withDesk } from './desk.ts';
import { type RecordedCall, recordTerraform } from './recorded-terraform.ts';
import { journey, plain, state } from './terraform.ts';

/** 26 variables that select credentials, an account, a region or an endpoint. */
const junk = Object.fromEntries(
  [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_SECURITY_TOKEN',
    'AWS_CREDENTIAL_EXPIRATION',
    'AWS_SESSION_EXPIRATION',
    'AWS_CREDENTIAL_FILE',
    'AWS_SHARED_CREDENTIALS_FILE',
    'AWS_CONFIG_FILE',
    'AWS_PROFILE',
    'AWS_DEFAULT_PROFILE',
    'AWS_ROLE_ARN',
    'AWS_ROLE_SESSION_NAME',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    'AWS_CONTAINER_AUTHORIZATION_TOKEN',
    'AWS_MFA_SERIAL',
    'AWS_REGION',
    'AWS_DEFAULT_REGION',
    'AWS_ENDPOINT_URL',
    'AWS_ENDPOINT_URL_LAMBDA',
    'AWS_S3_ENDPOINT',
    'AWS_VAULT',
    'AWS_SSO_PROFILE',
    'AWS_ACCOUNT_ID',
  ].map((name) => [name, 'junk']),
);

/** Runs a plan with the recording terraform and returns its last call. */
async function lastCall(desk: Desk, variables: Readonly<Record<string, string>> = {}): Promise<RecordedCall> {
  const recorded = recordTerraform(desk);
  const ended = await desk.kit('terraform plan vpc -s plat-ue1-dev -target=x', {
    variables: { ...variables, PATH: recorded.path },
  });
  assert.is(ended.exitCode, 0, ended.stderr);
  const calls = recorded.calls();
  assert.equal(
    calls.map(({ argv }) => argv.join(' ')),
    [
      'init -reconfigure',
      'workspace select -or-create plat-ue1-dev',
      'plan -var-file plat-ue1-dev-vpc.terraform.tfvars.json -out plat-ue1-dev-vpc.planfile -target=x',
    ],
  );
  for (const { folder } of calls) assert.is(folder, join(desk.project, 'components', 'terraform', 'vpc'));
  return calls.at(-1) as RecordedCall;
}

/** What was changed of the desk's own variables: new values, and undefined for what is gone. */
function changeOf(desk: Desk, { environment }: RecordedCall, inherited: Readonly<Record<string, string>>) {
  const before: Record<string, string> = { ...desk.variables, ...inherited };
  const names = new Set([...Object.keys(before), ...Object.keys(environment)]);
  names.delete('PATH');
  return Object.fromEntries(
    [...names].filter((name) => before[name] !== environment[name]).map((name) => [name, environment[name]]),
  );
}

const secretsOf = async (desk: Desk): Promise<readonly string[]> => {
  const { stdout } = await desk.kit('auth process --identity plat-dev/terraform');
  const keys = JSON.parse(stdout) as Record<string, string>;
  return ['AccessKeyId', 'SecretAccessKey', 'SessionToken'].map((name) => keys[name] as string);
};

test('a child gets exactly this, whatever was inherited, and nothing secret', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    const kept = { AWS_PAGER: 'less', AWS_CA_BUNDLE: '/no/such/bundle.pem', NO_PROXY: 'example.org' };
    const call = await lastCall(desk, { ...junk, ...kept });
    const { origin } = desk.emulator;
    const { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE, ...change } = changeOf(desk, call, {
      ...junk,
      ...kept,
    });
    const gone = Object.fromEntries(Object.keys(junk).map((name) => [name, undefined]));
    const { AWS_CONFIG_FILE: _c, AWS_SHARED_CREDENTIALS_FILE: _s, ...otherwise } = gone;
    assert.equal(change, {
      ...otherwise,
      AWS_PROFILE: 'plat-dev/terraform',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_SDK_LOAD_CONFIG: '1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL: origin,
      ...Object.fromEntries(
        ['SSO', 'SSO_OIDC', 'STS', 'S3', 'DYNAMODB', 'EKS', 'ECR', 'IAM'].map((service) => [
          `AWS_ENDPOINT_URL_${service}`,
          origin,
        ]),
      ),
      NO_PROXY: 'example.org,127.0.0.1',
      ATMOS_CLI_CONFIG_PATH: desk.project,
      ATMOS_BASE_PATH: desk.project,
      ATMOS_SHLVL: '1',
      TF_IN_AUTOMATION: 'true',
      TF_APPEND_USER_AGENT: 'atmos-kit',
      TF_PLUGIN_CACHE_DIR: join(desk.home, '.cache', 'atmos', 'terraform', 'plugins'),
      TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: 'true',
    });
    assert.is(readFileSync(AWS_SHARED_CREDENTIALS_FILE ?? '', 'utf8'), '');
    assert.match(readFileSync(AWS_CONFIG_FILE ?? '', 'utf8'), /^credential_process = /m);
    const everything = [
      JSON.stringify(call),
      ...readdirSync(desk.folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')),
    ];
    for (const secret of await secretsOf(desk))
      assert.not.ok(
        everything.some((text) => text.includes(secret)),
        'a secret lies about',
      );
  }));

test('with kit.credentials: env the keys stand in the environment and no file is named', () =>
  withDesk(async (desk) => {
    desk.edit('atmos.yaml', 'credentials: process', 'credentials: env');
    await desk.signIn();
    const { environment } = await lastCall(desk, junk);
    const [id, secret, token] = await secretsOf(desk);
    assert.is(environment['AWS_ACCESS_KEY_ID'], id);
    assert.is(environment['AWS_SECRET_ACCESS_KEY'], secret);
    assert.is(environment['AWS_SESSION_TOKEN'], token);
    assert.ok(Date.parse(environment['AWS_CREDENTIAL_EXPIRATION'] ?? '') > Date.now());
    for (const name of ['AWS_PROFILE', 'AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_VAULT'])
      assert.is(environment[name], undefined, name);
  }));

test('SDKs get keys from elsewhere, after the profile changed, and new ones when those end', () =>
  withDesk(
    async (desk) => {
      await desk.signIn();
      const { environment } = await lastCall(desk);
      const elsewhere = { ...environment, ATMOS_PROFILE: 'managers,local' };
      const ask = async (file: string, args: readonly string[]) => {
        const { stdout } = await execa(file, args, { cwd: tmpdir(), env: elsewhere, extendEnv: false });
        return JSON.parse(stdout);
      };
      const script = join(import.meta.dirname, 'programs', 'who-am-i.mjs');
      const role =
        /^arn:aws:sts::222222222202:assumed-role\/AWSReservedSSO_TerraformApplyAccess_\w+\/dana@acme\.example$/;
      const minted = () =>
        desk.emulator.audit().filter(({ action }) => action === 'GetRoleCredentials').length;
      const first = await ask(process.execPath, [script, 'fromIni']);
      assert.match(first.arn, role);
      const before = minted();
      await new Promise((resolve) =>
        setTimeout(resolve, Math.max(0, Date.parse(first.expiration) - Date.now())),
      );
      const second = await ask(process.execPath, [script, 'fromProcess']);
      assert.match(second.arn, role);
      assert.ok(second.expiration > first.expiration);
      assert.is(minted(), before + 1);
      if (execaSync('aws', ['--version'], { reject: false }).failed)
        return console.log('SKIPPED the AWS CLI is not installed');
      const identity = await ask('aws', ['sts', 'get-caller-identity', '--output', 'json']);
      assert.match(identity.Arn, role);
    },
    { seed: withSession(5000), name: "it's a desk, with a comma" },
  ));

journey(
  'keys that end during an apply are renewed by Terraform itself',
  async (desk) => {
    desk.write(
      'components/terraform/vpc/slow.tf',
      `resource "terraform_data" "slow" {
        depends_on = [terraform_data.vpc]
        provisioner "local-exec" { command = "sleep 6" }
      }`,
    );
    desk.edit('atmos.yaml', '\nkit:\n', '\nkit:\n  min_ttl: 0s\n');
    const apply = await desk.kit('terraform apply vpc -s plat-ue1-dev -auto-approve');
    assert.is(apply.exitCode, 0, plain(apply.stderr));
    assert.is((await state(desk, 'vpc/plat-ue1-dev/terraform.tfstate')).resources.length, 4);
    const minted = desk.emulator.audit().filter(({ action }) => action === 'GetRoleCredentials');
    assert.ok(minted.length > 1, `minted ${minted.length} times`);
  },
  { seed: withSession(5000) },
);

for (const mode of ['process', 'file'] as const)
  test(`who is required beside the one who runs has a profile too, in mode ${mode}`, () =>
    withDesk(async (desk) => {
      desk.edit('atmos.yaml', 'credentials: process', `credentials: ${mode}`);
      desk.edit(
        'profiles/developers/plat.yaml',
        '    plat-prod/ReadOnlyAccess:\n',
        '    plat-prod/ReadOnlyAccess:\n      required: true\n',
      );
      desk.write(
        'profiles/developers/broken.yaml',
        'auth: {identities: {broken: {kind: aws/permission-set, required: true}}}\n',
      );
      await desk.signIn();
      const { environment } = await lastCall(desk);
      assert.is(environment['AWS_PROFILE'], 'plat-dev/terraform');
      const script = join(import.meta.dirname, 'programs', 'who-am-i.mjs');
      for (const [profile, account] of [
        ['plat-dev/terraform', '222222222202'],
        ['plat-prod/ReadOnlyAccess', '222222222204'],
      ] as const) {
        const env = { ...environment, AWS_PROFILE: profile };
        const { stdout } = await execa(process.execPath, [script, 'fromIni'], { env, extendEnv: false });
        assert.match(JSON.parse(stdout).arn, new RegExp(`^arn:aws:sts::${account}:`), profile);
      }
      const { stderr } = await desk.kit('terraform plan vpc -s plat-ue1-dev');
      assert.match(stderr, /broken is required as well, and cannot be had: /);
      const alone = await desk.kit([
        ...['auth', 'exec', '-i', 'plat-dev/terraform', '--', 'sh', '-c'],
        'cat "$AWS_CONFIG_FILE"',
      ]);
      assert.not.match(alone.stdout, /plat-prod/);
    }));

/** The acme seed with sessions of this many milliseconds for those who apply. */
function withSession(session: number) {
  return {
    ...acme,
    permissionSets: acme.permissionSets.map((set) =>
      set.name === 'TerraformApplyAccess' ? { ...set, session } : set,
    ),
  };
}

test.run();
