import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Plain } from '../../../src/domain/value.ts';
import { dependenciesOf } from '../../../src/terraform/run-edges.ts';
import { componentOf, mapOf } from './project.ts';

type Data = { readonly [key: string]: Plain };

const cases: readonly (readonly [about: string, settings: Data, dependencies: Data, expected: string])[] = [
  ['nothing', {}, {}, ''],
  ['depends_on of the same stack', { depends_on: { 1: { component: 'a' } } }, {}, 'a@acme-dev'],
  ['depends_on of another stack', { depends_on: { x: { component: 'a', stack: 's' } } }, {}, 'a@s'],
  ['the older keys do not count', { depends_on: { 1: { component: 'a', stage: 'x' } } }, {}, 'a@acme-dev'],
  ['an entry without a component', { depends_on: { 1: { stack: 's' }, 2: 'a', 3: null } }, {}, ''],
  [
    'dependencies.components',
    {},
    { components: [{ component: 'a' }, { component: 'b', stack: 's' }] },
    'a@acme-dev b@s',
  ],
  ['dependencies of other shapes', {}, { components: { component: 'a' }, tools: {} }, ''],
  [
    'both',
    { depends_on: { 1: { component: 'a' } } },
    { components: [{ component: 'b' }] },
    'a@acme-dev b@acme-dev',
  ],
];

for (const [about, settings, dependencies, expected] of cases)
  test(`dependencies of ${about}`, () => {
    const component = { ...componentOf({ settings: mapOf(settings) }), dependencies: mapOf(dependencies) };
    const found = dependenciesOf(component).map((target) => `${target.component}@${target.stack}`);
    assert.is(found.join(' '), expected);
  });

test.run();
