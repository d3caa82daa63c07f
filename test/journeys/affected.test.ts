/** `describe affected` and `describe dependents`, with real git. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { onDisk, type StacksOnDisk } from './stacks-on-disk.ts';

const component = (name: string, more = ''): string => `    ${name}: {vars: {name: ${name}}${more}}\n`;
const files = {
  '.gitignore': '*.tfvars.json\n',
  'stacks/catalog/shared.yaml': 'vars: {region: one}\n',
  'stacks/orgs/dev.yaml': `import: [catalog/shared]\nvars: {tenant: a, stage: dev}\ncomponents:\n  terraform:\n${component('vpc')}${component('db', ', settings: {depends_on: {1: {component: vpc}}}')}${component('app', ', settings: {depends_on: {1: {component: db}}}')}`,
  'stacks/orgs/prod.yaml': `vars: {tenant: a, stage: prod}\ncomponents:\n  terraform:\n${component('vpc')}`,
  'tf/vpc/main.tf': 'module "m" {\n  source = "../../modules/m"\n}\n',
  'tf/db/main.tf': '',
  'tf/app/main.tf': '',
  'modules/m/main.tf': '',
};

interface Affected {
  readonly stack_slug: string;
  readonly affected: string;
  readonly affected_all: readonly string[];
  readonly dependents:
    | readonly { readonly stack_slug: string; readonly dependents: readonly object[] }[]
    | null;
  readonly included_in_dependents: boolean;
}

function affected(stacks: StacksOnDisk, ...more: readonly string[]): readonly Affected[] {
  const ended = stacks.kit(['describe', 'affected', '--format', 'json', ...more]);
  assert.is(ended.exitCode, 0, ended.stderr);
  return JSON.parse(ended.stdout) as Affected[];
}

const told = (all: readonly Affected[]): string[] =>
  all.map((one) => `${one.stack_slug}: ${one.affected_all.join(', ')}`);
const changes: readonly (readonly [
  title: string,
  change: (stacks: StacksOnDisk) => void,
  lines: readonly string[],
])[] = [
  ['nothing changed', () => {}, []],
  [
    'a variable that a catalog gives',
    (s) => s.write({ 'stacks/catalog/shared.yaml': 'vars: {region: two}\n' }),
    ['a-dev-app: stack.vars', 'a-dev-db: stack.vars', 'a-dev-vpc: stack.vars'],
  ],
  ['Terraform code', (s) => s.write({ 'tf/db/main.tf': '# new\n' }), ['a-dev-db: component']],
  [
    'a new file of Terraform code, not added yet',
    (s) => s.write({ 'tf/db/more.tf': '' }),
    ['a-dev-db: component'],
  ],
  ['a file that git ignores', (s) => s.write({ 'tf/db/x.tfvars.json': '{}' }), []],
  [
    'a local module',
    (s) => s.write({ 'modules/m/main.tf': '# new\n' }),
    ['a-dev-vpc: component.module', 'a-prod-vpc: component.module'],
  ],
  ['a stack that is gone', (s) => s.remove('stacks/orgs/prod.yaml'), ['a-prod-vpc: deleted.stack']],
  [
    'a comment in a manifest',
    (s) => s.write({ 'stacks/catalog/shared.yaml': '# why\nvars: {region: one}\n' }),
    [],
  ],
];
for (const [title, change, lines] of changes)
  test(`${title}: ${lines.join('; ') || 'nothing is affected'}`, () =>
    onDisk(files, (stacks) => {
      stacks.commit();
      change(stacks);
      assert.equal(told(affected(stacks, '--ref', 'HEAD')), lines);
    }));

test('what is committed is compared with the commit before, and a copy of that says the same', () =>
  onDisk(files, (stacks) => {
    stacks.commit();
    cpSync(stacks.project, join(stacks.scratch, 'copy'), { recursive: true });
    stacks.write({ 'tf/db/main.tf': '# new\n', 'stacks/catalog/shared.yaml': 'vars: {region: two}\n' });
    stacks.commit();
    const lines = ['a-dev-app: stack.vars', 'a-dev-db: component, stack.vars', 'a-dev-vpc: stack.vars'];
    assert.equal(told(affected(stacks, '--sha', 'HEAD~1')), lines);
    assert.equal(told(affected(stacks, '--repo-path', '../copy')), lines);
    assert.equal(told(affected(stacks, '--ref', 'HEAD')), []);
  }));

test('dependents are told to the last, and who runs because of another one is marked', () =>
  onDisk(files, (stacks) => {
    stacks.commit();
    stacks.write({ 'tf/db/main.tf': '# new\n', 'tf/vpc/main.tf': '' });
    const all = affected(stacks, '--ref', 'HEAD', '--include-dependents', '-s', 'a-dev');
    assert.equal(
      all.map((one) => [
        one.stack_slug,
        one.included_in_dependents,
        one.dependents?.map((below) => below.stack_slug),
      ]),
      [
        ['a-dev-db', true, ['a-dev-app']],
        ['a-dev-vpc', false, ['a-dev-db']],
      ],
    );
    assert.is(all[1]?.dependents?.[0]?.dependents.length, 1);
  }));

test('a circle of dependents ends', () =>
  onDisk(
    {
      ...files,
      'stacks/orgs/dev.yaml': `vars: {tenant: a, stage: dev}\ncomponents:\n  terraform:\n${component('vpc', ', settings: {depends_on: {1: {component: db}}}')}${component('db', ', settings: {depends_on: {1: {component: vpc}}}')}`,
    },
    (stacks) => {
      stacks.commit();
      stacks.write({ 'tf/db/main.tf': '# new\n' });
      assert.is(affected(stacks, '--ref', 'HEAD', '--include-dependents').length, 1);
    },
  ));

test('a function is compared as it is written, and not run', () =>
  onDisk(
    {
      ...files,
      'stacks/orgs/prod.yaml':
        'vars: {tenant: a, stage: prod, x: !exec touch ran}\ncomponents: {terraform: {vpc: {}}}\n',
    },
    (stacks) => {
      stacks.commit();
      assert.equal(affected(stacks, '--ref', 'HEAD'), []);
    },
  ));

const refused: readonly (readonly [words: string, word: RegExp])[] = [
  ['describe affected', /--ref refs\/remotes\/origin\/main/],
  ['describe affected --ref nowhere', /no commit nowhere/],
  ['describe affected --ref HEAD --sha HEAD', /--ref or --sha/],
];
for (const [words, word] of refused)
  test(`${words} is refused, and says what to do`, () =>
    onDisk(files, (stacks) => {
      stacks.commit();
      const ended = stacks.kit(words);
      assert.is(ended.exitCode, 1);
      assert.match(ended.stderr, word);
      assert.is(ended.stdout, '');
    }));

test('dependents of a component are found by its name and by the path of its manifest', () =>
  onDisk(files, (stacks) => {
    for (const stack of ['a-dev', 'orgs/dev']) {
      const ended = stacks.kit([
        'describe',
        'dependents',
        'vpc',
        '-s',
        stack,
        '--query',
        '[.[].component]',
        '-f',
        'json',
      ]);
      assert.equal(JSON.parse(ended.stdout), ['db']);
    }
    const near = stacks.kit('describe dependents vcp -s a-dev');
    assert.is(near.exitCode, 1);
    assert.match(near.stderr, /Did you mean vpc/);
  }));

test.run();
