/** Any edits of a small organization, one after the other: with the index and without it every answer is the same. */
import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { configuration, IndexedOrganization, settle } from './indexed-organization.ts';

const tenants = ['a', 'b'];
const stages = ['dev', 'prod'];
const manifests = ['one', 'two', 'sub/three'].map((name) => `stacks/orgs/${name}.yaml`);
const asked = [
  ...tenants.flatMap((tenant) => stages.map((stage) => `vpc -s ${tenant}-${stage}`)),
  'eks -s a-dev',
  'eks -s b-prod',
  'vpc -s named',
  'vpc -s orgs/one',
  'tf/vpc -s a-dev',
];

const oneOf = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const vars = fc.record(
  { tenant: oneOf('a', 'b', '!include tenant.json .t'), stage: oneOf(...stages) },
  { requiredKeys: [] },
);
const flow = (map: Readonly<Record<string, string>>): string =>
  `{${Object.entries(map)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ')}}`;

const component = oneOf(
  '{}',
  '{vars: {stage: prod}}',
  '{metadata: {inherits: [base]}}',
  '{component: net}',
  '{metadata: {component: vpc}}',
  '{overrides: {vars: {stage: dev}}}',
  '1',
);
const imports = oneOf(
  'catalog/one',
  'catalog/two',
  '"catalog/*"',
  '{path: catalog/filled, context: {stage: dev}}',
  '{path: catalog/three, skip_if_missing: true}',
  '"catalog/{{ .vars.tenant }}"',
);
const manifest = fc
  .record({
    head: oneOf('', '', '', 'name: named', 'overrides: {vars: {stage: prod}}'),
    imports: fc.uniqueArray(imports, { maxLength: 3 }),
    vars,
    shared: oneOf('', '', 'terraform: {vars: {stage: dev}}'),
    components: fc.dictionary(oneOf('vpc', 'eks', 'base'), component, { maxKeys: 3 }),
    more: oneOf('', '', '', 'helmfile: {vpc: {}}', 'helmfile: 1'),
    broken: oneOf('', '', '', '', '', 'x: ['),
  })
  .map((one) =>
    [
      one.head,
      `import: [${one.imports.join(', ')}]`,
      `vars: ${flow(one.vars)}`,
      one.shared,
      'components:',
      `  terraform: ${flow(one.components)}`,
      one.more === '' ? '' : `  ${one.more}`,
      one.broken,
    ].join('\n'),
  );

const catalog = oneOf(
  '',
  'vars: {tenant: a}',
  'terraform: {vars: {stage: prod}}',
  'components: {terraform: {base: {vars: {stage: dev}}}}',
  'import: [catalog/two]',
  'import: [catalog/one]',
  `locals: {s: '{{ env "STAGE" }}'}\nvars: {stage: '{{ .locals.s }}'}`,
);
const catalogs = ['one', 'one', 'one', 'two', 'three', 'a', 'b'].map((name) => `stacks/catalog/${name}.yaml`);

type Edit = { readonly title: string; readonly apply: (at: IndexedOrganization) => void | Promise<void> };
// fast-check tells a counterexample by its titles.
const edit = (title: string, apply: Edit['apply']): Edit & fc.WithToStringMethod => ({
  title,
  apply,
  [fc.toStringMethod]: () => title,
});
const edits: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(oneOf(...manifests), manifest)
      .map(([path, text]) => edit(`write ${path}: ${text}`, (at) => at.write({ [path]: text }))),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(oneOf(...catalogs), catalog)
      .map(([path, text]) => edit(`write ${path}: ${text}`, (at) => at.write({ [path]: text }))),
  },
  {
    weight: 2,
    arbitrary: oneOf(...manifests, ...catalogs).map((path) =>
      edit(`remove ${path}`, (at) => at.remove(path)),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(oneOf(...manifests), oneOf(...manifests)).map(([from, to]) =>
      edit(`move ${from} ${to}`, (at) => {
        if (from !== to && at.has(from)) at.move(from, to);
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(oneOf(...catalogs), oneOf(...manifests))
      .map(([target, path]) => edit(`link ${path} to ${target}`, (at) => at.link(at.path(target), path))),
  },
  {
    weight: 1,
    arbitrary: oneOf('dev', 'prod', undefined).map((stage) =>
      edit(`STAGE=${stage}`, (at) => {
        at.variables = stage === undefined ? {} : { STAGE: stage };
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: oneOf('a', 'b').map((t) =>
      edit(`tenant.json ${t}`, (at) => at.write({ 'tenant.json': `{"t": "${t}"}` })),
    ),
  },
  {
    weight: 1,
    arbitrary: oneOf('vpc', 'net').map((name) =>
      edit(`folder ${name} goes or comes`, (at) => {
        if (at.has(`tf/${name}`)) at.remove(`tf/${name}`);
        else at.write({ [`tf/${name}/main.tf`]: '' });
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: oneOf(
      'name_pattern: "{tenant}-{stage}"',
      `name_template: '{{ .vars.tenant }}-{{ .vars.stage }}'`,
      `name_template: '{{ .vars.tenant }}-{{ env "STAGE" }}'`,
      'list_merge_strategy: append',
    ).map((text) => edit(`atmos.yaml ${text}`, (at) => at.write({ 'atmos.yaml': configuration('', text) }))),
  },
  { weight: 4, arbitrary: fc.constant(edit('a while passes', settle)) },
);

test('after any edits, an answer with the index is the answer without it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(edits, { minLength: 3, maxLength: 14 }), async (steps) => {
      const at = new IndexedOrganization({
        'stacks/orgs/one.yaml':
          'import: [catalog/one]\nvars: {tenant: a, stage: dev}\ncomponents: {terraform: {vpc: {}}}',
        'stacks/orgs/two.yaml':
          'import: [catalog/one]\nvars: {tenant: b, stage: prod}\ncomponents: {terraform: {vpc: {}, eks: {}}}',
        'stacks/catalog/one.yaml': 'vars: {namespace: x}',
        'stacks/catalog/filled.yaml.tmpl': `vars: {stage: '{{ .stage }}', filled: '{{ env "STAGE" }}'}`,
        'tenant.json': '{"t": "a"}',
        'tf/vpc/main.tf': '',
      });
      try {
        await settle();
        for (const { title, apply } of [edit('the beginning', () => {}), ...steps]) {
          await apply(at);
          for (const question of asked) {
            const plain = at.plainly(question);
            const recalled = at.recalled(question);
            assert.ok(recalled === undefined || recalled === plain, `${question} was kept, after ${title}`);
            assert.is(at.indexed(question).answer, plain, `${question}, after ${title}`);
          }
        }
      } finally {
        at.close();
      }
    }),
    { numRuns: Number(process.env['RUNS'] || 30) },
  );
});

test.run();
