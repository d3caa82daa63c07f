import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { describeRun, runAsJson } from '../../../src/terraform/describe-run.ts';
import { planRun } from '../../../src/terraform/plan-run.ts';
import { isSkipped, type TerraformRequest } from '../../../src/terraform/terraform-run.ts';
import { componentOf, mapOf, requestOf } from './project.ts';

function run(more: Partial<TerraformRequest>) {
  const decided = planRun(requestOf(more));
  if (isSkipped(decided)) throw new Error(decided.message);
  return decided;
}

test('a run is described in the order in which it happens', () => {
  const component = componentOf({
    env: mapOf({ NOTE: "it's" }),
    backend: mapOf({ bucket: 'b' }),
  });
  const decided = run({
    component,
    subcommand: ['apply'],
    extra: ['-var', 'a=b c'],
    inherited: { TF_VAR_x: 'hidden' },
  });
  const text = describeRun({ ...decided, change: { ...decided.change, GONE_TOO: null, GONE: null } });
  assert.is(
    text,
    `Folder
  cd /p/components/terraform/vpc

Workspace
  acme-dev

Environment
  export ATMOS_BASE_PATH=/p
  export ATMOS_CLI_CONFIG_PATH=/p
  export ATMOS_SHLVL=1
  export NOTE='it'\\''s'
  export TF_APPEND_USER_AGENT=atmos-kit
  export TF_IN_AUTOMATION=true
  unset GONE GONE_TOO

Files
  acme-dev-vpc.terraform.tfvars.json (variables, mode 0644)
    {
      "stage": "dev",
      "tenant": "acme"
    }
  backend.tf.json (backend, mode 0600)
    {
      "terraform": {
        "backend": {
          "s3": {
            "bucket": "b"
          }
        }
      }
    }

Removed first
  rm -f .terraform/environment

Commands
  terraform init -reconfigure
  terraform workspace select -or-create acme-dev || terraform workspace new acme-dev
  terraform apply -var-file acme-dev-vpc.terraform.tfvars.json -var 'a=b c'

Removed after success
  rm -f acme-dev-vpc.planfile
  rm -f acme-dev-vpc.terraform.tfvars.json

Mind
  The inherited variable TF_VAR_x changes what Terraform does here.
`,
  );
});

test('what a command alone gets stands in front of it', () => {
  const component = componentOf({ vars: mapOf({ region: 'r1' }) });
  assert.match(
    describeRun(run({ component, subcommand: ['import'], extra: ['a["b"]', 'id'] })),
    `env AWS_REGION=r1 terraform import -var-file acme-dev-vpc.terraform.tfvars.json 'a["b"]' id\n`,
  );
});

test('a file in another place has its whole path', () => {
  const text = describeRun(run({ inherited: { TF_DATA_DIR: '/data' } }));
  assert.match(text, 'Removed first\n  rm -f /data/environment\n');
});

for (const shell of ['bash', 'zsh', 'fish']) {
  test(`the lines can be pasted into ${shell}`, () => {
    if (spawnSync(shell, ['--version']).error) {
      assert.is.not(process.env['ATMOS_KIT_TEST_CI'], 'true', `${shell} is missing`);
      console.log(`SKIPPED ${shell} is not installed`);
      return;
    }
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'described ')));
    const print = 'JSON.stringify([process.cwd(), process.env.A, process.env.GONE, process.env.B])';
    const lines = describeRun({
      ...run({}),
      folder,
      program: process.execPath,
      change: { A: "it's $HOME `x` \\", GONE: null },
      files: [],
      commands: [{ step: 'main', args: ['-p', print], quiet: false, change: { B: '*' } }],
    })
      .split('\n')
      .filter((line) => /^ {2}(cd|export|unset|env) /.test(line))
      .map((line) => (shell === 'fish' ? line.replace('unset', 'set -e') : line));
    const { stdout, stderr } = spawnSync(shell, ['-c', lines.join('\n')], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: folder, LANG: 'C.UTF-8', GONE: 'here' },
    });
    assert.is(stderr, '');
    assert.equal(JSON.parse(stdout), [folder, "it's $HOME `x` \\", null, '*']);
  });
}

test('the JSON of a run holds whole command lines, octal modes and null for what is unset', () => {
  const component = componentOf({ vars: mapOf({ region: 'r1' }), env: mapOf({ NOTE: 'x' }) });
  const decided = run({ component, subcommand: ['import'], extra: ['a.b', 'id'], inherited: { HOME: '/h' } });
  const data = JSON.parse(runAsJson({ ...decided, change: { ...decided.change, GONE: null } }));
  assert.is(data.folder, '/p/components/terraform/vpc');
  assert.is(data.workspace, 'acme-dev');
  assert.is(data.environment.GONE, null);
  assert.is(data.environment.TF_PLUGIN_CACHE_DIR, '/h/.cache/atmos/terraform/plugins');
  assert.equal(data.files[1], {
    path: '/p/components/terraform/vpc/backend.tf.json',
    content: decided.files[1]?.content,
    mode: '0600',
    purpose: 'backend',
  });
  assert.equal(data.commands, [
    { step: 'init', argv: ['terraform', 'init', '-reconfigure'] },
    {
      step: 'workspace',
      argv: ['terraform', 'workspace', 'select', '-or-create', 'acme-dev'],
      fallback: { exitCode: 1, argv: ['terraform', 'workspace', 'new', 'acme-dev'] },
    },
    {
      step: 'main',
      argv: ['terraform', 'import', '-var-file', 'acme-dev-vpc.terraform.tfvars.json', 'a.b', 'id'],
      environment: { AWS_REGION: 'r1' },
    },
  ]);
  assert.equal(data.remove, ['/p/components/terraform/vpc/.terraform/environment']);
  assert.equal(data.cleanUp, [
    { path: '/p/components/terraform/vpc/acme-dev-vpc.planfile', when: 'after-success' },
  ]);
  assert.equal(data.warnings, []);
});

test.run();
