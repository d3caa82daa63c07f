import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { configuration, IndexedOrganization, settle } from './indexed-organization.ts';

const stack = (stage: string, more = ''): string =>
  `import: [catalog/vpc]\nvars: {tenant: a, stage: ${stage}}\n${more}`;

const files = {
  'stacks/catalog/vpc.yaml': 'import: [catalog/_base]\ncomponents: {terraform: {vpc: {vars: {name: vpc}}}}\n',
  'stacks/catalog/_base.yaml': 'vars: {namespace: acme}\n',
  'stacks/orgs/dev.yaml': stack('dev'),
  'stacks/orgs/prod.yaml': stack('prod'),
  'stacks/orgs/test.yaml': stack('test'),
  'tf/vpc/main.tf': '',
};

/** An organization whose index is made, by a question about another stack than those that tests ask for. */
async function made(more: Readonly<Record<string, string>> = {}, variables: Record<string, string> = {}) {
  const organization = new IndexedOrganization({ ...files, ...more });
  organization.variables = variables;
  await settle();
  organization.indexed('vpc -s a-test');
  return organization;
}

/** Asks with and without the index: the answers are alike. Returns the answer and what was read for it. */
function alike(organization: IndexedOrganization, asked: string) {
  const plain = organization.plainly(asked);
  const recalled = organization.recalled(asked);
  assert.ok(recalled === undefined || recalled === plain, `what was kept of ${asked} does not hold`);
  const { answer, read } = organization.indexed(asked);
  assert.is(answer, plain);
  return { answer, read: read.filter((path) => path.startsWith('orgs/')) };
}

test('a question that nobody asked before opens only the manifest of its stack', async () => {
  const organization = await made();
  assert.equal(alike(organization, 'vpc -s a-dev').read, ['orgs/dev.yaml']);
  assert.equal(alike(organization, 'vpc -s a-prod').read, ['orgs/prod.yaml']);
  organization.close();
});

test('what a list learns serves a question for one stack', async () => {
  const organization = new IndexedOrganization(files);
  await settle();
  organization.indexed('list');
  assert.equal(alike(organization, 'vpc -s a-dev').read, ['orgs/dev.yaml']);
  organization.close();
});

test('a stack that is nowhere is told with what all manifests say', async () => {
  const organization = await made();
  assert.match(alike(organization, 'vpc -s a-dve').answer, /Did you mean a-dev/);
  assert.match(alike(organization, 'cpv -s a-dev').answer, /Did you mean vpc/);
  organization.close();
});

