import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Labels, ListFilter } from '../../../scripts/speak/auth-list/listing.ts';
import { type AuthListFormat, authListText } from '../../../scripts/speak/auth-list.ts';
import { toPlain, type Value } from '../../../src/domain/value.ts';
import type { AuthAnswer, IdentityAnswer } from '../../../src/flows/auth-answer.ts';
import { readYaml } from '../../../src/yaml/read-yaml.ts';

const now = new Date('2026-11-30T12:00:00Z');

function identity(name: string, rest: Partial<IdentityAnswer> = {}): IdentityAnswer {
  const account = '222222222202';
  const role = 'ReadOnlyAccess';
  return {
    name,
    kind: 'aws/permission-set',
    via: 'sso',
    provider: 'sso',
    account,
    role,
    place: 'p.yaml:1',
    ...rest,
  };
}

function answerWith(identities: readonly IdentityAnswer[], rest: Partial<AuthAnswer> = {}): AuthAnswer {
  const sso = {
    name: 'sso',
    kind: 'aws/iam-identity-center',
    startUrl: 'https://acme.awsapps.com/start',
    key: 'aa',
    place: 'atmos.yaml:3',
  };
  return { realm: 'acme', profiles: ['developers'], providers: [sso], identities, ...rest };
}

const team = answerWith([
  identity('dev', { default: true, alias: 'd', key: 'bb' }),
  identity('prod', { account: 'plat-prod' }),
  identity('root', {
    kind: 'aws/assume-role',
    via: 'dev',
    viaIdentity: true,
    account: '111111111101',
    role: 'arn:aws:iam::111111111101:role/terraform',
  }),
]);
const labels: Labels = new Map([
  ['aa', { type: 'sign-in', name: 'sso', expiresAt: '2026-11-30T11:00:00Z', madeAt: '', renewable: true }],
  ['bb', { type: 'role-keys', name: 'dev', expiresAt: '2026-11-30T12:45:00Z', madeAt: '' }],
]);

const show = (format: AuthListFormat, filter: ListFilter = {}, answer = team): string =>
  authListText(answer, labels, now, format, filter);

test('the table tells the default, the alias and the time that is left', () => {
  assert.is(
    show('table'),
    [
      'PROVIDER  SIGN-IN    AT',
      'sso       signed in  https://acme.awsapps.com/start',
      '',
      'IDENTITY                ACCOUNT       ROLE            VIA  KEYS',
      'dev (default, alias d)  222222222202  ReadOnlyAccess  sso  45 min left',
      'prod                    plat-prod     ReadOnlyAccess  sso  -',
      'root                    111111111101  terraform       dev  -',
      '',
    ].join('\n'),
  );
});

test('the tree shows below each identity what is assumed from it', () => {
  assert.is(
    show('tree'),
    [
      'acme (profiles developers)',
      '└── sso (aws/iam-identity-center), https://acme.awsapps.com/start, signed in',
      '    ├── dev (default, alias d), ReadOnlyAccess in 222222222202, 45 min left',
      '    │   └── root, terraform in 111111111101',
      '    └── prod, ReadOnlyAccess in plat-prod',
      '',
    ].join('\n'),
  );
});

test('the tree keeps what a filter left out where something below it is left', () => {
  assert.is(
    show('tree', { kind: 'assume-role' }),
    'acme (profiles developers)\n└── sso (filtered)\n    └── dev (filtered)\n        └── root, terraform in 111111111101\n',
  );
});

test('what needs no provider, and where nobody signs in, is told as that', () => {
  const user = identity('me', { kind: 'aws/user', via: '', provider: 'aws-user', role: '', account: '' });
  const job = { name: 'gh', kind: 'github/oidc', key: 'cc', place: 'atmos.yaml:9' };
  const saml = {
    name: 'corp',
    kind: 'aws/saml',
    url: 'https://corp.example/aws',
    key: 'dd',
    place: 'atmos.yaml:12',
  };
  const answer = answerWith([user], { providers: [job, saml] });
  assert.match(show('table', {}, answer), /\nme +aws-user {2}-\n/);
  assert.match(show('table', {}, answer), /\ngh +-\ncorp +- +https:\/\/corp\.example\/aws\n/);
  assert.match(
    show('tree', {}, answer),
    /├── gh \(github\/oidc\)\n[\s\S]*└── without a provider\n {4}└── me\n$/,
  );
});

