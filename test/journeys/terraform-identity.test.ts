/** Which identity a run gets, who decides, and how the person hears of it. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Desk } from './desk.ts';
import { journey, plain } from './terraform.ts';

const roles = ({ emulator }: Desk) =>
  [
    ...new Set(
      emulator
        .audit()
        .filter(({ service }) => service === 's3')
        .map(({ account, role }) => `${account} ${role?.replace(/_[0-9a-f]{16}$/, '')}`),
    ),
  ].sort();

/** A component that keeps its state in a file, so that it runs without AWS. */
function addLocalComponent(desk: Desk): void {
  desk.write('components/terraform/note/main.tf', 'output "note" { value = "written here" }\n');
  desk.write(
    'stacks/orgs/acme/plat/dev/local.yaml',
    [
      'import:',
      '  - orgs/acme/plat/dev/_defaults',
      '  - mixins/region/us-east-2',
      'components:',
      '  terraform:',
      '    note:',
      '      backend_type: local',
      '      backend: { local: {} }',
      '',
    ].join('\n'),
  );
}

journey('two stacks of one command line run as two identities', async (desk) => {
  for (const stack of ['plat-ue1-dev', 'plat-ue1-prod']) {
    const { exitCode, stderr } = await desk.kit(`terraform plan vpc -s ${stack}`);
    assert.is(exitCode, 0, stderr);
    assert.ok(stderr.startsWith(`vpc in ${stack} as ${stack.replace('-ue1', '')}/terraform (`), stderr);
  }
  assert.equal(roles(desk), [
    '222222222202 AWSReservedSSO_TerraformApplyAccess',
    '222222222204 AWSReservedSSO_TerraformPlanAccess',
  ]);
});

journey('a flag outranks a variable, and a variable the stack; the reason says so', async (desk) => {
  const said = async (words: string, ATMOS_IDENTITY?: string) => {
    const options = { variables: { ATMOS_IDENTITY } };
    return (await desk.kit(`terraform plan vpc -s plat-ue1-dev ${words}`, options)).stderr;
  };
  assert.is(
    await said('', 'plat-sandbox/terraform'),
    'vpc in plat-ue1-dev as plat-sandbox/terraform (named by ATMOS_IDENTITY)\n',
  );
  assert.is(
    await said('--identity PLAT-staging/terraform', 'plat-sandbox/terraform'),
    'vpc in plat-ue1-dev as plat-staging/terraform (named by --identity)\n',
  );
  assert.equal(roles(desk), [
    '222222222201 AWSReservedSSO_TerraformApplyAccess',
    '222222222203 AWSReservedSSO_TerraformPlanAccess',
  ]);
});

journey('an identity without rights to the state is refused by S3, not by us', async (desk) => {
  const plan = await desk.kit('terraform plan vpc -s plat-ue1-dev --identity plat-dev/ReadOnlyAccess');
  assert.is(plan.exitCode, 1);
  assert.match(plain(plan.stderr), /AccessDenied/);
  const none = await desk.kit('terraform plan vpc -s plat-ue1-dev --identity plat-dev/Nobody');
  assert.is(none.exitCode, 1);
  assert.match(none.stderr, /^atmos-kit: There is no identity "plat-dev\/Nobody" here/);
});

journey('--identity=false runs with nothing of ours', async (desk) => {
  addLocalComponent(desk);
  const before = desk.emulator.audit().length;
  const local = await desk.kit('terraform plan note -s plat-ue2-dev --identity=false');
  assert.is(local.exitCode, 0, local.stderr);
  assert.is(local.stderr, 'note in plat-ue2-dev as nobody, on purpose (named by --identity)\n');
  const remote = await desk.kit('terraform plan vpc -s plat-ue1-dev --identity=false');
  assert.is(remote.exitCode, 1, 'Terraform fails by itself');
  assert.match(plain(remote.stderr), /No valid credential sources found/);
  assert.is(desk.emulator.audit().length, before, 'nobody was asked for anything');
});

journey('--identity without a name asks', async (desk) => {
  const screen = desk.onTerminal('terraform plan vpc -s plat-ue1-dev --identity', { columns: 120 });
  await screen.waitFor('Run as which identity?');
  screen.type('sandbox/terr');
  await screen.waitFor('❯ plat-sandbox/terraform');
  screen.type('\r');
  await screen.waitFor('as plat-sandbox/terraform (chosen by you just now)');
  await screen.waitFor(' 6 to add');
  assert.is(await screen.ended, 0);
  const nobody = await desk.kit('terraform plan vpc -s plat-ue1-dev --identity');
  assert.is(nobody.exitCode, 1);
  assert.match(nobody.stderr, /Name one with --identity: .*plat-dev\/terraform/);
});

test.run();
