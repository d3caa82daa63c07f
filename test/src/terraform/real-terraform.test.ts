/** The data really runs: files are written and commands run as the data says, by a real terraform. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { applyChange } from '../../../src/domain/environment-change.ts';
import { planRun } from '../../../src/terraform/plan-run.ts';
import { isSkipped, type TerraformRequest, type TerraformRun } from '../../../src/terraform/terraform-run.ts';
import { componentOf, mapOf, projectOf } from './project.ts';

const base = realpathSync(mkdtempSync(join(tmpdir(), 'atmos-kit-terraform-')));
const root = join(import.meta.dirname, '..', '..', '..');
const components = join(base, 'components');
cpSync(join(root, 'components', 'terraform', 'vpc'), join(components, 'vpc'), {
  recursive: true,
  filter: (path) => !/\.terraform|\.tfvars\.json$|backend\.tf\.json$|planfile$|tfstate/.test(path),
});

const vars = {
  namespace: 'acme',
  tenant: 'plat',
  environment: 'ue1',
  region: 'us-east-1',
  account_id: '000000000012',
  name: 'vpc',
  ipv4_primary_cidr_block: '10.32.0.0/18',
  tags: { Note: '<a & b> "quoted"' },
};
const stack = (stage: string) =>
  componentOf({
    stack: `plat-ue1-${stage}`,
    workspace: `plat-ue1-${stage}`,
    vars: mapOf({ ...vars, stage }),
    backendType: 'local',
    backend: mapOf({}),
    requiredVersion: '>= 1.0',
  });
const project = projectOf(
  { basePath: components, initRunReconfigure: false },
  { configFolder: base, basePath: base },
);

function decide(stage: string, words: string, more: Partial<TerraformRequest> = {}): TerraformRun {
  const decided = planRun({
    project,
    component: stack(stage),
    subcommand: words.split(' '),
    extra: [],
    options: {},
    inherited: { HOME: base },
    isFolder: (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false,
    ...more,
  });
  if (isSkipped(decided)) throw new Error(decided.message);
  return decided;
}

/** What the flow does with a run, in short. */
function execute(run: TerraformRun): { exitCode: number; stdout: string } {
  for (const { path, content, mode } of run.files) writeFileSync(path, content, { mode });
  for (const path of run.remove) rmSync(path, { force: true });
  if (run.pluginCache !== undefined) mkdirSync(run.pluginCache.folder, { recursive: true });
  let stdout = '';
  for (const command of run.commands) {
    const start = (args: readonly string[]) =>
      spawnSync(run.program, args, {
        cwd: run.folder,
        encoding: 'utf8',
        env: applyChange(
          { PATH: process.env['PATH'], HOME: base, CHECKPOINT_DISABLE: '1' },
          { ...run.change, ...run.pluginCache?.change, ...command.change },
        ),
      });
    let result = start(command.args);
    if (command.fallback !== undefined && result.status === command.fallback.exitCode) {
      result = start(command.fallback.args);
    }
    if (!command.quiet) stdout += result.stdout;
    if (result.status !== 0) return { exitCode: result.status ?? -1, stdout: stdout + result.stderr };
  }
  for (const { path } of run.cleanUp) rmSync(path, { force: true });
  return { exitCode: 0, stdout };
}

const file = (name: string) => join(components, 'vpc', name);
const succeed = (run: TerraformRun) => {
  const { exitCode, stdout } = execute(run);
  assert.is(exitCode, 0, stdout);
  return stdout;
};

const terraform = spawnSync('terraform', ['version']);
if (terraform.error) {
  test('terraform is there', () => {
    assert.is.not(process.env['ATMOS_KIT_TEST_CI'], 'true', 'terraform is missing');
    console.log('SKIPPED terraform is not installed');
  });
} else {
  test('a plan leaves its plan file, and applying it takes both files away', () => {
    assert.match(succeed(decide('dev', 'plan')), 'to add, 0 to change');
    assert.ok(existsSync(file('plat-ue1-dev-vpc.planfile')));
    assert.match(succeed(decide('dev', 'apply', { options: { fromPlan: true } })), 'Apply complete!');
    assert.not(existsSync(file('plat-ue1-dev-vpc.planfile')));
    assert.not(existsSync(file('plat-ue1-dev-vpc.terraform.tfvars.json')));
  });

  test('two stacks of one folder keep their states apart', () => {
    succeed(decide('prod', 'deploy'));
    for (const stage of ['dev', 'prod']) {
      const outputs = JSON.parse(succeed(decide(stage, 'output', { extra: ['-json'] })));
      assert.is(outputs.tags.value.Stage, stage);
      assert.is(outputs.tags.value.Note, '<a & b> "quoted"');
    }
    assert.ok(existsSync(file('terraform.tfstate.d/plat-ue1-prod/terraform.tfstate')));
  });

  test('-detailed-exitcode comes back: 0 for no change, 2 for some', () => {
    const extra = ['-detailed-exitcode'];
    assert.is(execute(decide('dev', 'plan', { extra })).exitCode, 0);
    const changed = execute(
      decide('dev', 'plan', { extra: [...extra, '-var', 'nat_gateway_per_zone=true'] }),
    );
    assert.is(changed.exitCode, 2, changed.stdout);
  });

  test('verbs of two words and of workspaces run', () => {
    assert.match(succeed(decide('dev', 'state list')), 'terraform_data.vpc');
    assert.match(succeed(decide('dev', 'workspace list', { options: { skipInit: true } })), /plat-ue1-prod/);
    succeed(decide('dev', 'validate'));
  });

  test('a destroyed stack is empty, and the other one stays', () => {
    assert.match(succeed(decide('dev', 'destroy', { options: { autoApprove: true } })), 'Destroy complete!');
    assert.is(succeed(decide('dev', 'state list')), '');
    assert.match(succeed(decide('prod', 'state list')), 'terraform_data.vpc');
  });

  test('the version that a component requires is looked at', () => {
    const component = { ...stack('dev'), requiredVersion: '>= 99' };
    const { exitCode, stdout } = execute(decide('dev', 'plan', { component }));
    assert.is(exitCode, 1);
    assert.match(stdout, 'Unsupported Terraform Core version');
  });
}

test.after(() => rmSync(base, { recursive: true, force: true }));
test.run();
