import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { leftoversOf } from '../../../src/terraform/generated-names.ts';
import { componentOf, mapOf, projectOf } from './project.ts';

const folder = '/p/components/terraform/vpc/';
const names = (paths: readonly string[]) => paths.map((path) => path.replace(folder, ''));
const own = ['acme-dev-vpc.terraform.tfvars.json', 'acme-dev-vpc.planfile', 'acme-dev-vpc.planfile.json'];

test('only what runs of this component write may go', () => {
  const { files, folders, state } = leftoversOf(projectOf(), componentOf());
  assert.equal(names(files), [...own, 'backend.tf.json']);
  assert.equal(names(folders), ['.terraform']);
  assert.equal(names(state), ['terraform.tfstate.d/acme-dev'], 'not that of other stacks');
  const alone = leftoversOf(projectOf(), componentOf({ workspace: 'default' }));
  assert.equal(names(alone.state), ['terraform.tfstate', 'terraform.tfstate.backup']);
});

test('a backend file that a person wrote stays', () => {
  const { files } = leftoversOf(projectOf({ autoGenerateBackendFile: false }), componentOf());
  assert.equal(names(files), own);
});

test('overrides go where the component makes some', () => {
  const component = componentOf({ providers: mapOf({ aws: {} }), requiredVersion: '>= 1' });
  const { files } = leftoversOf(projectOf(), component);
  assert.equal(names(files).slice(4), ['providers_override.tf.json', 'terraform_override.tf.json']);
});

test.run();
