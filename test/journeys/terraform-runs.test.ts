/** Plan, apply and what follows, by the built program with the real terraform, state at the emulator. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { journey, objects, plain, state, writers } from './terraform.ts';

const vpc = 'vpc/plat-ue1-dev/terraform.tfstate';
const reason =
  "vpc in plat-ue1-dev as plat-dev/terraform (the default of the stack's imports, stacks/orgs/acme/plat/dev/_defaults.yaml:12)\n";

journey('plan, apply, look, destroy: the state is written by the role that the stack names', async (desk) => {
  const plan = await desk.kit('terraform plan vpc -s plat-ue1-dev');
  assert.is(plan.exitCode, 0, plan.stderr);
  assert.is(plan.stderr, reason);
  assert.match(plain(plan.stdout), /Plan: 6 to add, 0 to change, 0 to destroy/);
  assert.equal((await state(desk, vpc)).resources, [], 'a plan begins an empty state and writes no resource');

  const apply = await desk.kit('terraform apply vpc -s plat-ue1-dev -auto-approve');
  assert.is(apply.exitCode, 0, apply.stderr);
  assert.match(plain(apply.stdout), /Apply complete! Resources: 6 added/);
  assert.is((await state(desk, vpc)).outputs['vpc_cidr']?.value, '10.33.0.0/18');
  assert.equal(
    [...new Set(writers(desk, vpc))],
    ['dana AWSReservedSSO_TerraformApplyAccess 222222222202 allowed'],
  );
  assert.equal(await objects(desk), [vpc], 'the lock is given back');

  const output = await desk.kit('terraform output vpc -s plat-ue1-dev -json');
  assert.is(JSON.parse(output.stdout).vpc_cidr.value, '10.33.0.0/18', 'stdout is the answer alone');
  assert.is(output.stderr, reason);
  const raw = await desk.kit('terraform output vpc -s plat-ue1-dev -raw vpc_cidr');
  assert.is(raw.stdout, '10.33.0.0/18');
  const list = await desk.kit('terraform state list vpc -s plat-ue1-dev');
  assert.is(list.stdout.trim().split('\n').length, 6, list.stdout);
  assert.ok(list.stdout.includes('\nterraform_data.vpc\n'));
  const show = await desk.kit('terraform show vpc -s plat-ue1-dev -json');
  assert.is(JSON.parse(show.stdout).values.root_module.resources.length, 6);

  const destroy = await desk.kit('terraform destroy vpc -s plat-ue1-dev -auto-approve');
  assert.match(plain(destroy.stdout), /Destroy complete! Resources: 6 destroyed/);
  assert.equal((await state(desk, vpc)).resources, []);
});

journey('exit codes come back untouched', async (desk) => {
  const exitCode = async (words: string) => (await desk.kit(`terraform ${words} -s plat-ue1-dev`)).exitCode;
  assert.is(await exitCode('plan vpc -detailed-exitcode'), 2, 'there are changes');
  assert.is(await exitCode('apply vpc -auto-approve'), 0);
  assert.is(await exitCode('plan vpc -detailed-exitcode'), 0, 'there are none');
  assert.is(await exitCode('plan vpc -var=no_such_variable=1'), 1);
  assert.is(await exitCode('validate vpc'), 0);
  desk.write('components/terraform/vpc/broken.tf', 'resource "terraform_data" "broken" {');
  assert.is(await exitCode('validate vpc'), 1);
  const plan = await desk.kit('terraform plan vpc -s plat-ue1-dev');
  assert.is(plan.exitCode, 1);
  assert.match(plain(plan.stderr), /Unclosed configuration block/);
});

journey('init works alone, and its own flags reach it', async (desk) => {
  const init = await desk.kit('terraform init vpc -s plat-ue1-dev -backend=false');
  assert.is(init.exitCode, 0, init.stderr);
  assert.match(plain(init.stdout), /successfully initialized/);
  assert.equal(await objects(desk), []);
});

journey('a plan is kept and applied as it was, and its files go', async (desk) => {
  const folder = join(desk.project, 'components', 'terraform', 'vpc');
  const left = () => readdirSync(folder).filter((name) => /tfvars|planfile/.test(name));
  await desk.kit('terraform plan vpc -s plat-ue1-dev');
  assert.equal(left(), ['plat-ue1-dev-vpc.planfile', 'plat-ue1-dev-vpc.terraform.tfvars.json']);
  const apply = await desk.kit('terraform apply vpc -s plat-ue1-dev --from-plan');
  assert.match(plain(apply.stdout), /Apply complete! Resources: 6 added/);
  assert.equal(left(), []);
  const own = await desk.kit('terraform plan vpc -s plat-ue1-dev -out=mine.plan');
  assert.is(own.exitCode, 0, own.stderr);
  assert.ok(existsSync(join(folder, 'mine.plan')));
  assert.not.ok(existsSync(join(folder, 'plat-ue1-dev-vpc.planfile')));
});

journey('on a terminal Terraform asks, and a typed yes is the answer', async (desk) => {
  const screen = desk.onTerminal('terraform apply vpc -s plat-ue1-dev');
  await screen.waitFor("Only 'yes' will be accepted");
  await screen.waitFor('Enter a value:');
  screen.type('yes\r');
  await screen.waitFor('Apply complete!');
  assert.is(await screen.ended, 0);
  assert.is((await state(desk, vpc)).resources.length, 3);
});

journey('a typed no is Terraform’s own refusal', async (desk) => {
  const screen = desk.onTerminal('terraform apply vpc -s plat-ue1-dev');
  await screen.waitFor('Enter a value:');
  screen.type('no\r');
  await screen.waitFor('Apply cancelled.');
  assert.is(await screen.ended, 1);
  assert.equal((await state(desk, vpc)).resources, []);
});

test.run();
