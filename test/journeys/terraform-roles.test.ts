/** Components of every shape in the acme project, and what a role may not do. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { journey, objects, plain, state, writers } from './terraform.ts';

journey(
  'two components share a folder, a nested folder works, a role is reached in two steps',
  async (desk) => {
    const runs: readonly (readonly [component: string, stack: string, key: string, writer: string])[] = [
      [
        'dns/delegated',
        'plat-gbl-dev',
        'dns/plat-gbl-dev-dns-delegated',
        'dana AWSReservedSSO_TerraformApplyAccess 222222222202',
      ],
      [
        'eks/cluster',
        'plat-ue1-dev',
        'eks-cluster/plat-ue1-dev',
        'dana AWSReservedSSO_TerraformApplyAccess 222222222202',
      ],
      [
        'dns/primary',
        'core-gbl-network',
        'dns/core-gbl-network-dns-primary',
        'dana AWSReservedSSO_TerraformPlanAccess 111111111106',
      ],
      [
        'account-map',
        'core-gbl-root',
        'account-map/core-gbl-root',
        'dana acme-core-gbl-root-terraform-plan 111111111101',
      ],
    ];
    for (const [component, stack, key, writer] of runs) {
      const plan = await desk.kit(`terraform plan ${component} -s ${stack}`);
      assert.is(plan.exitCode, 0, plan.stderr);
      assert.match(plain(plan.stdout), /Plan: [1-9]\d* to add/);
      assert.equal(
        [...new Set(writers(desk, `${key}/terraform.tfstate`))],
        [`${writer} allowed`],
        `${component}: ${(await objects(desk)).join(' ')}`,
      );
    }
    const assumed = desk.emulator.audit().filter(({ action }) => action === 'AssumeRole');
    assert.equal(
      assumed.map(({ account, outcome }) => [account, outcome]),
      [['111111111105', 'allowed']],
      "the root account's role is taken with the identity account's keys",
    );
  },
);

journey('a plan role plans, and S3 refuses what it applies: the exit code is Terraform’s', async (desk) => {
  const key = 'vpc/plat-ue1-prod/terraform.tfstate';
  const plan = await desk.kit('terraform plan vpc -s plat-ue1-prod');
  assert.is(plan.exitCode, 0, plan.stderr);
  const apply = await desk.kit('terraform apply vpc -s plat-ue1-prod -auto-approve');
  assert.is(apply.exitCode, 1);
  assert.match(plain(apply.stderr), /PutObject, https response error StatusCode: 403/);
  assert.match(plain(apply.stderr), /not authorized to perform: s3:PutObject/);
  assert.is(writers(desk, key).at(-1), 'dana AWSReservedSSO_TerraformPlanAccess 222222222204 denied');
  assert.equal((await state(desk, key)).resources, []);
  assert.equal(
    (await objects(desk)).filter((name) => name.endsWith('.tflock')),
    [],
  );
});

journey('a manager reads outputs and state, and is told why a plan cannot lock', async (desk) => {
  await desk.kit('terraform apply vpc -s plat-ue1-dev -auto-approve');
  await desk.kit('auth logout');
  const managers = { variables: { ATMOS_PROFILE: 'managers,local' } };
  await desk.signIn('mara', managers);
  const output = await desk.kit('terraform output vpc -s plat-ue1-dev -raw vpc_cidr', managers);
  assert.is(output.stdout, '10.33.0.0/18', output.stderr);
  const list = await desk.kit('terraform state list vpc -s plat-ue1-dev', managers);
  assert.is(list.exitCode, 0, list.stderr);
  const plan = await desk.kit('terraform plan vpc -s plat-ue1-dev', managers);
  assert.is(plan.exitCode, 1);
  assert.match(plain(plan.stderr), /Error acquiring the state lock/);
  assert.match(plain(plan.stderr), /TerraformStateAccess_\w+\/mara@acme.example is not authorized/);
  const unlocked = await desk.kit('terraform plan vpc -s plat-ue1-dev -lock=false', managers);
  assert.is(unlocked.exitCode, 0, unlocked.stderr);
  assert.match(plain(unlocked.stdout), /No changes/);
  // Nobody has applied there, and the workspace would have to be written first.
  const empty = await desk.kit('terraform output vpc -s plat-ue2-prod', managers);
  assert.is(empty.exitCode, 1);
  assert.is(empty.stdout, '');
  assert.match(
    plain(empty.stderr),
    /terraform workspace new plat-ue2-prod ended with exit code 1: failed to lock s3 state/,
  );
});

test.run();
