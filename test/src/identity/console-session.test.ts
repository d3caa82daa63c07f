import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Chain, ChainRoot, ChainStep } from '../../../src/domain/chain.ts';
import { isProblem } from '../../../src/domain/problem.ts';
import { consoleTerms } from '../../../src/identity/console-session.ts';

const portal: ChainRoot = {
  kind: 'aws/iam-identity-center',
  provider: 'sso',
  startUrl: 'https://acme.awsapps.com/start',
  region: 'us-east-1',
  scopes: [],
};
const user: ChainRoot = { kind: 'aws/user', identity: 'breakglass', region: 'us-east-1' };
const set: ChainStep = {
  kind: 'aws/permission-set',
  identity: 'dev',
  permissionSet: 'P',
  account: { id: '1' },
};
const ofUser: ChainStep = { kind: 'aws/user', identity: 'breakglass' };
const task: ChainStep = {
  kind: 'aws/assume-root',
  identity: 'dev/root',
  accountId: '1',
  taskPolicyArn: 'arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy',
};
const role: ChainStep = { kind: 'aws/assume-role', identity: 'dev/role', roleArn: 'arn:aws:iam::1:role/r' };
const chain = (root: ChainRoot, ...steps: ChainStep[]): Chain => ({
  realm: 'acme',
  root,
  steps,
  region: 'us-east-1',
  env: [],
});

for (const [what, asked, wanted, seconds, keysSeconds, noted] of [
  ['a permission set', chain(portal, set), undefined, undefined, 1800, false],
  ['a permission set', chain(portal, set), 28_800, 28_800, 0, false],
  ['a permission set', chain(portal, set), 1, 900, 0, true],
  ['a permission set', chain(portal, set), 86_400, 43_200, 0, true],
  ["a role of a permission set's keys", chain(portal, set, role), undefined, undefined, 1800, false],
  ["a role of a permission set's keys", chain(portal, set, role), 2700, undefined, 2700, false],
  ["a role of a permission set's keys", chain(portal, set, role), 3601, undefined, 3600, true],
  ["a role of a user's keys", chain(user, ofUser, role), 28_800, 28_800, 0, false],
  ['a role of a role of a user', chain(user, ofUser, role, role), 28_800, undefined, 3600, true],
  ["a task's root session", chain(user, ofUser, task), 2700, undefined, 2700, false],
] as const)
  test(`${what}, ${wanted ?? 'no'} seconds wanted: asks for ${seconds ?? 'none'}, with keys for ${keysSeconds}`, () => {
    const terms = consoleTerms(asked, wanted);
    assert.is(terms.seconds, seconds);
    assert.is(terms.keysSeconds, keysSeconds);
    assert.is(terms.notes.length > 0, noted);
  });

for (const [what, asked] of [
  ['made-up keys', chain({ ...portal, kind: 'mock/aws' }, { kind: 'mock/aws', identity: 'mock' })],
  ['the session of an IAM user', chain(user, ofUser)],
  ['whatever is in the environment', chain({ kind: 'ambient', identity: 'ci', region: 'us-east-1' })],
] as const)
  test(`${what} has no console`, () => {
    try {
      consoleTerms(asked);
    } catch (error) {
      return assert.is(isProblem(error) && error.code, 'console-unavailable');
    }
    assert.unreachable();
  });

test.run();
