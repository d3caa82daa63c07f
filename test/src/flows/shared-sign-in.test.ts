/** A sign-in of another program as a warm start, and ours in the files of others, which then read it. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { SignInTarget } from '../../../src/domain/chain.ts';
import type { SignIn } from '../../../src/domain/session.ts';
import { memoryKeyring } from '../../../src/edge/keyring/memory-keyring.ts';
import { sharing } from '../../../src/edge/sharing/sharing.ts';
import { currentSignIn, storedSignIn } from '../../../src/flows/current-sign-in.ts';
import { keepSignIn } from '../../../src/flows/shared-sign-in.ts';
import { signInKey } from '../../../src/identity/session-key.ts';
import { type Laptop, withLaptop } from './laptop.ts';

const hour = 60 * 60_000;

/** The target of a laptop as AWS's own: the same portal without its endpoint. */
function awsTarget(laptop: Laptop, share: SignInTarget['share'] = []): SignInTarget {
  const { endpointUrl: _, ...target } = laptop.chain('plat-dev/terraform').root as SignInTarget;
  return { ...target, share };
}

/** The laptop's ports with the emulator in AWS's place, and with files of other programs in a home of their own. */
function machine(laptop: Laptop) {
  const HOME = mkdtempSync(join(tmpdir(), 'shared-'));
  const local = laptop.chain('plat-dev/terraform').root;
  const aws = { ...laptop.ports.aws, signIn: () => laptop.ports.aws.signIn(local) };
  const share = sharing({ HOME });
  const keyring = memoryKeyring('a test', () => {});
  return { HOME, share, keyring, ports: { ...laptop.ports, aws, sharing: share } };
}

async function signedIn(laptop: Laptop): Promise<SignIn> {
  await laptop.signIn();
  return (await storedSignIn(
    laptop.keyring,
    laptop.chain('plat-dev/terraform').root as SignInTarget,
  )) as SignIn;
}

const refreshes = (laptop: Laptop) =>
  laptop.emulator.audit().filter(({ detail }) => detail === 'refresh_token').length;

test("another program's token is a warm start, and its refresh token is left alone", () =>
  withLaptop(async (laptop) => {
    const theirs = await signedIn(laptop);
    const target = awsTarget(laptop);
    for (const of of ['atmos', 'aws'] as const) {
      const { ports, share, keyring } = machine(laptop);
      share.write(target, of, theirs);
      const adopted = await currentSignIn(ports, keyring, target);
      assert.is(adopted?.accessToken, theirs.accessToken);
      assert.is(adopted?.refreshToken, undefined);
      assert.is(keyring.labels()[0]?.label.renewable, false);
    }
    assert.is(refreshes(laptop), 0);
  }));

test('one that has ended, or is about to, is none', () =>
  withLaptop(async (laptop) => {
    const theirs = await signedIn(laptop);
    const { ports, share, keyring } = machine(laptop);
    const target = awsTarget(laptop);
    share.write(target, 'aws', theirs);
    laptop.pass(hour - 4 * 60_000);
    assert.is(await currentSignIn(ports, keyring, target), undefined);
    assert.equal(keyring.labels(), []);
    assert.is(refreshes(laptop), 0);
  }));

test('with kit.share an ended one is renewed, and the other program gets the new tokens', () =>
  withLaptop(async (laptop) => {
    const theirs = await signedIn(laptop);
    const { ports, share, keyring } = machine(laptop);
    const target = awsTarget(laptop, ['aws', 'atmos']);
    share.write(target, 'aws', theirs);
    laptop.pass(hour);
    const renewed = await currentSignIn(ports, keyring, target);
    assert.is(refreshes(laptop), 1);
    assert.is.not(renewed?.accessToken, theirs.accessToken);
    const found = share.read(target);
    assert.is(found?.signIn.accessToken, renewed?.accessToken);
    assert.is(found?.signIn.refreshToken, renewed?.refreshToken);
    share.forget(target, renewed?.accessToken ?? '');
    assert.is(share.read(target), undefined, 'both files held it');
  }));

test('what is kept is written nowhere else unless kit.share says so', () =>
  withLaptop(async (laptop) => {
    const made = await signedIn(laptop);
    const { ports, share, keyring } = machine(laptop);
    await keepSignIn(ports, keyring, awsTarget(laptop), made);
    assert.is(share.read(awsTarget(laptop)), undefined);
    assert.ok(await keyring.get(signInKey(awsTarget(laptop))));
  }));

for (const [reader, command] of [
  [
    'the AWS SDK for JavaScript',
    (origin: string) => [
      process.execPath,
      '--input-type=module',
      '-e',
      `import { fromSSO } from ${JSON.stringify(import.meta.resolve('@aws-sdk/credential-providers'))};
       const keys = await fromSSO({ profile: 'shared', clientConfig: { endpoint: ${JSON.stringify(origin)} } })();
       console.log(keys.accessKeyId);`,
    ],
  ],
  ['the AWS CLI', () => ['aws', '--profile', 'shared', 'sts', 'get-caller-identity', '--output', 'text']],
] as const)
  test(`${reader} signs nobody in again: it reads what we wrote`, () =>
    withLaptop(async (laptop) => {
      const made = await signedIn(laptop);
      const { HOME, share } = machine(laptop);
      const target = awsTarget(laptop);
      share.write(target, 'aws', made);
      mkdirSync(join(HOME, '.aws'), { recursive: true });
      writeFileSync(
        join(HOME, '.aws/config'),
        `[profile shared]\nsso_start_url = ${target.startUrl}\nsso_region = ${target.region}\nregion = us-east-1\n` +
          'sso_account_id = 222222222202\nsso_role_name = TerraformApplyAccess\n',
      );
      const { origin } = laptop.emulator;
      const said = await outputOf(command(origin), {
        PATH: process.env['PATH'] ?? '',
        HOME,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_ENDPOINT_URL: origin,
        NODE_NO_WARNINGS: '1',
        NO_PROXY: '127.0.0.1',
      });
      if (said === undefined) {
        if (process.env['ATMOS_KIT_TEST_CI'] === 'true') throw new Error('aws is not installed');
        return console.log('SKIPPED aws is not installed');
      }
      assert.match(said, /^ASIA[A-Z0-9]+\n$|assumed-role\/AWSReservedSSO_TerraformApplyAccess_/);
    }));

/** What a program prints, stderr with it; undefined where it is not installed. */
function outputOf(argv: readonly string[], env: Record<string, string>): Promise<string | undefined> {
  const [file = '', ...args] = argv;
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += String(chunk);
    });
  return new Promise((resolve) => {
    child.once('error', () => resolve(undefined));
    child.once('close', () => resolve(said));
  });
}

test.run();