test('the tree ends for a circle, and shows it', () => {
  const circle = answerWith([
    identity('a', { via: 'b', viaIdentity: true, fault: 'a → b → a' }),
    identity('b', { via: 'A', viaIdentity: true, fault: 'b → a → b' }),
    identity('lost', { via: 'nowhere', viaIdentity: true, fault: 'no nowhere' }),
  ]);
  const text = show('tree', {}, circle);
  assert.match(text, /└── in a circle\n {4}├── a, .*a → b → a\n {4}└── b,/);
  assert.match(text, /├── without a provider\n│ {3}└── lost,/);
});

test('JSON and YAML say the same, with the principal as Atmos writes it and never a key', () => {
  const data = JSON.parse(show('json'));
  assert.equal(toPlain(readYaml(show('yaml'), 'y') as Value), data);
  assert.equal(data.identities.root.principal, { assume_role: 'arn:aws:iam::111111111101:role/terraform' });
  assert.equal(data.identities.dev.principal, { name: 'ReadOnlyAccess', account: { id: '222222222202' } });
  assert.equal(data.identities.prod.principal.account, { name: 'plat-prod' });
  assert.is(data.identities.dev.default, true);
  assert.is(data.identities.dev.alias, 'd');
  assert.is(data.identities.dev.active, true);
  assert.is(data.identities.root.via, 'dev');
  assert.is(data.providers.sso.active, true);
  assert.not.match(show('json'), /"key"|"(aa|bb)"/);
});

const left = (filter: ListFilter): string => {
  const { providers, identities } = JSON.parse(show('json', filter));
  return [...Object.keys(providers), ...Object.keys(identities)].join(' ');
};

for (const [what, filter, names] of [
  ['nothing', {}, 'sso dev prod root'],
  ['--providers', { providers: [] }, 'sso'],
  ['--providers=SSO', { providers: ['SSO'] }, 'sso'],
  ['--identities', { identities: [] }, 'dev prod root'],
  ['--identities=PROD,d', { identities: ['PROD', 'd'] }, 'dev prod'],
  ['--kind aws/permission-set', { kind: 'aws/permission-set' }, 'dev prod'],
  ['--kind assume-role', { kind: 'assume-role' }, 'root'],
  ['--account 111111111101', { account: '111111111101' }, 'sso root'],
  ['--account PLAT-prod', { account: 'PLAT-prod' }, 'sso prod'],
  ['--signed-in', { signedIn: true }, 'sso dev'],
] as const)
  test(`${what} leaves ${names}`, () => {
    assert.is(left(filter), names);
  });

test('a filter that leaves nothing says so', () => {
  for (const format of ['table', 'tree'] as const)
    assert.is(show(format, { account: 'nobody' }), 'Nothing is left by these filters.\n');
});

// Whatever a name holds: it ends a row, a cell, a label or a fence of no format, and steers no terminal.
const hostile = `a"b|c\\"]\n\`\`\`\n| x |\u001b]0;owned\u0007\u009b31m\u202e<b>;$(id)\u2028`;
const nasty = answerWith([identity(hostile, { alias: hostile }), identity('next')]);

for (const format of ['table', 'tree', 'json', 'yaml', 'csv', 'mermaid', 'graphviz', 'markdown'] as const)
  test(`a name that would steer the terminal or end its place does neither in ${format}`, () => {
    const text = show(format, {}, nasty);
    assert.not.match(text, /[^\P{Cc}\n\r]|[\u2028\u202e]/u);
    const plain = show(format, {}, answerWith([identity('first', { alias: 'other' }), identity('next')]));
    const lines = (all: string) => all.split('\n').length;
    if (format !== 'csv' && format !== 'yaml') assert.is(lines(text), lines(plain), text);
  });

test('data formats give such a name back as it is', () => {
  assert.equal(Object.keys(JSON.parse(show('json', {}, nasty)).identities), [hostile, 'next']);
  const yaml = toPlain(readYaml(show('yaml', {}, nasty), 'y') as Value) as { identities: object };
  assert.equal(Object.keys(yaml.identities).sort(), [hostile, 'next']);
});

test('a row of Markdown has as many cells whatever its names hold', () => {
  const rows = show('markdown', {}, nasty)
    .split('\n')
    .filter((line) => line.startsWith('| '));
  for (const row of rows.slice(3)) assert.is(row.match(/(?<!\\)(\\\\)*\|/g)?.length, 6, row);
});

test('two names that an id could not tell apart are two nodes of a drawing', () => {
  const twins = answerWith([identity('a-b'), identity('a/b')]);
  assert.match(
    show('mermaid', {}, twins),
    /i1\["a-b<br\/>[\s\S]*i2\["a\/b<br\/>[\s\S]*p1 --> i1\n {2}p1 --> i2\n/,
  );
  assert.match(show('graphviz', {}, twins), /p1 -> i1;\n {2}p1 -> i2;\n}\n$/);
});

test.run();
