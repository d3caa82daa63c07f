import { createHash, randomBytes } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { SignIn } from '../../../../src/domain/session.ts';
import { awsServices } from '../../../../src/edge/aws/services.ts';
import { callbackListener } from '../../../../src/edge/callback-listener.ts';
import { accountAccess, decide, type Running, withRunning } from '../../../emulator/running.ts';
import { problemOf } from './loopback.ts';

const aws = awsServices({ backoffMs: 1 });
const startUrl = 'https://acme.awsapps.com/start';
const scopes = [accountAccess];
const at = ({ origin }: Running) => ({ region: 'us-east-1', endpointUrl: origin });
const pathOf = (url: string) => {
  const { pathname, search } = new URL(url);
  return pathname + search;
};

/** A sign-in of a person through the device flow. */
async function signedIn(running: Running, user = 'dana'): Promise<SignIn> {
  const service = aws.signIn(at(running));
  const client = await service.register({ startUrl, scopes });
  const device = await service.startDevice(client, startUrl);
  await decide(running, pathOf(device.verificationUriComplete), 'approve', user);
  const tokens = await service.token(client, { type: 'device', deviceCode: device.deviceCode });
  if ('waiting' in tokens) throw new Error(tokens.waiting);
  return { ...tokens, client, signedInAt: new Date() };
}

test('the device flow waits, is approved and is renewed', () =>
  withRunning(async (running) => {
    const service = aws.signIn(at(running));
    const client = await service.register({ startUrl, scopes });
    assert.ok(client.expiresAt.getTime() > Date.now() + 80 * 24 * 3_600_000);
    assert.is(client.redirectUris, undefined);
    const device = await service.startDevice(client, startUrl);
    assert.match(device.userCode, /^[A-Z0-9]{4}-[A-Z0-9]{4}$/);
    assert.is(device.intervalMs, 1000);
    const grant = { type: 'device', deviceCode: device.deviceCode } as const;
    assert.equal(await service.token(client, grant), { waiting: 'pending' });
    await decide(running, pathOf(device.verificationUriComplete), 'approve');
    const tokens = await service.token(client, grant);
    if ('waiting' in tokens) throw new Error('still waiting');
    const minutes = Math.round((tokens.expiresAt.getTime() - Date.now()) / 60_000);
    assert.is(minutes, 60);
    const renewed = await service.token(client, {
      type: 'refresh',
      refreshToken: tokens.refreshToken as string,
    });
    if ('waiting' in renewed) throw new Error('still waiting');
    assert.is.not(renewed.accessToken, tokens.accessToken);
    assert.ok(renewed.refreshToken);
    running.pass(9 * 3_600_000);
    const problem = await problemOf(
      service.token(client, { type: 'refresh', refreshToken: renewed.refreshToken as string }),
    );
    assert.is(problem.code, 'login-required');
  }));

test('a device that is denied, or left alone too long, is told so', () =>
  withRunning(async (running) => {
    const service = aws.signIn(at(running));
    const client = await service.register({ startUrl, scopes });
    const denied = await service.startDevice(client, startUrl);
    const late = await service.startDevice(client, startUrl);
    await decide(running, pathOf(denied.verificationUriComplete), 'deny');
    const codeOf = async ({ deviceCode }: { deviceCode: string }) =>
      (await problemOf(service.token(client, { type: 'device', deviceCode }))).code;
    assert.is(await codeOf(denied), 'login-denied');
    running.pass(11 * 60_000);
    assert.is(await codeOf(late), 'login-expired');
    assert.is(await codeOf({ deviceCode: 'unknown' }), 'login-required');
  }));

async function inBrowser(running: Running, decision: 'approve' | 'deny') {
  const service = aws.signIn(at(running));
  const client = await service.register({
    startUrl,
    scopes,
    redirectUris: ['http://127.0.0.1/oauth/callback'],
  });
  const state = randomBytes(16).toString('hex');
  const verifier = randomBytes(48).toString('base64url');
  const callback = await callbackListener().listen(state);
  const { redirectUri } = callback;
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const url = service.authorizeUrl({ client, redirectUri, scopes, state, challenge });
  const answer = callback.answer(new AbortController().signal);
  answer.catch(() => {});
  await fetch(await decide(running, pathOf(url), decision));
  return { service, client, redirectUri, verifier, answer };
}

