import { AssumeRootCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { faultOf, type Running, withRunning } from '../running.ts';
import { keysOf, stsClient } from '../signed.ts';

const task = (name: string) => ({ arn: `arn:aws:iam::aws:policy/root-task/${name}` });
const dev = '222222222202';

const admin = (running: Running) => stsClient(running, keysOf(running, 'core-root', 'AdministratorAccess'));

const assume = (running: Running, rest: object = {}, client = admin(running)) =>
  client.send(
    new AssumeRootCommand({
      TargetPrincipal: dev,
      TaskPolicyArn: task('IAMAuditRootUserCredentials'),
      ...rest,
    }),
  );

test('who may has the root of a member account for a quarter of an hour', () =>
  withRunning(async (running) => {
    const { Credentials: made } = await assume(running);
    const keys = {
      accessKeyId: made?.AccessKeyId ?? '',
      secretAccessKey: made?.SecretAccessKey ?? '',
      sessionToken: made?.SessionToken ?? '',
    };
    assert.is(Math.round(((made?.Expiration?.getTime() ?? 0) - Date.now()) / 60_000), 15);
    const who = await stsClient(running, keys).send(new GetCallerIdentityCommand({}));
    assert.equal([who.Arn, who.UserId, who.Account], [`arn:aws:iam::${dev}:root`, dev, dev]);
    const named = await assume(running, {
      TargetPrincipal: `arn:aws:iam::${dev}:root`,
      DurationSeconds: 60,
    });
    assert.ok((named.Credentials?.Expiration?.getTime() ?? 0) - Date.now() < 61_000);
    const line = running.audit().at(-1) ?? {};
    assert.equal(
      [line['action'], line['outcome'], line['principal'], line['resource']],
      ['AssumeRoot', 'allowed', 'olga', `arn:aws:iam::${dev}:root`],
    );
  }));

test('everything else is refused, and it is said why', () =>
  withRunning(async (running) => {
    const other = stsClient(running, keysOf(running, 'core-root', 'ReadOnlyAccess'));
    const refused = (account: string) =>
      new RegExp(
        `^AccessDenied: User: arn:aws:sts::\\S+ is not authorized to perform: sts:AssumeRoot on resource: arn:aws:iam::${account}:root$`,
      );
    assert.match(await faultOf(assume(running, {}, other)), refused(dev));
    assert.match(
      await faultOf(assume(running, { TargetPrincipal: '999999999999' })),
      refused('999999999999'),
    );
    // The management account has its own root for that.
    assert.match(
      await faultOf(assume(running, { TargetPrincipal: '111111111101' })),
      refused('111111111101'),
    );
    assert.match(
      await faultOf(assume(running, { TaskPolicyArn: task('Everything') })),
      /^ValidationError: .*is not a task policy/,
    );
    assert.match(
      await faultOf(assume(running, { DurationSeconds: 901 })),
      /^ValidationError: .*less than or equal to 900/,
    );
    assert.match(
      await faultOf(assume(running, { TargetPrincipal: 'arn:aws:iam::222222222202:user/x' })),
      /^ValidationError: .*is not an account id/,
    );
    assert.match(
      await faultOf(assume(running, { TaskPolicyArn: {} })),
      /^ValidationError: .*'taskPolicyArn.arn'/,
    );
  }));

test.run();
