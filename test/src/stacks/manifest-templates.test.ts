import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import { type Plain, toPlain } from '../../../src/domain/value.ts';
import { describeComponent } from '../../../src/stacks/describe-component.ts';
import { describeStacks } from '../../../src/stacks/describe-stacks.ts';
import { provenanceOf } from '../../../src/stacks/provenance.ts';
import { validateStacks } from '../../../src/stacks/validate-stacks.ts';
import { byPattern, fault, find, open, type Small, told } from './small-project.ts';

const on = `${byPattern}\ntemplates: {settings: {enabled: true, sprig: {enabled: true}}}`;
const dev = 'vars: {tenant: a, stage: dev}\n';
const project = (manifests: Readonly<Record<string, string>>, config = byPattern): Small => ({
  manifests: Object.fromEntries(
    Object.entries(manifests).map(([name, text]) => [
      name,
      name.startsWith('orgs/') ? `${text}\n${dev}` : text,
    ]),
  ),
  config,
});
const vars = (small: Small, component = 'vpc'): { [key: string]: Plain } => {
  const {
    tenant: _,
    stage: __,
    ...rest
  } = toPlain(find(small, `${component} -s a-dev`).vars) as { [key: string]: Plain };
  return rest;
};
const vpc = (text: string): string => `components: {terraform: {vpc: {vars: {${text}}}}}`;

const comesOut: readonly (readonly [string, Small, { [key: string]: Plain }])[] = [
  [
    "the importer's context wins, and reaches what is imported in turn",
    project({
      'orgs/dev.yaml': 'import: [{path: mid, context: {x: outer}}]',
      'mid.yaml': 'import: [{path: low, context: {x: inner, y: inner}}]',
      'low.yaml': vpc('x: "{{ .x }}", y: "{{ .y }}"'),
    }),
    { x: 'outer', y: 'inner' },
  ],
  [
    'a text of a context stays text, a number stays a number',
    project({
      'orgs/dev.yaml': 'import: [{path: low, context: {account: "012345678901", count: 2, on: true}}]',
      'low.yaml': vpc(
        'account: "{{ .account }}", count: "{{ .count }}", on: "{{ .on }}", both: "{{ .count }}-{{ .on }}"',
      ),
    }),
    { account: '012345678901', count: 2, on: true, both: '2-true' },
  ],
  [
    'skip_templates_processing leaves the text',
    project({
      'orgs/dev.yaml': 'import: [{path: low, context: {x: 1}, skip_templates_processing: true}]',
      'low.yaml': vpc('x: "{{ .x }}"'),
    }),
    { x: '{{ .x }}' },
  ],
  [
    'ignore_missing_template_values prints <no value>',
    project({
      'orgs/dev.yaml': 'import: [{path: low, context: {x: 1}, ignore_missing_template_values: true}]',
      'low.yaml': vpc('x: "a {{ .gone }}"'),
    }),
    { x: 'a <no value>' },
  ],
  [
    'a path may be a template over earlier imports',
    project(
      {
        'orgs/dev.yaml': 'import: [first, "tier/{{ .settings.tier }}", "tier/{{ .vars.gone }}"]',
        'first.yaml': 'settings: {tier: gold}',
        'tier/gold.yaml': vpc('price: high'),
      },
      on,
    ),
    { price: 'high' },
  ],
  [
    'locals refer to each other, and to those of the file from the section of a type',
    project({
      'orgs/dev.yaml': `locals: {b: "{{ .locals.a }}b", a: a}\nterraform: {locals: {c: "{{ .locals.b }}c"}}\n${vpc('v: "{{ .locals.c }}"')}`,
    }),
    { v: 'abc' },
  ],
  [
    'locals of a component are seen by its own templates',
    project(
      { 'orgs/dev.yaml': 'components: {terraform: {vpc: {locals: {n: x}, vars: {v: "{{ .locals.n }}"}}}}' },
      on,
    ),
    { v: 'x' },
  ],
  [
    'a template that cannot be filled in yet waits, where nobody gave a context',
    project({ 'orgs/dev.yaml': `locals: {a: 1}\n${vpc('v: "{{ .atmos_component }}"')}` }, on),
    { v: 'vpc' },
  ],
  [
    'what a template makes without quotes around it is read as YAML reads it',
    project(
      { 'orgs/dev.yaml': `settings: {n: 2}\n${vpc('v: "1{{ .settings.n }}", w: "{{ .settings.n }}"')}` },
      on,
    ),
    { v: 12, w: '2' },
  ],
  [
    'several evaluations fill in what templates made',
    project(
      { 'orgs/dev.yaml': `settings: {a: "{{ .settings.b }}", b: x}\n${vpc('v: "{{ .settings.a }}"')}` },
      `${byPattern}\ntemplates: {settings: {enabled: true, evaluations: 2}}`,
    ),
    { v: 'x' },
  ],
  [
    'other delimiters leave the usual ones alone',
    project(
      { 'orgs/dev.yaml': vpc('v: "[[ .vars.tenant ]]", w: "{{ .x }}"') },
      `${byPattern}\ntemplates: {settings: {enabled: true, delimiters: ["[[", "]]"]}}`,
    ),
    { v: 'a', w: '{{ .x }}' },
  ],
  [
    'a template sees the variables that the component sets for it',
    project(
      {
        'orgs/dev.yaml':
          'components: {terraform: {vpc: {settings: {templates: {settings: {env: {Z: own}}}}, vars: {v: "{{ env `Z` }}"}}}}',
      },
      on,
    ),
    { v: 'own' },
  ],
];
for (const [title, small, expected] of comesOut) test(title, () => assert.equal(vars(small), expected));

