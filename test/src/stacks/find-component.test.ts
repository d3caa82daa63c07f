import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Plain, toPlain, valueAt } from '../../../src/domain/value.ts';
import { findComponent } from '../../../src/stacks/find-component.ts';
import { byPattern, fault, find, list, open, type Small, told } from './small-project.ts';

const dev = 'vars: {tenant: a, stage: dev}\n';
const vpc = `${dev}components: {terraform: {vpc: {}}}`;
const one = (text: string, more: Partial<Small> = {}): Small => ({
  manifests: { 'orgs/dev.yaml': dev + text },
  ...more,
});
const components = (text: string, more: Partial<Small> = {}): Small =>
  one(`components: {terraform: {${text}}}`, more);

const values: readonly (readonly [string, Small, string, Plain])[] = [
  ['text stays text where templates are off', components('vpc: {vars: {v: "{{ x }}"}}'), 'v', '{{ x }}'],
  [
    '!env asks the component first',
    components('vpc: {env: {N: own}, vars: {v: !env N}}', { env: { N: 'process' } }),
    'v',
    'own',
  ],
  [
    '!env then asks the process',
    components('vpc: {vars: {v: !env N}}', { env: { N: 'process' } }),
    'v',
    'process',
  ],
  ['!env then takes the default', components('vpc: {vars: {v: !env \'N "a b"\'}}'), 'v', 'a b'],
  [
    '!env may lead on to the environment',
    components('vpc: {env: {N: !env M}, vars: {v: !env N}}', { env: { M: 'm' } }),
    'v',
    'm',
  ],
  ['!env that finds nothing is empty', components('vpc: {vars: {v: !env N}}'), 'v', ''],
  ['a quoted function is one too', components('vpc: {vars: {v: "!env N d"}}'), 'v', 'd'],
  ['a quoted word that is no function is text', components('vpc: {vars: {v: "!what x"}}'), 'v', '!what x'],
  ['!cwd is text in a manifest', components('vpc: {vars: {v: !cwd x}}'), 'v', '!cwd x'],
  ['big integers stay exact', components('vpc: {vars: {v: 9007199254740993}}'), 'v', 9007199254740993n],
  [
    'an empty manifest in between changes nothing',
    {
      manifests: {
        'orgs/dev.yaml': `import: [none]\n${dev}components: {terraform: {vpc: {vars: {v: 1}}}}`,
        'none.yaml': '',
      },
    },
    'v',
    1,
  ],
  [
    'a base of a base',
    components('b: {vars: {v: b}}, c: {metadata: {inherits: [b]}}, vpc: {metadata: {inherits: [c]}}'),
    'v',
    'b',
  ],
];
for (const [title, small, name, expected] of values)
  test(`a value: ${title}`, () => {
    const value = valueAt(find(small, 'vpc -s a-dev').vars, name);
    assert.equal(value && toPlain(value), expected);
  });

test('a value knows the file and the line that it comes from, through imports and inheritance', () => {
  const small: Small = {
    manifests: {
      'orgs/dev.yaml': `import: [base]\n${dev}\ncomponents:\n  terraform:\n    vpc:\n      metadata: {inherits: [b]}\n      vars: {own: 1}\n`,
      'base.yaml': 'components:\n  terraform:\n    b:\n      vars:\n        low: 1\n',
    },
  };
  const { vars } = find(small, 'vpc -s a-dev');
  assert.equal(valueAt(vars, 'low')?.at, { file: '/p/stacks/base.yaml', line: 5, column: 14 });
  assert.is(valueAt(vars, 'own')?.at.line, 8);
  assert.is(valueAt(vars, 'stage')?.at.line, 2);
});

const forms: readonly (readonly [string, Small, string, string])[] = [
  ['a folder of its own name', components('vpc: {}'), 'vpc', 'vpc a-dev'],
  ['metadata.component', components('net/a: {metadata: {component: vpc}}'), 'net/a', 'vpc a-dev-net-a'],
  [
    'inherited metadata.component',
    components('b: {metadata: {component: vpc}}, c: {metadata: {inherits: [b]}}'),
    'c',
    'vpc a-dev-c',
  ],
  ['component: of a component', components('vpc: {}, c: {component: vpc}'), 'c', 'vpc a-dev-c'],
  [
    'component: of a component of a component',
    components('vpc: {}, b: {component: vpc}, c: {component: b}'),
    'c',
    'vpc a-dev-c',
  ],
  ['component: of a mere folder', components('c: {component: vpc}', { folders: ['vpc'] }), 'c', 'c a-dev'],
  ['a workspace by name', components('c: {metadata: {terraform_workspace: w/1}}'), 'c', 'c w-1'],
  [
    'a workspace by pattern',
    components('c: {metadata: {terraform_workspace_pattern: "{stage}-{component}-{region}"}}'),
    'c',
    'c dev-c-',
  ],
  ['the http backend', components('c: {backend_type: http, backend: {http: {}}}'), 'c', 'c default'],
  [
    'workspaces turned off',
    components('c: {metadata: {component: vpc}}', { terraform: 'workspaces_enabled: false' }),
    'c',
    'vpc default',
  ],
];
for (const [title, small, component, expected] of forms)
  test(`folder and workspace: ${title}`, () => {
    const found = find(small, `${component} -s a-dev`);
    assert.is(`${found.folder} ${found.workspace}`, expected);
  });

