import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { planShell } from '../../../src/terraform/plan-shell.ts';
import { componentOf, requestOf } from './project.ts';

const shell = (inherited: Readonly<Record<string, string>> = {}) => {
  const planned = planShell(requestOf({ inherited }));
  if ('skipped' in planned) throw new Error(planned.message);
  return planned;
};

test('a shell begins with what a plan begins with, and leaves everything in place', () => {
  const { run } = shell();
  assert.equal(
    run.commands.map(({ step, args }) => [step, ...args].join(' ')),
    ['init init -reconfigure', 'workspace workspace select -or-create acme-dev'],
  );
  assert.equal(
    run.files.map(({ purpose }) => purpose),
    ['variables', 'backend'],
  );
  assert.equal(run.cleanUp, []);
});

test('variables and workspace are set for whoever types terraform', () => {
  const { change } = shell();
  const file = '-var-file=acme-dev-vpc.terraform.tfvars.json';
  for (const word of ['plan', 'apply', 'refresh', 'import', 'destroy', 'console'])
    assert.is(change[`TF_CLI_ARGS_${word}`], file);
  assert.is(change['TF_WORKSPACE'], 'acme-dev');
  assert.is(change['ATMOS_STACK'], 'acme-dev');
  assert.is(change['ATMOS_COMPONENT'], 'vpc');
  assert.is(change['ATMOS_COMPONENT_WORKING_DIR'], '/p/components/terraform/vpc');
});

test('what a person has set stays behind ours, and what an outer shell has set goes', () => {
  const mine = shell({ TF_CLI_ARGS_plan: '-parallelism=2' }).change;
  assert.is(mine['TF_CLI_ARGS_plan'], '-var-file=acme-dev-vpc.terraform.tfvars.json -parallelism=2');
  const outer = { TF_CLI_ARGS_plan: '-var-file=other.json', TF_WORKSPACE: 'other' };
  const nested = shell({ ...outer, ATMOS_KIT_TERRAFORM_SHELL: Object.keys(outer).join(',') });
  assert.is(nested.change['TF_CLI_ARGS_plan'], '-var-file=acme-dev-vpc.terraform.tfvars.json');
  assert.is(nested.change['TF_WORKSPACE'], 'acme-dev');
  assert.is(nested.run.change['TF_WORKSPACE'], null, 'init and workspace run without it');
  assert.equal(nested.run.warnings, []);
});

test('a disabled component has no shell', () => {
  const planned = planShell(requestOf({ component: componentOf({ enabled: false }) }));
  assert.ok('skipped' in planned);
});

test.run();