type Change = (organization: IndexedOrganization) => void;
const dev = 'stacks/orgs/dev.yaml';
/** What happens between two questions, and the manifests that the second one, for a-dev, opens. */
const changes: readonly [title: string, change: Change, read: readonly string[]][] = [
  ['nothing changes', () => {}, ['orgs/dev.yaml']],
  [
    'another manifest becomes this stack too',
    (o) => o.write({ 'stacks/orgs/prod.yaml': stack('dev') }),
    ['orgs/dev.yaml', 'orgs/prod.yaml'],
  ],
  [
    'another manifest becomes this stack with another definition',
    (o) =>
      o.write({ 'stacks/orgs/prod.yaml': stack('dev', 'components: {terraform: {vpc: {vars: {x: 1}}}}') }),
    ['orgs/dev.yaml', 'orgs/prod.yaml'],
  ],
  [
    'the manifest becomes another stack',
    (o) => o.write({ [dev]: stack('new') }),
    ['orgs/dev.yaml', 'orgs/prod.yaml', 'orgs/test.yaml'],
  ],
  [
    'a new manifest is this stack',
    (o) => o.write({ 'stacks/orgs/a/new.yaml': stack('dev') }),
    ['orgs/a/new.yaml', 'orgs/dev.yaml'],
  ],
  ['the manifest goes away', (o) => o.remove(dev), ['orgs/prod.yaml', 'orgs/test.yaml']],
  ['the manifest moves', (o) => o.move(dev, 'stacks/orgs/x/y.yaml'), ['orgs/x/y.yaml']],
  [
    'a folder of manifests is swapped for another one',
    (o) => {
      o.move('stacks/orgs', 'stacks/old');
      o.write({ 'stacks/orgs/prod.yaml': stack('dev'), 'stacks/orgs/dev.yaml': stack('prod') });
    },
    ['orgs/dev.yaml', 'orgs/prod.yaml'],
  ],
  [
    'an import changes what all are called',
    (o) => o.write({ 'stacks/catalog/_base.yaml': 'terraform: {vars: {stage: dev}}' }),
    ['orgs/dev.yaml', 'orgs/prod.yaml', 'orgs/test.yaml'],
  ],
  [
    'an import goes away',
    (o) => o.remove('stacks/catalog/_base.yaml'),
    ['orgs/dev.yaml', 'orgs/prod.yaml', 'orgs/test.yaml'],
  ],
  [
    'another manifest breaks',
    (o) => o.write({ 'stacks/orgs/prod.yaml': 'vars: [' }),
    ['orgs/dev.yaml', 'orgs/prod.yaml'],
  ],
  ['the manifest breaks', (o) => o.write({ [dev]: `${stack('dev')}components: 1` }), ['orgs/dev.yaml']],
  [
    'another manifest gets a name',
    (o) => o.write({ 'stacks/orgs/prod.yaml': stack('prod', 'name: a-dev') }),
    ['orgs/dev.yaml', 'orgs/prod.yaml'],
  ],
  [
    'a component of another manifest gets a stage of its own',
    (o) =>
      o.write({
        'stacks/orgs/prod.yaml': stack('prod', 'components: {terraform: {vpc: {vars: {stage: dev}}}}'),
      }),
    ['orgs/dev.yaml', 'orgs/prod.yaml'],
  ],
  [
    'a helmfile component of another manifest is in this stack',
    (o) =>
      o.write({
        'stacks/orgs/prod.yaml': stack('prod', 'components: {helmfile: {vpc: {vars: {stage: dev}}}}'),
      }),
    ['orgs/dev.yaml', 'orgs/prod.yaml'],
  ],
  [
    'the configuration names stacks otherwise',
    (o) => o.write({ 'atmos.yaml': configuration('', 'name_template: "{{ .vars.tenant }}-dev"') }),
    ['orgs/dev.yaml', 'orgs/prod.yaml', 'orgs/test.yaml'],
  ],
  [
    'the configuration says something new',
    (o) => o.write({ 'atmos.yaml': configuration('vendor: {base_path: x}') }),
    ['orgs/dev.yaml', 'orgs/prod.yaml', 'orgs/test.yaml'],
  ],
  [
    'the program is another build',
    (o) => {
      o.build = 'next';
    },
    ['orgs/dev.yaml', 'orgs/prod.yaml', 'orgs/test.yaml'],
  ],
  [
    'the index is torn',
    (o) => {
      for (const name of readdirSync(o.answers)) writeFileSync(join(o.answers, name), '{"build":"te');
    },
    ['orgs/dev.yaml', 'orgs/prod.yaml', 'orgs/test.yaml'],
  ],
];
for (const [title, change, read] of changes)
  for (const pause of [true, false])
    test(`where ${title}, ${pause ? 'a while ago' : 'just now'}, the index gives the answer of a look at everything`, async () => {
      const organization = await made();
      alike(organization, 'vpc -s a-dev');
      change(organization);
      if (pause) await settle();
      assert.equal(alike(organization, 'vpc -s a-dev').read, read);
      for (const asked of [
        'vpc -s a-dev',
        'vpc -s a-prod',
        'vpc -s a-new',
        'vpc -s orgs/prod',
        'tf/vpc -s a-dev',
        'list',
      ])
        alike(organization, asked);
      organization.close();
    });