test('abstract, disabled and locked are told, not refused', () => {
  const small = components(
    'a: {metadata: {type: abstract}}, b: {metadata: {enabled: false}}, c: {metadata: {inherits: [b], locked: true}}',
  );
  const told = (name: string) => {
    const { abstract, enabled, locked } = find(small, `${name} -s a-dev`);
    return [abstract, enabled, locked];
  };
  assert.equal(
    [told('a'), told('b'), told('c')],
    [
      [true, true, false],
      [false, false, false],
      [false, false, true],
    ],
  );
});

const identity = (name: string, value = true): string => `auth: {identities: {${name}: {default: ${value}}}}`;
test('what kind of component a base is, and from whom it inherits, is its own affair', () => {
  const small = components(
    'a: {}, b: {metadata: {type: abstract, inherits: [a], custom: {x: 1}}}, c: {component: b}',
  );
  assert.equal(toPlain(find(small, 'c -s a-dev').metadata), { custom: { x: 1 } });
});

test('two components may inherit from each other, three in a circle may not', () => {
  const two = components('vpc: {metadata: {inherits: [a]}}, a: {metadata: {inherits: [vpc]}, vars: {x: 1}}');
  assert.equal(find(two, 'vpc -s a-dev').inheritance, ['a']);
  const three =
    'vpc: {metadata: {inherits: [a]}}, a: {metadata: {inherits: [b]}}, b: {metadata: {inherits: [vpc]}}';
  assert.is(told(fault(components(three), 'vpc -s a-dev')), 'stack-invalid orgs/dev.yaml:2');
});

test('default markers come most specific first, each with its layer and place', () => {
  const small: Small = {
    manifests: {
      'orgs/dev.yaml': `import: [far, near]\n${dev}${identity('Own')}\nterraform: {${identity('tf')}}\ncomponents:\n  terraform:\n    b: {${identity('base')}}\n    vpc: {metadata: {inherits: [b]}, ${identity('comp')}}`,
      'near.yaml': identity('near'),
      'far.yaml': `import: [farther]\n${identity('far')}`,
      'farther.yaml': identity('farther', false),
    },
  };
  assert.equal(
    find(small, 'vpc -s a-dev').identityDefaults.map(
      ({ identity, value, layer, at }) => `${layer} ${identity} ${value} ${at.file.slice(10)}:${at.line}`,
    ),
    [
      'component comp true orgs/dev.yaml:8',
      'component base true orgs/dev.yaml:7',
      'stack tf true orgs/dev.yaml:4',
      'stack own true orgs/dev.yaml:3',
      'import near true near.yaml:1',
      'import far true far.yaml:2',
      'import farther false farther.yaml:1',
    ],
  );
});

test('a marker that the terraform section of an import overrules says nothing', () => {
  const manifests = {
    'orgs/dev.yaml': `import: [b]\n${vpc}\n${identity('x', false)}`,
    'b.yaml': `terraform: {${identity('x')}}`,
  };
  assert.equal(
    find({ manifests }, 'vpc -s a-dev').identityDefaults.map(({ value, layer }) => `${layer} ${value}`),
    ['import true'],
  );
});

const strategies: readonly (readonly [string, Plain])[] = [
  [
    'settings: {list_merge_strategy: append}\nterraform: {vars: {l: [t]}}\ncomponents: {terraform: {vpc: {vars: {l: [c]}}}}',
    ['t', 'c'],
  ],
  ['components: {terraform: {vpc: {settings: {list_merge_strategy: append}, vars: {l: [c]}}}}', ['g', 'c']],
];
for (const [text, expected] of strategies)
  test(`the strategy of a stack changes the last merge only: ${JSON.stringify(expected)}`, () => {
    const manifests = { 'orgs/dev.yaml': `vars: {tenant: a, stage: dev, l: [g]}\n${text}` };
    const list = valueAt(find({ manifests }, 'vpc -s a-dev').vars, 'l');
    assert.equal(list && toPlain(list), expected);
  });