test('the flow with a browser gives tokens for the code that comes back, once', () =>
  withRunning(async (running) => {
    const { service, client, redirectUri, verifier, answer } = await inBrowser(running, 'approve');
    const code = await answer;
    const wrong = { type: 'code', code, redirectUri, verifier: 'x'.repeat(43) } as const;
    const tokens = await service.token(client, { ...wrong, verifier });
    assert.ok('accessToken' in tokens && tokens.refreshToken);
    assert.is((await problemOf(service.token(client, wrong))).code, 'login-required');
  }));

test('the flow with a browser can be denied', () =>
  withRunning(async (running) => {
    const { answer } = await inBrowser(running, 'deny');
    assert.is((await problemOf(answer)).code, 'login-denied');
  }));

test('the portal gives accounts and keys, and STS knows whose they are', () =>
  withRunning(async (running) => {
    const signIn = await signedIn(running);
    const portal = aws.portal(at(running));
    const accounts = await portal.accounts(signIn);
    assert.is(accounts.length, 10);
    assert.equal(accounts[0], { id: '111111111102', name: 'core-artifacts' });
    const keys = await portal.roleKeys(signIn, '222222222202', 'ReadOnlyAccess');
    assert.is(Math.round((keys.expiresAt.getTime() - Date.now()) / 3_600_000), 8);
    const caller = await aws.tokens(at(running)).callerIdentity(keys);
    assert.is(caller.accountId, '222222222202');
    assert.match(
      caller.arn,
      /^arn:aws:sts::222222222202:assumed-role\/AWSReservedSSO_ReadOnlyAccess_[0-9a-f]{16}\/dana@acme\.example$/,
      caller.arn,
    );
  }));

test('a permission set that is not assigned is refused with its name and account', () =>
  withRunning(async (running) => {
    const signIn = await signedIn(running);
    const problem = await problemOf(
      aws.portal(at(running)).roleKeys(signIn, '222222222204', 'AdministratorAccess'),
    );
    assert.is(problem.code, 'role-not-assigned');
    assert.match(problem.message, 'AdministratorAccess in account 222222222204');
    assert.match(problem.hint as string, 'Ask');
  }));

test('after a logout the portal asks for a new sign-in, and a second logout is no fault', () =>
  withRunning(async (running) => {
    const signIn = await signedIn(running);
    const portal = aws.portal(at(running));
    await portal.logout(signIn);
    assert.is((await problemOf(portal.accounts(signIn))).code, 'login-required');
    await portal.logout(signIn);
  }));

test('a role is assumed from the keys that it trusts, and from no others', () =>
  withRunning(async (running) => {
    const signIn = await signedIn(running);
    const portal = aws.portal(at(running));
    const sts = aws.tokens({ ...at(running), region: 'eu-west-1' });
    const keys = await portal.roleKeys(signIn, '111111111105', 'TerraformPlanAccess');
    const roleArn = 'arn:aws:iam::111111111101:role/acme-core-gbl-root-terraform-plan';
    const assumed = await sts.assumeRole(keys, { roleArn, sessionName: 'a-plan', durationSeconds: 900 });
    assert.is(
      assumed.principalArn,
      'arn:aws:sts::111111111101:assumed-role/acme-core-gbl-root-terraform-plan/a-plan',
    );
    assert.is((await sts.callerIdentity(assumed.keys)).arn, assumed.principalArn);
    assert.is(Math.round((assumed.keys.expiresAt.getTime() - Date.now()) / 60_000), 15);
    const problem = await problemOf(
      sts.assumeRole(keys, { roleArn: roleArn.replace(/-plan$/, ''), sessionName: 'refused' }),
    );
    assert.is(problem.code, 'access-denied', problem.message);
    assert.match(problem.message, 'is not authorized to perform: sts:AssumeRole');
  }));

test.run();
