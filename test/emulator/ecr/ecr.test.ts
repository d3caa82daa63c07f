import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import {
  ECRPUBLICClient,
  GetAuthorizationTokenCommand as GetPublicAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr-public';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Running, withRunning } from '../running.ts';
import { auditOf, errorOf, type Keys, keysOf } from '../signed.ts';

const settings = (running: Running, credentials: Keys, region = 'us-east-1') => ({
  endpoint: running.origin,
  region,
  maxAttempts: 1,
  credentials,
});

const decoded = (token: string | undefined) => Buffer.from(token ?? '', 'base64').toString();

test('a private registry has a password for twelve hours, for the account that asks', () =>
  withRunning(async (running) => {
    const client = new ECRClient(settings(running, keysOf(running, 'core-artifacts', 'ReadOnlyAccess')));
    const { authorizationData = [] } = await client.send(new GetAuthorizationTokenCommand({}));
    const [only] = authorizationData;
    assert.is(authorizationData.length, 1);
    assert.is(only?.proxyEndpoint, 'https://111111111102.dkr.ecr.us-east-1.amazonaws.com');
    assert.match(decoded(only?.authorizationToken), /^AWS:LocalEmulatorPassword\//);
    const hours = ((only?.expiresAt?.getTime() ?? 0) - Date.now()) / 3_600_000;
    assert.ok(hours > 11.9 && hours <= 12);
    assert.is(running.issued.get(only?.authorizationToken ?? ''), 'registry-password');
    assert.equal(auditOf(running, 'ecr'), ['allowed GetAuthorizationToken']);
  }));

test('registries are named by account, and what is no account is refused', () =>
  withRunning(async (running) => {
    const client = new ECRClient(settings(running, keysOf(running, 'core-artifacts', 'ReadOnlyAccess')));
    const ask = (...registryIds: string[]) => client.send(new GetAuthorizationTokenCommand({ registryIds }));
    const { authorizationData = [] } = await ask('333333333333');
    assert.is(authorizationData[0]?.proxyEndpoint, 'https://333333333333.dkr.ecr.us-east-1.amazonaws.com');
    assert.is(await errorOf(ask('acme')), 'InvalidParameterException 400');
  }));

test('public registries live in us-east-1', () =>
  withRunning(async (running) => {
    const keys = keysOf(running, 'core-artifacts', 'ReadOnlyAccess');
    const ask = (region: string) =>
      new ECRPUBLICClient(settings(running, keys, region)).send(new GetPublicAuthorizationTokenCommand({}));
    const { authorizationData } = await ask('us-east-1');
    assert.match(decoded(authorizationData?.authorizationToken), /^AWS:LocalEmulatorPassword\//);
    assert.is(await errorOf(ask('eu-west-1')), 'UnsupportedCommandException 400');
  }));

test('a role without the service and forged keys get none', () =>
  withRunning(async (running) => {
    const ask = (keys: Keys) =>
      new ECRClient(settings(running, keys)).send(new GetAuthorizationTokenCommand({}));
    const none = keysOf(running, 'core-artifacts', 'TerraformStateAccess');
    assert.is(await errorOf(ask(none)), 'AccessDeniedException 400');
    const forged = { ...keysOf(running, 'core-artifacts', 'ReadOnlyAccess'), secretAccessKey: 'another' };
    assert.is(await errorOf(ask(forged)), 'InvalidSignatureException 400');
  }));

test.run();
