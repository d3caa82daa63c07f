import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fromIni } from '@aws-sdk/credential-providers';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Chain, type SignInTarget, signInTargetOf } from '../../../src/domain/chain.ts';
import { handOver, previewHandOver } from '../../../src/flows/hand-over.ts';
import { mint } from '../../../src/flows/mint.ts';
import { forgetKeys, signOut } from '../../../src/flows/sign-out.ts';
import { chainKey } from '../../../src/identity/session-key.ts';
import { withLaptop } from './laptop.ts';

const settings = { type: 'file' } as const;
const target = (chain: Chain) => signInTargetOf(chain) as SignInTarget;

for (const [beside, identity, region, keyringType] of [
  ['another identity of the same chain', 'also-plat-dev', undefined, 'file'],
  ['a chain of another region', 'plat-dev/terraform', 'eu-west-1', 'file'],
  ['another keyring', 'plat-dev/terraform', undefined, 'memory'],
] as const)
  test(`a shell keeps its AWS profile when a run with ${beside} goes on beside it`, () =>
    withLaptop(async ({ ports, keyring, chain, signIn }) => {
      await signIn();
      const one = chain('plat-dev/terraform');
      const shell = await handOver(ports, keyring, one, 'plat-dev/terraform', 'process', settings);
      const config = shell['AWS_CONFIG_FILE'] as string;
      const files = () =>
        [config, join(dirname(config), 'chain.json')].map((file) => readFileSync(file, 'utf8'));
      const before = files();
      const other = region === undefined ? one : { ...one, region };
      await handOver(ports, keyring, other, identity, 'process', { type: keyringType });
      assert.equal(files(), before);
    }));

for (const mode of ['process', 'file'] as const)
  test(`a preview names the files that a run writes in mode ${mode}`, () =>
    withLaptop(async ({ ports, keyring, chain, signIn }) => {
      await signIn();
      const one = chain('plat-dev/terraform');
      const { AWS_CREDENTIAL_EXPIRATION, ...run } = await handOver(
        ports,
        keyring,
        one,
        'plat-dev/terraform',
        mode,
        settings,
      );
      const preview = previewHandOver(ports, one, 'plat-dev/terraform', mode, settings);
      const { AWS_CREDENTIAL_EXPIRATION: unmade, ...rest } = preview;
      assert.equal(rest, run);
      assert.is(unmade, AWS_CREDENTIAL_EXPIRATION && '<made when it runs>');
    }));

test('in mode file the keys stand in files of this person alone, which the AWS SDK reads', () =>
  withLaptop(async ({ ports, keyring, chain, signIn, home }) => {
    await signIn();
    const one = chain('plat-dev/terraform');
    const change = await handOver(ports, keyring, one, 'plat-dev/terraform', 'file', settings);
    const [filepath, configFilepath] = [
      change['AWS_SHARED_CREDENTIALS_FILE'] as string,
      change['AWS_CONFIG_FILE'] as string,
    ];
    assert.ok(filepath.startsWith(join(home, 'run')), 'they are in memory');
    for (const file of [filepath, configFilepath]) assert.is(statSync(file).mode & 0o777, 0o600);
    assert.is(statSync(dirname(filepath)).mode & 0o777, 0o700);
    assert.match(
      readFileSync(filepath, 'utf8'),
      /^; atmos: expiration=\d{4}-\d\d-\d\dT[\d:]{8}Z\n\[plat-dev\/terraform\]\naws_access_key_id {5}= ASIA\w+\n/,
    );
    const read = fromIni({ filepath, configFilepath, profile: 'plat-dev/terraform' });
    const minted = await mint(ports, keyring, one);
    assert.is((await read()).accessKeyId, minted.accessKeyId);
    assert.is((await read()).sessionToken, minted.sessionToken);
  }));

test('a logout removes the files with keys, and so does forgetting the identity', () =>
  withLaptop(async ({ ports, keyring, chain, signIn }) => {
    const one = chain('plat-dev/terraform');
    const filed = async () => {
      const change = await handOver(ports, keyring, one, 'plat-dev/terraform', 'file', settings);
      return change['AWS_SHARED_CREDENTIALS_FILE'] as string;
    };
    await signIn();
    const forgotten = await filed();
    await forgetKeys(ports, keyring, chainKey(one));
    assert.not.ok(existsSync(forgotten));
    const again = await filed();
    assert.ok(existsSync(again));
    await signOut(ports, keyring, target(one));
    assert.not.ok(existsSync(again));
  }));

test.run();
