import { GetObjectCommand } from '@aws-sdk/client-s3';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { oneTimeCode } from '../../../emulator/directory/one-time-code.ts';
import { acme, faultOf, type Running, withRunning } from '../running.ts';
import { auditText, errorOf, keysOf, s3Client, stsClient } from '../signed.ts';

const [user] = acme.users;
if (user?.mfa === undefined) throw new Error('The acme seed has a user with an MFA device.');
const { serial, secret } = user.mfa;
const RoleArn = 'arn:aws:iam::111111111101:role/acme-core-gbl-root-breakglass';

const longLived = { accessKeyId: user.accessKeyId, secretAccessKey: user.secretAccessKey };

const asUser = ({ origin }: Running, credentials: object = longLived) =>
  new STSClient({
    endpoint: origin,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { ...longLived, ...credentials },
  });

const session = (running: Running, rest: object = {}) =>
  asUser(running).send(new GetSessionTokenCommand({ ...rest }));

const assume = (client: STSClient, rest: object = {}) =>
  client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'olga', ...rest }));

function keysIn({ Credentials: made }: Awaited<ReturnType<typeof session>>) {
  return {
    accessKeyId: made?.AccessKeyId ?? '',
    secretAccessKey: made?.SecretAccessKey ?? '',
    sessionToken: made?.SessionToken ?? '',
  };
}

const hours = ({ Credentials: made }: Awaited<ReturnType<typeof session>>) =>
  Math.round((((made?.Expiration?.getTime() ?? 0) - Date.now()) / 3_600_000) * 100) / 100;

test('an IAM user signs with a long-lived key, and no token belongs to it', () =>
  withRunning(async (running) => {
    const who = await asUser(running).send(new GetCallerIdentityCommand({}));
    assert.is(who.Arn, 'arn:aws:iam::111111111101:user/breakglass');
    assert.is(who.Account, '111111111101');
    assert.match(who.UserId ?? '', /^AIDA[A-Z2-7]{17}$/);
    const ask = (credentials: object) =>
      errorOf(asUser(running, credentials).send(new GetCallerIdentityCommand({})));
    assert.is(await ask({ secretAccessKey: 'LocalEmulatorSecret/other' }), 'SignatureDoesNotMatch 403');
    assert.is(await ask({ accessKeyId: 'AKIALOCALNOBODYATALL' }), 'InvalidClientTokenId 403');
    assert.is(await ask({ sessionToken: 'x' }), 'InvalidClientTokenId 403');
  }));

test('a user has sessions of 15 minutes to 36 hours, 12 hours unless asked for, and none from a session', () =>
  withRunning(async (running) => {
    const made = await session(running);
    assert.is(hours(made), 12);
    assert.is(hours(await session(running, { DurationSeconds: 129_600 })), 36);
    assert.match(
      await faultOf(session(running, { DurationSeconds: 129_601 })),
      /^ValidationError: .*'durationSeconds'.*less than or equal to 129600/,
    );
    const inside = asUser(running, keysIn(made));
    assert.is(
      (await inside.send(new GetCallerIdentityCommand({}))).Arn,
      'arn:aws:iam::111111111101:user/breakglass',
    );
    assert.is(
      await faultOf(inside.send(new GetSessionTokenCommand({}))),
      'AccessDenied: Cannot call GetSessionToken with session credentials',
    );
    running.pass(12 * 3_600_000);
    const late = new STSClient({
      endpoint: running.origin,
      region: 'us-east-1',
      maxAttempts: 1,
      systemClockOffset: 12 * 3_600_000,
      credentials: keysIn(made),
    });
    assert.is(await errorOf(late.send(new GetCallerIdentityCommand({}))), 'ExpiredToken 403');
  }));

test('a code of the MFA device is taken once, and any other is refused in the words of STS', () =>
  withRunning(async (running) => {
    const code = running.mfaCode('breakglass');
    const taken = () => session(running, { SerialNumber: serial, TokenCode: code });
    await taken();
    const wrong = 'AccessDenied: MultiFactorAuthentication failed with invalid MFA one time pass code. ';
    assert.is(await faultOf(taken()), wrong);
    const old = oneTimeCode(secret, Date.now() - 120_000);
    assert.is(await faultOf(session(running, { SerialNumber: serial, TokenCode: old })), wrong);
    assert.match(
      await faultOf(
        session(running, { SerialNumber: `${serial}x`, TokenCode: running.mfaCode('breakglass') }),
      ),
      /^AccessDenied: MultiFactorAuthentication failed, unable to validate MFA code\. /,
    );
    assert.match(
      await faultOf(session(running, { SerialNumber: serial })),
      /^AccessDenied: MultiFactorAuthentication failed, must provide both/,
    );
    assert.match(
      await faultOf(session(running, { SerialNumber: serial, TokenCode: '12345' })),
      /^ValidationError: .*Value at 'tokenCode'/,
    );
    // What was used stays used.
    await running.restart();
    assert.is(await faultOf(taken()), wrong);
    await session(running, { SerialNumber: serial, TokenCode: running.mfaCode('breakglass') });
    assert.not(auditText(running).includes(code));
  }));

test('a role that wants MFA is had with a code, or with a session that was had with one', () =>
  withRunning(async (running) => {
    const refused =
      'AccessDenied: User: arn:aws:iam::111111111101:user/breakglass is not authorized to perform: sts:AssumeRole on resource: ' +
      RoleArn;
    assert.is(await faultOf(assume(asUser(running))), refused);
    const plain = await session(running);
    assert.is(await faultOf(assume(asUser(running, keysIn(plain)))), refused);
    const made = await assume(asUser(running), {
      SerialNumber: serial,
      TokenCode: running.mfaCode('breakglass'),
      // Not chained: the role's own limit holds.
      DurationSeconds: 14_400,
    });
    assert.is(
      made.AssumedRoleUser?.Arn,
      'arn:aws:sts::111111111101:assumed-role/acme-core-gbl-root-breakglass/olga',
    );
    const withCode = await session(running, {
      SerialNumber: serial,
      TokenCode: running.mfaCode('breakglass'),
    });
    await assume(asUser(running, keysIn(withCode)));
    assert.is(running.audit().at(-1)?.['principal'], 'breakglass');
  }));

test('a session of a role has no MFA device', () =>
  withRunning(async (running) => {
    const client = stsClient(running, keysOf(running, 'core-root', 'AdministratorAccess'));
    assert.match(
      await faultOf(assume(client, { SerialNumber: serial, TokenCode: running.mfaCode('breakglass') })),
      /^AccessDenied: MultiFactorAuthentication failed, unable to validate/,
    );
  }));

test('a user has no right to the state but that of the seed', () =>
  withRunning(async (running) => {
    const read = s3Client(running, { ...longLived } as never).send(
      new GetObjectCommand({ Bucket: 'acme-core-ue1-root-tfstate', Key: 'x' }),
    );
    assert.is(await errorOf(read), 'AccessDenied 403');
  }));

test.run();
