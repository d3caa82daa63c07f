import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { MapValue } from '../../../src/domain/value.ts';
import { differences } from '../../../src/flows/compare-stacks.ts';
import { readYaml } from '../../../src/yaml/read-yaml.ts';

/** Stack `dev` with one component, and whatever else `more` says. */
const stacks = (sections: string, more = ''): MapValue =>
  readYaml(
    `dev: {components: {terraform: {vpc: {component_info: {component_path: tf/vpc}, ${sections}}}}}\n${more}`,
    'f.yaml',
  ) as MapValue;

const same = 'metadata: {}, vars: {a: 1}, env: {}, settings: {}';
const told = (
  head: MapValue,
  base: MapValue,
  changed: readonly string[] = [],
  modules: readonly string[] = [],
) =>
  differences(head, base, {
    within: (path) => changed.some((one) => one === path || one.startsWith(`${path}/`)),
    modules: () => modules,
  }).map(({ component, stack, reasons }) => `${stack} ${component}: ${reasons.join(', ')}`);

const cases: readonly (readonly [
  title: string,
  head: MapValue,
  base: MapValue,
  lines: readonly string[],
  changed?: readonly string[],
  modules?: readonly string[],
])[] = [
  ['nothing differs', stacks(same), stacks(same), []],
  ['the order of keys is no difference', stacks('vars: {a: 1, b: 2}'), stacks('vars: {b: 2, a: 1}'), []],
  ['a variable', stacks('vars: {a: 2}'), stacks('vars: {a: 1}'), ['dev vpc: stack.vars']],
  ['a number that became a text', stacks('vars: {a: "1"}'), stacks('vars: {a: 1}'), ['dev vpc: stack.vars']],
  [
    'everything, in the order in which Atmos looks',
    stacks('metadata: {x: 1}, vars: {a: 2}, env: {B: b}, settings: {s: 1}'),
    stacks(same),
    ['dev vpc: stack.metadata, component, component.module, stack.vars, stack.env, stack.settings'],
    ['tf/vpc/main.tf', 'modules/m/x.tf'],
    ['modules/m'],
  ],
  ['a file of the folder', stacks(same), stacks(same), ['dev vpc: component'], ['tf/vpc/main.tf']],
  ['a file of a folder that begins alike', stacks(same), stacks(same), [], ['tf/vpc-old/main.tf']],
  [
    'a file that it depends on',
    stacks('settings: {depends_on: {1: {file: policy.json}}}'),
    stacks('settings: {depends_on: {1: {file: policy.json}}}'),
    ['dev vpc: file'],
    ['policy.json'],
  ],
  [
    'a folder that it depends on',
    stacks('settings: {depends_on: {1: {folder: lambda}}}'),
    stacks('settings: {depends_on: {1: {folder: lambda}}}'),
    ['dev vpc: folder'],
    ['lambda/src/x.ts'],
  ],
  [
    'an abstract component',
    stacks('metadata: {type: abstract}, vars: {a: 2}'),
    stacks('metadata: {type: abstract}'),
    [],
  ],
  [
    'a disabled component',
    stacks('metadata: {enabled: false}, vars: {a: 2}'),
    stacks('metadata: {enabled: false}'),
    [],
  ],
  [
    'a stack that is new',
    stacks(same, 'new: {components: {terraform: {db: {vars: {}}}}}'),
    stacks(same),
    ['new db: stack.vars'],
  ],
  [
    'a stack that is gone',
    stacks(same),
    stacks(same, 'old: {components: {terraform: {db: {vars: {}}}}}'),
    ['old db: deleted.stack'],
  ],
];
for (const [title, head, base, lines, changed, modules] of cases)
  test(`${title}: ${lines.length === 0 ? 'not affected' : lines.join('; ')}`, () =>
    assert.equal(told(head, base, changed, modules), lines));

test('a component that is gone from a stack that is left is deleted', () => {
  const base = readYaml(
    'dev: {components: {terraform: {vpc: {vars: {}}, db: {vars: {}}}}}',
    'f.yaml',
  ) as MapValue;
  const head = readYaml('dev: {components: {terraform: {vpc: {vars: {}}}}}', 'f.yaml') as MapValue;
  assert.equal(told(head, base), ['dev db: deleted']);
});

test.run();
