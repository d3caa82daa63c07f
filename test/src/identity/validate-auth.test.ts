import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { IdentityDefault } from '../../../src/domain/component.ts';
import { formatPlace, type Problem } from '../../../src/domain/problem.ts';
import { entriesOf, type MapValue, valueAt } from '../../../src/domain/value.ts';
import { readAuth } from '../../../src/identity/read-auth.ts';
import { validateAuth } from '../../../src/identity/validate-auth.ts';
import { readYaml } from '../../../src/yaml/read-yaml.ts';

const sso =
  'providers: {sso: {kind: aws/iam-identity-center, start_url: https://a.awsapps.com/start, region: us-east-1}}';
const set = (name: string, rest = '') =>
  `  ${name}: {kind: aws/permission-set, via: {provider: sso}, principal: {name: A, account: {id: "111111111111"}}${rest}}`;

function validated(lines: readonly string[]) {
  const tree = readYaml(lines.join('\n'), 'auth.yaml') as MapValue;
  const defaults = [...entriesOf(valueAt(tree, 'identities'))].flatMap(
    ([identity, entry]): IdentityDefault[] => {
      const mark = valueAt(entry, 'default');
      return mark?.type === 'scalar' && mark.data === true
        ? [{ identity, value: true, layer: 'atmos.yaml', at: mark.at }]
        : [];
    },
  );
  return validateAuth(tree, readAuth(tree, 'acme'), defaults);
}

const told = (problems: readonly Problem[]): string[] =>
  problems.map(
    ({ at, message, hint }) => `${at === undefined ? '' : `${formatPlace(at)}: `}${message} | ${hint}`,
  );

test('a right configuration has no findings', () => {
  assert.equal(validated([sso, 'identities:', set('dev', ', default: true, alias: d')]), {
    errors: [],
    warnings: [],
  });
});

for (const [title, lines, says] of [
  [
    'an unknown key of auth',
    [sso, 'identites: {}'],
    /:2: auth has a key "identites", which nothing reads\. \| Did you mean identities\?/,
  ],
  [
    'an unknown key of a provider',
    ['providers: {x: {kind: mock/aws, regoin: us-east-1}}'],
    /:1: provider "x" has a key "regoin".*Did you mean region\?/,
  ],
  [
    'an unknown key of an identity',
    [sso, 'identities:', set('dev', ', principle: {}')],
    /:3: identity "dev" has a key "principle".*Did you mean principal\?/,
  ],
  [
    'an unknown key below principal',
    [
      sso,
      'identities:',
      '  dev: {kind: aws/permission-set, via: {provider: sso}, principal: {nmae: A, name: A, account: {ID: "1", id: "111111111111"}}}',
    ],
    /principal\.account of identity "dev" has a key "ID"/,
  ],
  [
    'an unknown kind',
    ['providers: {x: {kind: aws/iam}}'],
    /:1: The provider "x" is of unknown kind aws\/iam\./,
  ],
  [
    'an account id that is none',
    [
      sso,
      'identities:',
      '  dev: {kind: aws/permission-set, via: {provider: sso}, principal: {name: A, account: {id: "12"}}}',
    ],
    /:3: principal\.account\.id of identity "dev" is not twelve digits: 12/,
  ],
  [
    'an ARN that is none',
    [
      sso,
      'identities:',
      set('base'),
      '  dev: {kind: aws/assume-role, via: {identity: base}, principal: {assume_role: terraform}}',
    ],
    /:4: principal\.assume_role of identity "dev" is not the ARN of an IAM role/,
  ],
  [
    'a region that there is not',
    ['providers: {x: {kind: mock/aws, region: us-eats-1}}'],
    /:1: region of provider "x" is no region of AWS: us-eats-1 \| Did you mean us-east-1\?/,
  ],
  [
    'a start URL that is none',
    ['providers: {x: {kind: aws/iam-identity-center, start_url: acme, region: us-east-1}}'],
    /:1: start_url of provider "x" is not a URL: acme/,
  ],
  [
    'an endpoint that is none',
    ['providers: {x: {kind: mock/aws, spec: {endpoint_url: local}}}'],
    /:1: spec\.endpoint_url of provider "x" is not an http or https URL: local/,
  ],
  [
    'a via that leads nowhere',
    [
      sso,
      'identities:',
      '  dev: {kind: aws/permission-set, via: {provider: sos}, principal: {name: A, account: {id: "111111111111"}}}',
    ],
    /:3: The chain of dev is broken: .*Did you mean "sso"\?/,
  ],
  [
    'two defaults in one file',
    [sso, 'identities:', set('dev', ', default: true'), set('prod', ', default: true')],
    /:[34]: Several identities are the default in one file: dev, prod\./,
  ],
] as const)
  test(`${title} is told with its line`, () => {
    const { errors } = validated(lines);
    assert.match(told(errors).join('\n'), says);
  });

test('all that is wrong with one entry is told, not only the first', () => {
  const { errors } = validated([
    sso,
    'identities:',
    '  dev: {kind: aws/permission-set, via: {provider: sso}, principal: {account: {id: "12"}, region: nowhere}}',
  ]);
  assert.is(errors.length, 3, told(errors).join('\n'));
});

test('a circle is told once, and so is a fault that breaks several chains', () => {
  const role = (name: string, base: string) =>
    `  ${name}: {kind: aws/assume-role, via: {identity: ${base}}, principal: {assume_role: "arn:aws:iam::111111111111:role/r"}}`;
  const circle = validated([sso, 'identities:', role('a', 'b'), role('b', 'c'), role('c', 'a')]).errors;
  assert.is(circle.length, 1, told(circle).join('\n'));
  assert.match(told(circle)[0] as string, /:[345]: These identities lead in a circle: a → b → c → a\./);
  const base =
    '  base: {kind: aws/permission-set, via: {provider: sso}, principal: {name: A, account: {id: "1"}}}';
  assert.is(validated([sso, 'identities:', base, role('x', 'base'), role('y', 'x')]).errors.length, 1);
});

test('what works and is odd is a warning', () => {
  const { errors, warnings } = validated([
    'providers: {sso: {kind: aws/iam-identity-center, start_url: http://acme.example/start, region: us-east-1}}',
    'identities:',
    set('dev', ', alias: prod'),
    set('prod'),
  ]);
  assert.equal(errors, []);
  assert.match(told(warnings).join('\n'), /:1: start_url of provider "sso" is not https/);
  assert.match(told(warnings).join('\n'), /:3: The alias "prod" of identity "dev" also means prod\./);
});

test('keys of other clouds are left to Atmos', () => {
  const { errors } = validated(['providers: {x: {kind: azure/cli, tenant_id: t}}']);
  assert.not.match(told(errors).join('\n'), /tenant_id/);
});

test.run();
