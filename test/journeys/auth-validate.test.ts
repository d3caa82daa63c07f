import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withDesk } from './desk.ts';

test('the project of this repository is right, with each of its profiles', () =>
  withDesk(async (desk) => {
    const one = await desk.kit('auth validate --strict');
    assert.is(one.exitCode, 0, one.stdout);
    assert.match(one.stdout, /^All is right: 1 provider, \d+ identities; profiles developers, local\.\n$/);
    assert.is(one.stderr, '');
    const all = await desk.kit('auth validate --all-profiles --strict');
    assert.is(all.exitCode, 0, all.stdout);
    assert.match(all.stdout, /^(All is right: .*\n){4}$/);
    assert.equal(JSON.parse((await desk.kit('auth validate -f json')).stdout), { errors: [], warnings: [] });
  }));

test('everything that is wrong is told at once, with file, line and what to do', () =>
  withDesk(async (desk) => {
    desk.write(
      'profiles/developers/zz.yaml',
      [
        'auth:',
        '  providers:',
        '    sso: {regoin: us-east-1}',
        '  identities:',
        '    one: {kind: aws/permission-set, via: {provider: sso}, principal: {name: A, account: {id: "12"}}}',
        '    two: {kind: aws/assume-role, via: {identity: tow}, principal: {assume_role: "arn:aws:iam::111111111111:role/r"}}',
        '    plat-dev/terraform: {kind: aws/permission-set, via: {provider: sso}, principal: {name: A, account: {id: "222222222202"}}}',
        '',
      ].join('\n'),
    );
    desk.edit('stacks/orgs/acme/plat/prod/_defaults.yaml', 'plat-prod/terraform:', 'plat-prdo/terraform:');
    const { exitCode, stdout, stderr } = await desk.kit('auth validate');
    assert.is(exitCode, 1);
    assert.is(stderr, '');
    for (const says of [
      /^profiles\/developers\/zz\.yaml:3: provider "sso" has a key "regoin", which nothing reads\.\n {2}Did you mean region\?$/m,
      /^profiles\/developers\/zz\.yaml:5: principal\.account\.id of identity "one" is not twelve digits: 12\n {2}\S/m,
      /^profiles\/developers\/zz\.yaml:6: The chain of two is broken: There is no identity "tow" here\. Did you mean "two"\?\n {2}\S/m,
      /^stacks\/orgs\/acme\/plat\/prod\/_defaults\.yaml:\d+: The stack names an identity "plat-prdo\/terraform", which is not defined\.\n {2}Did you mean plat-prod\/terraform\?$/m,
      /^profiles\/developers\/plat\.yaml:14: The identity "plat-dev\/terraform" is defined here, and nothing of it counts: profiles\/developers\/zz\.yaml:7 defines it again\.$/m,
      /\n\n4 errors, 1 warning\n$/,
    ])
      assert.match(stdout, says);
    const all = await desk.kit('auth validate --all-profiles');
    assert.is(all.exitCode, 1);
    assert.match(all.stdout, /is not twelve digits: 12 \(with developers\)\n/);
    const data = JSON.parse((await desk.kit('auth validate -f json')).stdout);
    assert.is(data.errors.length, 4);
    assert.match(data.errors[0].at.file, /zz\.yaml$/);
    // What is right meanwhile goes on working.
    assert.is((await desk.kit('identity vpc -s plat-ue1-dev')).exitCode, 0);
  }));

test('warnings fail only where that is asked for, and the choice of no profile is one', () =>
  withDesk(
    async (desk) => {
      const { exitCode, stdout } = await desk.kit('auth validate');
      assert.is(exitCode, 0);
      assert.match(
        stdout,
        /^Odd, but it works:\n.*Stacks name 11 identities, such as .*, and no identity is defined\.\n/,
      );
      assert.is((await desk.kit('auth validate --strict')).exitCode, 1);
    },
    { profile: '' },
  ));

test('what keeps the configuration from being read is told as the error that it is', () =>
  withDesk(async (desk) => {
    desk.edit('atmos.yaml', 'realm: acme', 'realm: "No Realm"');
    const { exitCode, stdout } = await desk.kit('auth validate');
    assert.is(exitCode, 1);
    assert.match(stdout, /^atmos\.yaml:\d+: "No Realm" cannot be a realm\.\n/);
  }));

test.run();
