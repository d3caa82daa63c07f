/** Values that come from the outputs of other components, with real runs of Terraform. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bucket } from '../emulator/signed.ts';
import type { Desk } from './desk.ts';
import { journey, plain, state } from './terraform.ts';

const manifest = 'stacks/orgs/acme/plat/dev/us-east-1.yaml';
const asked = ['terraform.output', 'terraform.state'] as const;

/** Adds a component with one variable for each value, which it has as an output of the same name. */
function addPeer(desk: Desk, vars: Readonly<Record<string, string>>): void {
  const names = Object.keys(vars);
  desk.write(
    'components/terraform/peer/main.tf',
    names
      .map(
        (name) => `variable "${name}" {\n  type = string\n}\noutput "${name}" {\n  value = var.${name}\n}\n`,
      )
      .join(''),
  );
  const lines = names.map((name) => `        ${name}: ${vars[name]}\n`).join('');
  desk.edit(
    manifest,
    'components:\n  terraform:\n',
    `components:\n  terraform:\n    peer:\n      vars:\n${lines}`,
  );
}

/** Who got the state of a network, each once: `TerraformApplyAccess 222222222202 allowed`. */
function readers({ emulator }: Desk, stack: string): readonly string[] {
  const entries = emulator
    .audit()
    .filter(
      ({ action, resource }) =>
        action === 'GetObject' && resource === `${bucket}/vpc/${stack}/terraform.tfstate`,
    );
  return [
    ...new Set(
      entries.map(({ role, account, outcome }) =>
        [role?.replace(/^AWSReservedSSO_|_[0-9a-f]{16}$/g, ''), account, outcome].join(' '),
      ),
    ),
  ];
}

/** The network of production is there, made by whoever may. */
async function applyProduction(desk: Desk): Promise<void> {
  const devops = { variables: { ATMOS_PROFILE: 'devops,local' } };
  await desk.signIn('olga', devops);
  const apply = await desk.kit('terraform apply vpc -s plat-ue1-prod -auto-approve', devops);
  assert.is(apply.exitCode, 0, apply.stderr);
  await desk.kit('auth logout', devops);
  await desk.signIn('dana');
}

for (const name of asked)
  journey(
    `!${name} gives values of two stacks, each read by its own identity`,
    async (desk) => {
      await applyProduction(desk);
      const apply = await desk.kit('terraform apply vpc -s plat-ue1-dev -auto-approve');
      assert.is(apply.exitCode, 0, apply.stderr);
      addPeer(desk, {
        own: `!${name} vpc vpc_cidr`,
        other: `!${name} vpc plat-ue1-prod vpc_cidr`,
        missing: `!${name} vpc '.nope // "nothing"'`,
      });
      const peer = await desk.kit('terraform apply peer -s plat-ue1-dev -auto-approve');
      assert.is(peer.exitCode, 0, peer.stderr);
      assert.equal(
        readers(desk, 'plat-ue1-prod').filter((who) => !who.includes('TerraformApplyAccess')),
        ['TerraformPlanAccess 222222222204 allowed'],
      );
      assert.equal(readers(desk, 'plat-ue1-dev'), ['TerraformApplyAccess 222222222202 allowed']);
      const { outputs } = await state(desk, 'peer/plat-ue1-dev/terraform.tfstate');
      const production = await state(desk, 'vpc/plat-ue1-prod/terraform.tfstate');
      assert.equal(
        [outputs['own']?.value, outputs['other']?.value, outputs['missing']?.value],
        ['10.33.0.0/18', production.outputs['vpc_cidr']?.value, 'nothing'],
      );
      assert.not.match(peer.stdout, /vpc_cidr/, 'what is asked on the way is not shown');
    },
    { user: undefined },
  );

for (const name of asked)
  journey(`!${name} of what was never applied: a default, (computed) or an end`, async (desk) => {
    addPeer(desk, { own: `!${name} vpc '.vpc_id // "none"'` });
    const query = ['--query', '.vars.own', '--format', 'json'];
    const describe = () => desk.kit(['describe', 'component', 'peer', '-s', 'plat-ue1-dev', ...query]);
    assert.equal(await describe().then(({ exitCode, stdout }) => [exitCode, stdout]), [0, '"none"\n']);
    desk.edit(manifest, `'.vpc_id // "none"'`, 'vpc_id');
    const warned = await describe();
    assert.equal([warned.exitCode, warned.stdout], [0, '"(computed)"\n'], warned.stderr);
    assert.match(
      plain(warned.stderr),
      /us-east-1\.yaml:\d+.*never applied|never applied.*us-east-1\.yaml:\d+/,
    );
    const plan = await desk.kit('terraform plan peer -s plat-ue1-dev');
    assert.is(plan.exitCode, 1);
    assert.match(plain(plan.stderr), /was never applied, so !terraform\.\w+ cannot say its vpc_id/);
    const without = await desk.kit('terraform plan peer -s plat-ue1-dev --process-functions=false');
    assert.is(without.exitCode, 0, without.stderr);
  });

journey('a run of a series sees what the runs before it have made', async (desk) => {
  addPeer(desk, { own: '!terraform.output vpc vpc_cidr' });
  desk.edit(manifest, '    peer:\n', '    peer:\n      dependencies: { components: [{ component: vpc }] }\n');
  const apply = await desk.kit('terraform apply --components peer,vpc -s plat-ue1-dev -auto-approve');
  assert.is(apply.exitCode, 0, apply.stderr);
  const { outputs } = await state(desk, 'peer/plat-ue1-dev/terraform.tfstate');
  assert.is(outputs['own']?.value, '10.33.0.0/18');
});

journey('reading outputs makes no workspace, and leaves a plan file where it is', async (desk) => {
  addPeer(desk, { own: `!terraform.output vpc '.vpc_id // "none"'` });
  await desk.kit('describe component peer -s plat-ue1-dev --query .vars');
  assert.equal(
    desk.emulator.audit().filter(({ action }) => action === 'PutObject'),
    [],
  );
  const plan = await desk.kit('terraform plan vpc -s plat-ue1-dev');
  assert.is(plan.exitCode, 0, plan.stderr);
  await desk.kit('describe component peer -s plat-ue1-dev --query .vars');
  const apply = await desk.kit('terraform apply vpc -s plat-ue1-dev --from-plan');
  assert.is(apply.exitCode, 0, apply.stderr);
});

journey('a stack that is not ours is told with the function and its line', async (desk) => {
  addPeer(desk, { own: '!terraform.state vpc plat-ue1-dev vpc_id' });
  rmSync(join(desk.project, 'profiles', 'developers', 'plat.yaml'));
  desk.write(
    'profiles/developers/plat.yaml',
    'auth: {identities: {plat-dev/terraform: {kind: aws/permission-set, via: {provider: sso}, principal: {name: Nope, account: {id: "222222222202"}}}}}\n',
  );
  const describe = await desk.kit('describe component peer -s plat-ue1-dev --query .vars');
  assert.is(describe.exitCode, 1);
  assert.match(
    plain(describe.stderr),
    /!terraform\.state vpc plat-ue1-dev has no answer: You are not assigned the permission set Nope/,
  );
  assert.match(describe.stderr, /us-east-1\.yaml:\d+/);
});

test.run();