test('edits within one step of the disk, of one length and with the old times, do not go unseen', async () => {
  for (const coarse of [false, true]) {
    const organization = await made();
    organization.coarse = coarse;
    organization.indexed('vpc -s a-test');
    const path = organization.path('stacks/orgs/prod.yaml');
    for (let turn = 0; turn < 60; turn += 1) {
      const { atime, mtime } = statSync(path);
      writeFileSync(path, readFileSync(path, 'utf8').replace(/prod|tset/, turn % 2 === 0 ? 'tset' : 'prod'));
      utimesSync(path, atime, mtime);
      for (const asked of ['vpc -s a-prod', 'vpc -s a-tset'])
        assert.is(organization.indexed(asked).answer, organization.plainly(asked), `${asked}, turn ${turn}`);
    }
    organization.close();
  }
});

test('a branch switched to and back', async () => {
  const organization = await made();
  for (const [mine, other] of [
    ['dev', 'prod'],
    ['prod', 'dev'],
    ['dev', 'prod'],
  ] as const) {
    organization.remove('stacks/orgs');
    organization.write({ 'stacks/orgs/dev.yaml': stack(mine), 'stacks/orgs/prod.yaml': stack(other) });
    await settle();
    for (const asked of ['vpc -s a-dev', 'vpc -s a-prod', 'vpc -s a-test']) alike(organization, asked);
  }
  organization.close();
});

test('a variable that a template of the name asks for', async () => {
  const organization = await made(
    {
      'atmos.yaml': configuration(
        '',
        `name_template: '{{ .vars.tenant }}-{{ .vars.stage }}{{ env "SUFFIX" }}'`,
      ),
    },
    { SUFFIX: '' },
  );
  assert.equal(alike(organization, 'vpc -s a-dev').read, ['orgs/dev.yaml']);
  organization.variables = { SUFFIX: '-x' };
  assert.match(alike(organization, 'vpc -s a-dev').answer, /stack-not-found/);
  assert.match(alike(organization, 'vpc -s a-dev-x').answer, /"sections"/);
  organization.variables = {};
  alike(organization, 'vpc -s a-dev');
  organization.close();
});

test('a variable that a catalog asks for, which only the first manifest reads', async () => {
  const organization = await made(
    {
      'stacks/catalog/_base.yaml.tmpl': `terraform: {vars: {stage: '{{ env "STAGE" }}'}}`,
      'stacks/catalog/vpc.yaml': 'import: [catalog/_base.yaml.tmpl]\ncomponents: {terraform: {vpc: {}}}',
    },
    { STAGE: 'one' },
  );
  alike(organization, 'vpc -s a-one');
  organization.variables = { STAGE: 'dev' };
  assert.is(alike(organization, 'vpc -s a-dev').read.length, 3);
  organization.close();
});

test('a variable that belongs to configuration', async () => {
  const organization = await made();
  organization.variables = { ATMOS_STACKS_NAME_PATTERN: '{stage}' };
  assert.match(alike(organization, 'vpc -s dev').answer, /"sections"/);
  organization.close();
});

test('a profile has an index of its own', async () => {
  const organization = await made({
    'profiles/short/p.yaml': 'stacks: {name_pattern: "{stage}"}',
  });
  organization.profiles = ['short'];
  alike(organization, 'vpc -s dev');
  alike(organization, 'vpc -s a-dev');
  organization.profiles = [];
  assert.equal(alike(organization, 'vpc -s a-prod').read, ['orgs/prod.yaml']);
  organization.close();
});

test('a file that appears where an import looks before it finds another', async () => {
  const organization = await made({
    'stacks/catalog/late.yml': 'vars: {x: 1}',
    'stacks/orgs/prod.yaml': `import: [catalog/vpc, catalog/late]\nvars: {tenant: a, stage: prod}`,
  });
  organization.write({ 'stacks/catalog/late.yaml': 'terraform: {vars: {stage: dev}}' });
  assert.equal(alike(organization, 'vpc -s a-dev').read, ['orgs/dev.yaml', 'orgs/prod.yaml']);
  organization.close();
});

