/** Describing, listing and validating, as a person does it. */
import { existsSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { verbs } from '../../scripts/grammar/verbs.ts';
import { onDisk, type StacksOnDisk } from './stacks-on-disk.ts';

const files = {
  'stacks/orgs/dev.yaml':
    'vars: {tenant: a, stage: dev}\ncomponents:\n  terraform:\n    vpc: {vars: {size: 1}}\n',
  'stacks/orgs/prod.yaml':
    'vars: {tenant: a, stage: prod}\ncomponents:\n  terraform:\n    vpc: {vars: {size: 2}}\n    db: {}\n',
  'tf/vpc/main.tf': '',
  'flows/net.yaml': 'workflows:\n  up: {description: All of it, steps: [{command: x}]}\n',
};
/** Answers are kept once what they rest on is older than a step of the file system's clock. */
const settled = () => sleep(80);

for (const { path, examples } of verbs)
  test(`${path.join(' ')} has help with an example`, () =>
    onDisk({}, (stacks) => {
      const ended = stacks.kit([...path, '--help']);
      assert.is(ended.exitCode, 0);
      assert.ok(ended.stdout.includes(examples[0]?.[0] ?? 'an example'));
    }));

const printed: readonly (readonly [words: string, stdout: string])[] = [
  ['list stacks', 'STACK\na-dev\na-prod\n'],
  ['list stacks -c db', 'COMPONENT  STACK\ndb         a-prod\n'],
  ['list stacks -c nope --format csv', 'Component,Stack\r\n'],
  ['list components', 'COMPONENT  TYPE       STACKS\ndb         terraform  1\nvpc        terraform  2\n'],
  ['list components -s orgs/dev', 'COMPONENT  TYPE       STACKS\nvpc        terraform  1\n'],
  ['list instances -c vpc', 'COMPONENT  STACK\nvpc        a-dev\nvpc        a-prod\n'],
  ['list workflows', 'FILE      WORKFLOW  DESCRIPTION  STEPS\nnet.yaml  up        All of it    1\n'],
  ['list profiles --format json', '[]\n'],
  ['list vars vpc -s a-dev --format yaml', 'a-dev:\n  size: 1\n  stage: dev\n  tenant: a\n'],
  ['describe component vpc -s a-dev --query .vars.size', '1\n'],
  ['describe component vpc -s a-dev --query .vars.nope -f json', 'null\n'],
  ['describe workflows', '- file: net.yaml\n  workflow: up\n'],
  ['describe workflows -o map', 'net.yaml:\n  - up\n'],
  ['validate stacks', 'All stacks are right.\n'],
  ['validate component vpc -s a-dev', 'vpc in a-dev names no schema in settings.validation.\n'],
];
for (const [words, stdout] of printed)
  test(`${words} prints what there is`, () =>
    onDisk(files, (stacks) => {
      const ended = stacks.kit(words);
      assert.equal([ended.exitCode, ended.stdout], [0, stdout], ended.stderr);
    }));

const refused: readonly (readonly [words: string, word: RegExp])[] = [
  ['describe component vpc', /needs a stack/],
  ['describe component vcp -s a-dev', /Did you mean vpc/],
  ['describe component vpc -s a-dve', /Did you mean a-dev/],
  ['describe component vpc -s a-dev --process-functions=maybe', /true, false/],
  ['describe component vpc -s a-dev --provenance --query .vars', /without it/],
  ['describe component vpc -s a-dev --query .vars[]', /Make one list/],
  ['list vars vcp', /Did you mean vpc/],
  ['list vars vpc -s nowhere', /no stack nowhere/],
  ['list vars db -s a-dev', /no component db in a-dev/],
  ['describe stack', /describe knows component, stacks/],
  ['list stacks --format xml', /table, json/],
];
for (const [words, word] of refused)
  test(`${words} is refused in words that help`, () =>
    onDisk(files, (stacks) => {
      const ended = stacks.kit(words);
      assert.is(ended.exitCode, 1);
      assert.match(ended.stderr, word);
      assert.is(ended.stdout, '');
    }));

const mistyped: readonly (readonly [words: string, stdout: string, said: RegExp])[] = [
  ['list stacks -c vcp -f json', '[]\n', /Did you mean vpc/],
  ['list components -s a-dve -f json', '[]\n', /Did you mean a-dev/],
  ['list instances -s a-dve -f json', '[]\n', /Did you mean a-dev/],
  ['describe stacks -s a-dve -f json', '{}\n', /Did you mean a-dev/],
];
for (const [words, stdout, said] of mistyped)
  test(`${words} is empty, as in Atmos, and says what was probably meant`, () =>
    onDisk(files, (stacks) => {
      const ended = stacks.kit(words);
      assert.equal([ended.exitCode, ended.stdout], [0, stdout]);
      assert.match(ended.stderr, said);
    }));

test('who names a profile that is not there can still list those that are', () =>
  onDisk({ ...files, 'profiles/dev/a.yaml': 'env: {}\n' }, (stacks) => {
    const listed = (variables = {}) => stacks.kit('list profiles -f csv', variables).stdout;
    assert.is(listed({ ATMOS_PROFILE: 'dve' }), 'Profile,Folder,Chosen\r\ndev,profiles/dev,\r\n');
    assert.is(listed({ ATMOS_PROFILE: 'dev' }), 'Profile,Folder,Chosen\r\ndev,profiles/dev,yes\r\n');
  }));

test('the filter of a description is that of the configuration, and a variable outranks it', () =>
  onDisk(files, (stacks) => {
    const keys = (variables = {}) =>
      Object.keys(
        JSON.parse(stacks.kit('describe component vpc -s a-dev -f json', variables).stdout) as object,
      );
    assert.not.ok(keys().includes('workspace'));
    assert.ok(keys({ ATMOS_DESCRIBE_COMPONENT_FILTER: 'full' }).includes('workspace'));
    const wrong = stacks.kit('describe component vpc -s a-dev', { ATMOS_DESCRIBE_COMPONENT_FILTER: 'most' });
    assert.match(wrong.stderr, /schema, full/);
  }));

test('!exec runs once for a description that shows it, each time anew, and never where functions are off', () =>
  onDisk(
    {
      ...files,
      'stacks/orgs/dev.yaml':
        'vars: {tenant: a, stage: dev, x: !exec "echo ran >> ran; wc -l < ran"}\ncomponents: {terraform: {vpc: {}}}\n',
    },
    async (stacks) => {
      await settled();
      const value = (...more: string[]) =>
        stacks.kit([
          'describe',
          'component',
          'vpc',
          '-s',
          'a-dev',
          '--query',
          '.vars.x',
          '-f',
          'json',
          ...more,
        ]).stdout;
      assert.match(value('--process-functions=false'), /!exec/);
      assert.match(value('--skip', 'exec'), /!exec/);
      stacks.kit('list stacks');
      stacks.kit('list components');
      assert.not.ok(existsSync(join(stacks.project, 'ran')));
      assert.is(value().trim(), '1');
      assert.is(value().trim(), '2');
    },
  ));

const remembered = [
  'list stacks',
  'list components -f json',
  'describe component vpc -s a-dev',
  'describe component vpc -s a-dev --query .vars',
];
for (const words of remembered)
  test(`${words} is remembered, and worked out anew for every change`, () =>
    onDisk(files, async (stacks) => {
      await settled();
      const first = stacks.kit(words).stdout;
      assert.is(stacks.kit(words).stdout, first);
      for (const change of changes) {
        change(stacks);
        const warm = stacks.kit(words);
        await settled();
        const cold = stacks.kit(words, {
          XDG_CACHE_HOME: join(stacks.scratch, `cache-${changes.indexOf(change)}`),
        });
        assert.equal(warm, cold);
      }
    }));

const changes: readonly ((stacks: StacksOnDisk) => void)[] = [
  (stacks) =>
    stacks.write({
      'stacks/orgs/dev.yaml':
        'vars: {tenant: a, stage: dev}\ncomponents:\n  terraform:\n    vpc: {vars: {size: 7}}\n',
    }),
  (stacks) =>
    stacks.write({
      'stacks/orgs/new.yaml': 'vars: {tenant: b, stage: dev}\ncomponents: {terraform: {vpc: {}, more: {}}}\n',
    }),
  // The same size at the same time: only the file's own change time tells.
  (stacks) => {
    const file = join(stacks.project, 'stacks/orgs/dev.yaml');
    const { atime, mtime } = statSync(file);
    stacks.write({
      'stacks/orgs/dev.yaml':
        'vars: {tenant: a, stage: dev}\ncomponents:\n  terraform:\n    vpc: {vars: {size: 8}}\n',
    });
    utimesSync(file, atime, mtime);
  },
  (stacks) => stacks.remove('stacks/orgs/new.yaml'),
  (stacks) =>
    stacks.write({
      'atmos.yaml':
        'base_path: "."\ncomponents: {terraform: {base_path: tf}}\nstacks: {base_path: stacks, included_paths: ["orgs/**/*"], name_pattern: "{tenant}-{stage}"}\nsettings: {list_merge_strategy: append}\n',
    }),
];

test('what is broken elsewhere is told, and stops nobody; a list that is not whole ends with 1', () =>
  onDisk({ ...files, 'stacks/orgs/broken.yaml': 'vars: {tenant: a\n' }, async (stacks) => {
    await settled();
    const one = stacks.kit('describe component vpc -s a-dev --query .vars.size');
    assert.equal([one.exitCode, one.stdout], [0, '1\n']);
    for (const words of [
      'list stacks',
      'list components',
      'list instances',
      'describe stacks --query keys',
    ]) {
      const all = stacks.kit(words);
      assert.is(all.exitCode, 1, words);
      assert.match(all.stderr, /stacks\/orgs\/broken\.yaml:\d/);
      assert.ok(all.stdout.length > 0);
      assert.equal(stacks.kit(words), all);
    }
  }));

test('validate stacks tells every fault with its place, then what is odd', () =>
  onDisk(
    {
      ...files,
      'stacks/orgs/broken.yaml': 'vars: {tenant: a\n',
      'stacks/orgs/orphan.yaml':
        'vars: {tenant: a, stage: x}\ncomponents:\n  terraform:\n    vpc: {metadata: {inherits: [gone]}}\n',
      'stacks/orgs/odd.yaml':
        'import: [catalog/c]\nvars: {tenant: a, stage: odd, tags: [x]}\ncomponents: {terraform: {vpc: {}}}\n',
      'stacks/catalog/c.yaml': 'vars: {tags: {a: b}}\n',
    },
    (stacks) => {
      const ended = stacks.kit('validate stacks');
      assert.is(ended.exitCode, 1);
      for (const place of [
        /stacks\/orgs\/broken\.yaml:\d/,
        /stacks\/orgs\/orphan\.yaml:4/,
        /stacks\/orgs\/odd\.yaml:2/,
      ])
        assert.match(ended.stdout, place);
      const { faults, warnings } = JSON.parse(stacks.kit('validate stacks -f json').stdout) as {
        faults: readonly object[];
        warnings: readonly object[];
      };
      assert.equal([faults.length, warnings.length], [2, 1]);
    },
  ));

const validated = (entry: string, size: number) => ({
  'stacks/orgs/dev.yaml': `vars: {tenant: a, stage: dev}\ncomponents:\n  terraform:\n    vpc:\n      vars: {size: ${size}}\n      settings: {validation: {size: {${entry}}}}\n`,
  'schemas/size.json': '{"properties": {"vars": {"properties": {"size": {"maximum": 5}}}}}',
  'stacks/orgs/other.yaml': 'vars: {tenant: a, stage: other}\ncomponents: {terraform: {vpc: {}}}\n',
});
const schema = 'schema_type: jsonschema, schema_path: size.json';
const validations: readonly (readonly [
  title: string,
  entry: string,
  size: number,
  exitCode: number,
  said: RegExp,
])[] = [
  ['what fits', schema, 5, 0, /vpc in a-dev is right by size\./],
  [
    'what does not fit',
    `${schema}, description: Not too big`,
    6,
    1,
    /stacks\/orgs\/dev\.yaml:5: vars\.size must be <= 5 \(Not too big\)/,
  ],
  ['what is disabled', `${schema}, disabled: true`, 6, 0, /names no schema/],
  [
    'a schema that is missing',
    'schema_type: jsonschema, schema_path: gone.json',
    5,
    1,
    /gone\.json is not at/,
  ],
  ['a policy for OPA', 'schema_type: opa, schema_path: x.rego', 5, 1, /only the atmos program/],
  ['an entry without a path', 'schema_type: jsonschema', 5, 1, /has no schema_path/],
];
for (const [title, entry, size, exitCode, said] of validations)
  test(`validate component: ${title}`, () =>
    onDisk(validated(entry, size), (stacks) => {
      const ended = stacks.kit('validate component vpc -s a-dev');
      assert.is(ended.exitCode, exitCode, ended.stderr);
      assert.match(ended.stdout + ended.stderr, said);
    }));

test('validate component takes a schema by hand', () =>
  onDisk(validated(schema, 9), (stacks) => {
    const ended = stacks.kit('validate component vpc -s a-other --schema-path size.json');
    assert.equal([ended.exitCode, ended.stdout], [0, 'vpc in a-other is right by size.json.\n']);
  }));

test.run();