test('a name_template names stacks', () => {
  const manifests = { 'orgs/dev.yaml': `${dev}settings: {x: {y: z}}\ncomponents: {terraform: {vpc: {}}}` };
  const template = (text: string): Small => ({ manifests, config: `name_template: '${text}'` });
  assert.is(
    find(template('{{.vars.tenant}} {{- .settings.x.y }}-{{ .metadata.n }}'), 'vpc -s az-<no value>').name,
    'vpc',
  );
});

const faults: readonly (readonly [string, Small, string])[] = [
  [
    'a base that is missing',
    components('vpc: {metadata: {inherits: [gone]}}'),
    'stack-invalid orgs/dev.yaml:2',
  ],
  [
    'a base that is missing beside it',
    components('vpc: {}, x: {metadata: {inherits: [gone]}}'),
    'stack-invalid orgs/dev.yaml:2',
  ],
  ['a component that is no map', components('vpc: 1'), 'stack-invalid orgs/dev.yaml:2'],
  ['a section that is no map', components('vpc: {vars: [1]}'), 'stack-invalid orgs/dev.yaml:2'],
  [
    'bases in a circle',
    components(
      'vpc: {metadata: {inherits: [a]}}, a: {metadata: {inherits: [b]}}, b: {metadata: {inherits: [a, vpc]}}',
    ),
    'stack-invalid orgs/dev.yaml:2',
  ],
  [
    'a missing import',
    one('import: [gone]\ncomponents: {terraform: {vpc: {}}}'),
    'import-not-found orgs/dev.yaml:2',
  ],
  [
    'imports in a circle',
    {
      manifests: {
        'orgs/dev.yaml': `import: [a]\n${vpc}`,
        'a.yaml': 'x: 1\nimport: [b]',
        'b.yaml': 'import: [a]',
      },
    },
    'import-cycle b.yaml:1',
  ],
  [
    'a remote import',
    one('import: ["git::https://x/y.yaml"]\ncomponents: {terraform: {vpc: {}}}'),
    'construct-not-supported orgs/dev.yaml:2',
  ],
  [
    '!exec where nothing runs',
    components('vpc: {vars: {x: !exec date}}'),
    'construct-not-supported orgs/dev.yaml:2',
  ],
  [
    '!terraform.output in quotes',
    components('vpc: {vars: {x: "!terraform.output a b"}}'),
    'construct-not-supported orgs/dev.yaml:2',
  ],
  [
    'an !include that leads nowhere',
    one('settings: !include x.yaml\ncomponents: {terraform: {vpc: {}}}'),
    'function-failed orgs/dev.yaml:2',
  ],
  ['a function that does not exist', components('vpc: {vars: {x: !what y}}'), 'yaml-invalid orgs/dev.yaml:2'],
  [
    'a template that calls what is not there',
    components('vpc: {vars: {x: "{{ y }}"}}', {
      config: `${byPattern}\ntemplates: {settings: {enabled: true}}`,
    }),
    'template-invalid orgs/dev.yaml:2',
  ],
  [
    'a backend type without its section',
    components('vpc: {backend_type: s3, backend: {gcs: {}}}'),
    'stack-invalid orgs/dev.yaml:2',
  ],
  ['a computed command', components('vpc: {command: !exec x}'), 'construct-not-supported orgs/dev.yaml:2'],
  [
    'an unknown strategy',
    components('vpc: {settings: {list_merge_strategy: odd}}'),
    'stack-invalid orgs/dev.yaml:2',
  ],
  ['invalid YAML', one('x: ['), 'yaml-invalid orgs/dev.yaml:2'],
];
for (const [title, small, expected] of faults)
  test(`a fault: ${title}`, () => {
    const problem = fault(small, 'vpc -s a-dev');
    assert.is(told(problem), expected);
    assert.ok(problem.hint, 'says what to do');
  });

