import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Chain, ChainStep, SignInTarget } from '../../../src/domain/chain.ts';
import { chainKey, signInKey } from '../../../src/identity/session-key.ts';

const signIn: SignInTarget = {
  kind: 'aws/iam-identity-center',
  provider: 'sso',
  startUrl: 'https://acme.awsapps.com/start',
  region: 'us-east-1',
  scopes: ['sso:account:access'],
};
const set: ChainStep = {
  kind: 'aws/permission-set',
  identity: 'a',
  permissionSet: 'P',
  account: { id: '222222222202' },
};
const role: ChainStep = {
  kind: 'aws/assume-role',
  identity: 'b',
  roleArn: 'arn:aws:iam::111111111101:role/a',
};
const chain: Chain = { realm: 'acme', root: signIn, steps: [set, role], region: 'us-east-1', env: [] };
const steps = (...list: ChainStep[]): Chain => ({ ...chain, steps: list });

test('keys are pinned: sessions of people would be lost by changing them', () => {
  assert.is(signInKey(signIn), 'a50b6aacc80da341e6de993e8c7366bed7c9c662e61272595fb3bb6379380e7d');
  assert.is(chainKey(chain), '0492ad0ad79f2032af5a4f4f337e511ad3a50a4ad389d089c831626f1e0cf768');
});

const sameSignIn: [string, Partial<SignInTarget>][] = [
  ['a slash at the end', { startUrl: 'https://acme.awsapps.com/start/' }],
  ['a fragment', { startUrl: 'https://acme.awsapps.com/start#/' }],
  ['another name for the provider', { provider: 'corp' }],
];
for (const [title, change] of sameSignIn)
  test(`a sign-in stays the same with ${title}`, () =>
    assert.is(signInKey({ ...signIn, ...change }), signInKey(signIn)));

const otherSignIn: [string, Partial<SignInTarget>][] = [
  ['portal', { startUrl: 'https://other.awsapps.com/start' }],
  ['region', { region: 'eu-west-1' }],
  ['endpoint', { endpointUrl: 'http://127.0.0.1:9911' }],
  ['scope', { scopes: ['sso:account:access', 'more'] }],
];
for (const [title, change] of otherSignIn)
  test(`another ${title} is another sign-in, and another set of keys`, () => {
    assert.is.not(signInKey({ ...signIn, ...change }), signInKey(signIn));
    assert.is.not(chainKey({ ...chain, root: { ...signIn, ...change } }), chainKey(chain));
  });

const otherKeys: [string, Chain][] = [
  ['realm', { ...chain, realm: 'other' }],
  ['permission set', steps({ ...set, permissionSet: 'Q' } as ChainStep, role)],
  ['account', steps({ ...set, account: { id: '222222222203' } } as ChainStep, role)],
  ['role ARN', steps(set, { ...role, roleArn: 'arn:aws:iam::111111111101:role/b' } as ChainStep)],
  ['external id', steps(set, { ...role, externalId: 'x1' } as ChainStep)],
  ['duration', steps(set, { ...role, durationSeconds: 900 } as ChainStep)],
  ['session name', steps(set, { ...role, sessionName: 'me' } as ChainStep)],
  ['tag', steps(set, { ...role, sessionTags: { Team: 'x' } } as ChainStep)],
  ['source identity', steps(set, { ...role, sourceIdentity: 'me' } as ChainStep)],
  ['length', steps(set)],
];
for (const [title, other] of otherKeys)
  test(`another ${title} is another set of keys`, () => assert.is.not(chainKey(other), chainKey(chain)));

test('two identities of one chain share their keys, whatever they are called', () => {
  assert.is(chainKey(steps({ ...set, identity: 'z' } as ChainStep, role)), chainKey(chain));
});

test('an account given by id and name is the one given by id', () => {
  const both: ChainStep = { ...set, account: { id: '222222222202', name: 'plat-dev' } } as ChainStep;
  assert.is(chainKey(steps(both, role)), chainKey(chain));
});

test.run();