const faults: readonly (readonly [string, Small, string])[] = [
  [
    'locals in a circle',
    project({ 'orgs/dev.yaml': `locals: {a: "{{ .locals.b }}", b: "{{ .locals.a }}"}\n${vpc('')}` }),
    'stack-invalid orgs/dev.yaml:1',
  ],
  [
    'a context without the value that a template needs',
    project({
      'orgs/dev.yaml': 'import: [{path: low, context: {x: 1}}]',
      'low.yaml': `a: 1\n${vpc('y: "{{ .y }}"')}`,
    }),
    'template-invalid low.yaml:2',
  ],
  [
    'a template of a value that is at fault, at its own line',
    project(
      {
        'orgs/dev.yaml':
          'components:\n  terraform:\n    vpc:\n      vars:\n        a: "{{ 1 }}"\n        b: "{{ nope }}"',
      },
      on,
    ),
    'template-invalid orgs/dev.yaml:6',
  ],
  [
    'a template that breaks the YAML around it',
    project({ 'orgs/dev.yaml': `settings: {x: "b: c"}\n${vpc('v: "a {{ .settings.x }}"')}` }, on),
    'yaml-invalid orgs/dev.yaml:2',
  ],
];
for (const [title, small, expected] of faults)
  test(`a fault: ${title}`, () => {
    const problem = fault(small, 'vpc -s a-dev');
    assert.is(told(problem), expected, problem.message);
    assert.ok(problem.hint);
  });

test('every value knows its file and line, also when a template or a function changed it', () => {
  const { world, project: read } = open(
    project(
      {
        'orgs/dev.yaml':
          'import: [low]\ncomponents:\n  terraform:\n    vpc:\n      vars:\n        t: "{{ .stack }}"\n        e: !env X y',
        'low.yaml': 'vars:\n  low: 1\n  tags: [x, y]',
      },
      on,
    ),
  );
  const { sections } = describeComponent(world, read, { component: 'vpc', stack: 'a-dev' });
  const places = new Map(
    provenanceOf(sections).map(({ path, at }) => [path, `${at.file.replace('/p/stacks/', '')}:${at.line}`]),
  );
  assert.equal(
    ['vars.t', 'vars.e', 'vars.low', 'vars.tags[1]', 'vars.stage'].map((path) => places.get(path)),
    ['orgs/dev.yaml:6', 'orgs/dev.yaml:7', 'low.yaml:2', 'low.yaml:3', 'orgs/dev.yaml:8'],
  );
});

test('validation tells every fault and what is odd', () => {
  const { world, project: read } = open(
    project(
      {
        'orgs/dev.yaml':
          'import: [low]\nsettings: {a: 1, d: 2024-01-02}\ncomponents: {terraform: {vpc: {vars: {v: "{{ nope }}"}}, x: {vars: 1}}}',
        'orgs/broken.yaml': 'x: [',
        'low.yaml': 'settings: {a: {b: 1}}',
      },
      on,
    ),
  );
  const { faults: wrong, warnings } = validateStacks(world, read);
  assert.equal(wrong.map(told).sort(), [
    'stack-invalid orgs/dev.yaml:3',
    'template-invalid orgs/dev.yaml:3',
    'yaml-invalid orgs/broken.yaml:2',
  ]);
  assert.equal(warnings.map(told), ['stack-invalid orgs/dev.yaml:2', 'stack-invalid orgs/dev.yaml:2']);
});

test('validation runs nothing, and takes no offence at what only a run could tell', () => {
  const { world, project: read } = open(
    project(
      {
        'orgs/dev.yaml':
          'components: {terraform: {db: {}, vpc: {vars: {v: !exec boom, w: "{{ (atmos.Component `db` .stack).outputs.x }}", t: "{{ now }}"}}}}',
      },
      on,
    ),
  );
  assert.equal(
    validateStacks(world, read).faults.map(({ message }) => message),
    [],
  );
});

test('whatever stands in the files, the answer is data or a Problem', () => {
  const piece = fc.constantFrom(
    ...[
      'vars',
      'components',
      'terraform',
      'vpc',
      'import',
      'locals',
      'metadata',
      'inherits',
      'overrides',
      'settings',
    ],
    ...[
      '{{ .locals.a }}',
      '{{',
      '}}',
      '!env X',
      '!exec y',
      '!unset',
      '!include z',
      '!append',
      '&a',
      '*a',
      '<<',
      ': ',
      '- ',
    ],
    ...[
      '\n',
      '\n  ',
      '\n    ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '|',
      '#',
      '\t',
      '\ufeff',
      '\r\n',
      '1',
      'null',
      '~',
      '__proto__',
    ],
    ...[
      'backend',
      'backend_type',
      's3',
      'component',
      'path',
      'context',
      'orgs/dev',
      '../../x',
      'auth',
      'env',
      '%',
      '@',
    ],
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join('')),
    fc
      .array(fc.tuple(piece, piece, piece), { maxLength: 8 })
      .map((lines) => lines.map((line) => `${line.join(': {')}: ${'}'.repeat(2)}`).join('\n')),
  );
  fc.assert(
    fc.property(text, text, (one, two) => {
      const small = {
        manifests: { 'orgs/dev.yaml': `${dev}${one}`, 'orgs/x.yaml': two, 'low.yaml': two },
        config: on,
      };
      try {
        const { world, project: read } = open(small);
        describeStacks(world, read);
      } catch (error) {
        if (!isProblem(error)) throw error;
      }
    }),
    { numRuns: 500 },
  );
});

test.run();