const good = { 'orgs/dev.yaml': vpc };
const broken: readonly (readonly [string, string, string, string])[] = [
  ['invalid YAML elsewhere', 'orgs/x.yaml', 'a: [', ''],
  [
    'a missing import of another stack',
    'orgs/x.yaml',
    'import: [gone]\nvars: {tenant: a, stage: prod}\ncomponents: {terraform: {vpc: {}}}',
    '',
  ],
  ['a list elsewhere', 'orgs/x.yaml', '- a', ''],
  [
    'a missing base in another stack',
    'orgs/x.yaml',
    'vars: {tenant: a, stage: prod}\ncomponents: {terraform: {vpc: {metadata: {inherits: [gone]}}}}',
    '',
  ],
  [
    'a missing import of the same stack',
    'orgs/x.yaml',
    'import: [gone]\nvars: {tenant: a, stage: dev}',
    'import-not-found orgs/x.yaml:1',
  ],
  [
    'a manifest that says it is the stack',
    'orgs/x.yaml',
    'name: a-dev\nimport: [gone]',
    'import-not-found orgs/x.yaml:2',
  ],
];
for (const [title, path, text, expected] of broken)
  test(`a broken manifest: ${title} ${expected === '' ? 'stops nothing' : 'is told'}`, () => {
    const manifests = { ...good, [path]: text };
    if (expected === '') assert.is(find({ manifests }, 'vpc -s a-dev').stack, 'a-dev');
    else assert.is(told(fault({ manifests }, 'vpc -s a-dev')), expected);
    assert.is(list({ manifests }).faults.length, 1);
  });

test('where nothing else is the stack, a broken manifest that may be it is told', () => {
  const manifests = { ...good, 'orgs/x.yaml': 'a: [' };
  const problem = fault({ manifests }, 'vpc -s a-prod');
  assert.is(told(problem), 'yaml-invalid orgs/x.yaml:1');
  assert.match(problem.message, 'a-prod');
  const other = { ...good, 'orgs/x.yaml': 'import: [gone]\nvars: {tenant: a, stage: test}' };
  assert.is(fault({ manifests: other }, 'vpc -s a-prod').code, 'stack-not-found');
});

const hints: readonly (readonly [string, string, RegExp])[] = [
  ['vpc -s a-dve', 'stack-not-found', /Did you mean a-dev\? Type it as: vpc -s a-dev$/],
  ['vpc -s something-else', 'stack-not-found', /The stacks are a-dev, a-prod\./],
  ['vcp -s a-dev', 'component-not-found', /Did you mean vpc\? Type it as: vpc -s a-dev$/],
  ['database -s a-dev', 'component-not-found', /database is in a-prod/],
  ['network -s a-dev', 'component-not-found', /The components of a-dev are vpc\./],
  ['chart -s a-dev', 'construct-not-supported', /atmos program/],
  ['vcp -s orgs/dev', 'component-not-found', /Did you mean vpc/],
];
for (const [asked, code, hint] of hints)
  test(`${asked} ends in what was probably meant`, () => {
    const manifests = {
      'orgs/dev.yaml': `${dev}components: {terraform: {vpc: {}}, helmfile: {chart: {}}}`,
      'orgs/prod.yaml': 'vars: {tenant: a, stage: prod}\ncomponents: {terraform: {database: {}}}',
    };
    const problem = fault({ manifests }, asked);
    assert.is(problem.code, code);
    assert.match(problem.hint ?? '', hint);
  });

test('a project without stacks says which setting is missing', () => {
  const files = open({ manifests: good });
  const world = files.world;
  const bare = { ...files.project, config: { ...files.project.config, entries: new Map() } };
  assert.throws(() => findComponent(world, bare, { component: 'vpc', stack: 'a-dev' }), /stacks\.base_path/);
  assert.is(fault({ manifests: { 'other/x.yaml': vpc } }, 'vpc -s a-dev').code, 'stack-not-found');
});

test('a catalog that many stacks import is read once', () => {
  const stages = ['s1', 's2', 's3', 's4'];
  const manifests = Object.fromEntries(
    stages.map((stage) => [`orgs/${stage}.yaml`, `import: [catalog]\nvars: {tenant: a, stage: ${stage}}`]),
  );
  const small = open({ manifests: { ...manifests, 'catalog.yaml': 'components: {terraform: {vpc: {}}}' } });
  small.files.reads.clear();
  assert.is(findComponent(small.world, small.project, { component: 'vpc', stack: 'a-s3' }).stack, 'a-s3');
  for (const [path, count] of small.files.reads) assert.is(count, 1, path);
});

test('what a person types is never a path out of the project', () => {
  for (const stack of ['../orgs/dev', '/p/stacks/orgs/dev', 'orgs/dev.yaml', '', '__proto__'])
    assert.is(fault({ manifests: good }, `vpc -s ${stack}`).code, 'stack-not-found', stack);
  for (const component of ['__proto__', 'constructor', ''])
    assert.is(fault({ manifests: good }, `${component} -s a-dev`).code, 'component-not-found', component);
});

test.run();
