import { ListAccountsCommand, paginateListAccounts, SSOClient } from '@aws-sdk/client-sso';
import { CreateTokenCommand } from '@aws-sdk/client-sso-oidc';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { manyAccounts } from '../many-accounts.ts';
import { deviceGrant, faultOf, oidcClient, type Running, register, withRunning } from '../running.ts';
import { auditOf, errorOf, keysOf, stsClient } from '../signed.ts';
import { bearerOf } from '../signed-in.ts';

const portal = ({ origin }: Running) =>
  new SSOClient({ endpoint: origin, region: 'us-east-1', maxAttempts: 1 });

const list = (running: Running, accessToken: string) =>
  errorOf(portal(running).send(new ListAccountsCommand({ accessToken })));

const whoAmI = (running: Running) =>
  faultOf(
    stsClient(running, keysOf(running, 'plat-dev', 'ReadOnlyAccess')).send(new GetCallerIdentityCommand({})),
  );

test('a seed of many accounts is had page by page', () =>
  withRunning(
    async (running) => {
      const accessToken = await bearerOf(running, 'dana');
      const pages: number[] = [];
      for await (const page of paginateListAccounts(
        { client: portal(running), pageSize: 100 },
        { accessToken },
      ))
        pages.push(page.accountList?.length ?? 0);
      assert.equal(pages, [100, 100, 50]);
    },
    manyAccounts(250, 5),
  ));

test('every answer takes as long as the latency says, but status and stop do not', () =>
  withRunning(async (running) => {
    running.traffic({ latencyMs: 200 });
    const began = performance.now();
    assert.is((await fetch(`${running.origin}/_emulator`)).status, 200);
    const slow = register(running).then(() => 'slow');
    assert.is(await Promise.race([slow, fetch(`${running.origin}/_emulator`).then(() => 'own')]), 'own');
    await slow;
    assert.ok(performance.now() - began > 195);
  }));

test('the portal refuses what is over its quota as AWS does, and nothing else does', () =>
  withRunning(async (running) => {
    const accessToken = await bearerOf(running, 'dana');
    running.traffic({ portalRequestsPerSecond: 1 });
    const answers = await Promise.all(Array.from({ length: 6 }, () => list(running, accessToken)));
    assert.ok(answers.includes('answered'));
    assert.ok(answers.includes('TooManyRequestsException 429'));
    await Promise.all(Array.from({ length: 6 }, () => register(running)));
    const raw = await fetch(`${running.origin}/assignment/accounts`);
    if (raw.status === 429)
      assert.equal(await raw.json(), {
        message: 'HTTP 429 Unknown Code',
        __type: 'com.amazonaws.switchboard.portal#TooManyRequestsException',
      });
    running.traffic({});
    assert.is(await list(running, accessToken), 'answered');
  }));

test('a fault happens to its operation or service, as often as it says, in the shape of that service', () =>
  withRunning(async (running) => {
    const accessToken = await bearerOf(running, 'dana');
    const client = await register(running);
    const token = () =>
      faultOf(
        oidcClient(running).send(
          new CreateTokenCommand({ ...client, grantType: deviceGrant, deviceCode: 'x' }),
        ),
      );
    running.traffic({
      faults: [
        {
          operation: 'ListAccounts',
          answer: {
            status: 401,
            code: 'UnauthorizedException',
            message: 'Session token not found or invalid',
          },
          times: 1,
        },
        {
          operation: 'sso',
          answer: { status: 500, code: 'InternalServerException', message: 'x' },
          times: 1,
        },
        { operation: 'CreateToken', answer: { status: 400, code: 'SlowDownException', message: 'slower' } },
        {
          operation: 'GetCallerIdentity',
          answer: { status: 403, code: 'AccessDenied', message: 'not you' },
          times: 1,
        },
        { operation: 'sts', answer: 'hang-up' },
      ],
    });
    assert.is(await list(running, accessToken), 'UnauthorizedException 401');
    assert.is(await list(running, accessToken), 'InternalServerException 500');
    assert.is(await list(running, accessToken), 'answered');
    assert.is(await token(), 'SlowDownException: slower');
    assert.is(await whoAmI(running), 'AccessDenied: not you');
    assert.match(await whoAmI(running), /ECONNRESET|socket hang up/);
    assert.equal(auditOf(running, 'sts'), [
      'failed GetCallerIdentity AccessDenied',
      'failed GetCallerIdentity hang-up',
    ]);
  }));

test('a network that wants to be signed in to answers in HTML', () =>
  withRunning(async (running) => {
    running.traffic({ faults: [{ operation: '*', answer: 'captive-portal' }] });
    const answer = await fetch(`${running.origin}/assignment/accounts`);
    assert.is(answer.status, 200);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/html/);
    assert.match(await answer.text(), /Hotel/);
  }));

test('one operation can be slow', () =>
  withRunning(async (running) => {
    running.traffic({ faults: [{ operation: 'RegisterClient', delayMs: 400 }] });
    const slow = register(running).then(() => 'slow');
    assert.is(await Promise.race([slow, whoAmI(running)]), 'answered');
    await slow;
  }));

test('a wrong Date header keeps an SDK from correcting its clock, and STS says by how much it is off', () =>
  withRunning(async (running) => {
    running.pass(3_600_000);
    running.traffic({ dateAheadMs: -3_600_000 });
    assert.match(
      await whoAmI(running),
      /^SignatureDoesNotMatch: Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 15 min\.\)$/,
    );
  }));

test.run();
