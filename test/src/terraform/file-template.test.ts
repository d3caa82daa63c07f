import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import { fileFromTemplate } from '../../../src/terraform/file-template.ts';
import { componentOf, mapOf } from './project.ts';

const component = componentOf({
  name: 'net/core',
  stack: 'orgs/dev',
  folder: 'net/vpc',
  vars: mapOf({ tenant: 'acme', stage: 'dev', region: 7 }),
});

const cases: readonly (readonly [template: string, path: string])[] = [
  ['plain.json', 'plain.json'],
  ['{stack}/{component}.json', 'orgs-dev/net-core.json'],
  ['{component-path}/{base-component}.json', 'net/vpc/net-vpc.json'],
  ['{tenant}/{stage}.json', 'acme/dev.json'],
];
for (const [template, path] of cases)
  test(`${template} gives ${path}`, () => assert.is(fileFromTemplate(template, component), path));

for (const [template, told] of [
  ['{nothing}', /knows no \{nothing\}/],
  ['{constructor}', /knows no \{constructor\}/],
  ['{environment}', /no text in vars\.environment/],
  ['{region}', /no text in vars\.region/],
] as const)
  test(`${template} is refused`, () => {
    try {
      fileFromTemplate(template, component);
      assert.unreachable();
    } catch (error) {
      if (!isProblem(error)) throw error;
      assert.is(error.code, 'usage');
      assert.match(error.message, told);
    }
  });

test.run();
