import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseSeed } from '../../../emulator/seed/read-seed.ts';
import { faultOf, type Running, withRunning } from '../running.ts';
import { keysOf, stsClient } from '../signed.ts';

const arn = (name: string) => `arn:aws:iam::111111111101:role/${name}`;
const seed = parseSeed(
  `
accounts: [{ id: "111111111101", name: root }]
permission_sets: [{ name: Apply }]
roles:
  - { arn: "${arn('first')}", trust: [{ account: root, permission_set: Apply }] }
  - { arn: "${arn('second')}", trust: [{ role: "${arn('first')}" }] }
  - { arn: "${arn('strict')}", refuses: [TagSession, SetSourceIdentity], trust: [{ account: root, permission_set: Apply }] }
people: [{ user: olga, password: x }]
`,
  'seed.yaml',
);

async function assume(running: Running, name: string, rest: object = {}, keys = start(running)) {
  const { Credentials: made, ...answer } = await stsClient(running, keys).send(
    new AssumeRoleCommand({ RoleArn: arn(name), RoleSessionName: 'olga', ...rest }),
  );
  return {
    ...answer,
    keys: {
      accessKeyId: made?.AccessKeyId ?? '',
      secretAccessKey: made?.SecretAccessKey ?? '',
      sessionToken: made?.SessionToken ?? '',
    },
  };
}

const start = (running: Running) => keysOf(running, 'root', 'Apply', { seed });

const Tags = [
  { Key: 'Team', Value: 'platform' },
  { Key: 'Ticket', Value: 'A-1' },
];

/** What the last line of the audit log says of the session. */
const told = (running: Running) => {
  const { tags, sourceIdentity, outcome } = running.audit().at(-1) as Record<string, unknown>;
  return { tags, sourceIdentity, outcome };
};

test('tags and a source identity stand in the audit log, and what is transitive goes on along the chain', () =>
  withRunning(async (running) => {
    const first = await assume(running, 'first', {
      Tags,
      TransitiveTagKeys: ['Team'],
      SourceIdentity: 'olga',
    });
    assert.is(first.SourceIdentity, 'olga');
    assert.equal(told(running), {
      tags: { Team: 'platform', Ticket: 'A-1' },
      sourceIdentity: 'olga',
      outcome: 'allowed',
    });
    await assume(running, 'second', { Tags: [{ Key: 'Step', Value: '' }] }, first.keys);
    assert.equal(told(running), {
      tags: { Team: 'platform', Step: '' },
      sourceIdentity: 'olga',
      outcome: 'allowed',
    });
    assert.match(
      await faultOf(assume(running, 'second', { Tags: [{ Key: 'team', Value: 'x' }] }, first.keys)),
      /^InvalidParameterValue: .*conflicts with a transitive tag key/,
    );
    assert.match(
      await faultOf(assume(running, 'second', { SourceIdentity: 'dana' }, first.keys)),
      /^AccessDenied: .*source identity .*cannot be changed/,
    );
    await assume(running, 'second', { SourceIdentity: 'olga' }, first.keys);
  }, seed));

test('what IAM does not take is refused', () =>
  withRunning(async (running) => {
    const cases: [object, RegExp][] = [
      [{ Tags: [{ Key: 'a', Value: 'x'.repeat(257) }] }, /^ValidationError: .*'tags\.1\.member\.value'/],
      [{ Tags: [{ Key: 'a;b', Value: '' }] }, /^ValidationError: .*'tags\.1\.member\.key'/],
      [
        { Tags: [...Tags, { Key: 'team', Value: '' }] },
        /^InvalidParameterValue: Duplicate tag keys found\. Please note that Tag keys are case insensitive\.$/,
      ],
      [{ Tags: [{ Key: 'aws:x', Value: '' }] }, /^InvalidParameterValue: System tags/],
      [
        { Tags, TransitiveTagKeys: ['Other'] },
        /^InvalidParameterValue: The specified transitive tag key must be included in the requested tags\.$/,
      ],
      [
        { Tags: Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' })) },
        /^ValidationError: .*less than or equal to 50/,
      ],
      [{ SourceIdentity: 'a b' }, /^ValidationError: .*'sourceIdentity'/],
    ];
    for (const [rest, expected] of cases)
      assert.match(await faultOf(assume(running, 'first', rest)), expected);
  }, seed));

test('a role may leave tags and source identities out of its trust', () =>
  withRunning(async (running) => {
    await assume(running, 'strict');
    assert.match(
      await faultOf(assume(running, 'strict', { Tags })),
      /^AccessDenied: User: \S+ is not authorized to perform: sts:TagSession on resource: /,
    );
    assert.match(
      await faultOf(assume(running, 'strict', { SourceIdentity: 'olga' })),
      /^AccessDenied: User: \S+ is not authorized to perform: sts:SetSourceIdentity on resource: /,
    );
    assert.equal(told(running), { tags: undefined, sourceIdentity: 'olga', outcome: 'denied' });
  }, seed));

test.run();