test('a file that appears where an import with skip_if_missing found none, or where a glob looks', async () => {
  const organization = await made({
    'stacks/orgs/prod.yaml':
      'import: [catalog/vpc, {path: catalog/maybe, skip_if_missing: true}, "more/*"]\nvars: {tenant: a, stage: prod}',
    'stacks/more/one.yaml': 'vars: {y: 1}',
  });
  organization.write({ 'stacks/more/two.yaml': 'terraform: {vars: {stage: dev}}' });
  assert.equal(alike(organization, 'vpc -s a-dev').read, ['orgs/dev.yaml', 'orgs/prod.yaml']);
  organization.remove('stacks/more/two.yaml');
  await settle();
  alike(organization, 'vpc -s a-prod');
  organization.write({ 'stacks/catalog/maybe.yaml': 'terraform: {vars: {stage: dev}}' });
  alike(organization, 'vpc -s a-dev');
  organization.close();
});

test('a link that led nowhere, in a folder that a glob looks into', async () => {
  const organization = new IndexedOrganization({
    ...files,
    'stacks/orgs/prod.yaml': 'import: [catalog/vpc, "more/*"]\nvars: {tenant: a, stage: prod}',
    'stacks/more/one.yaml': 'vars: {y: 1}',
  });
  organization.link(organization.path('elsewhere.yaml'), 'stacks/more/two.yaml');
  await settle();
  alike(organization, 'vpc -s a-test');
  alike(organization, 'vpc -s a-prod');
  organization.write({ 'elsewhere.yaml': 'terraform: {vars: {stage: dev}}' });
  await settle();
  alike(organization, 'vpc -s a-dev');
  alike(organization, 'vpc -s a-prod');
  organization.close();
});

test('an included file, and a component folder, that names rest on', async () => {
  const organization = await made({
    'stacks/orgs/prod.yaml': `${stack('prod')}terraform: {vars: {stage: !include stage.json .stage}}\n`,
    'stage.json': '{"stage": "one"}',
    'stacks/orgs/test.yaml': stack('test', 'components: {terraform: {vpc: {component: net}}}'),
    'tf/net/main.tf': '',
  });
  alike(organization, 'vpc -s a-one');
  organization.write({ 'stage.json': '{"stage": "dev"}' });
  alike(organization, 'vpc -s a-dev');
  organization.remove('tf/net');
  alike(organization, 'vpc -s a-test');
  alike(organization, 'vpc -s a-dev');
  organization.close();
});

test('a name that rests on what time it is, is worked out each time', async () => {
  const organization = new IndexedOrganization({
    ...files,
    'stacks/orgs/prod.yaml.tmpl': `${stack('\'{{ now | date "2006" }}\'')}`,
  });
  await settle();
  for (const year of [2024, 2025, 2024]) {
    organization.now = Date.UTC(year, 5);
    assert.match(alike(organization, `vpc -s a-${year}`).answer, /"sections"/);
    alike(organization, 'vpc -s a-dev');
  }
  organization.close();
});

test('a manifest with a fault that only another stack has is looked at each time', async () => {
  const organization = await made({
    'stacks/orgs/prod.yaml': stack('prod', 'components: {terraform: {bad: 1}}'),
  });
  for (const asked of ['bad -s a-prod', 'vpc -s a-dev', 'bad -s a-dev', 'vpc -s a-prod'])
    alike(organization, asked);
  organization.close();
});

test('a link in place of a manifest that is led elsewhere', async () => {
  const organization = new IndexedOrganization({
    ...files,
    'real/one.yaml': stack('prod'),
    'real/two.yaml': stack('dev'),
  });
  organization.link('../../real/one.yaml', 'stacks/orgs/prod.yaml');
  await settle();
  alike(organization, 'vpc -s a-test');
  organization.link('../../real/two.yaml', 'stacks/orgs/prod.yaml');
  await settle();
  alike(organization, 'vpc -s a-dev');
  alike(organization, 'vpc -s a-prod');
  organization.close();
});

test.run();
