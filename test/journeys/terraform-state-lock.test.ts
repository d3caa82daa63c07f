/** Two checkouts of one project: nothing but the state's own lock stands between their runs. */
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { copyProject } from './desk.ts';
import { journey, objects, plain, state } from './terraform.ts';

const slow = `resource "terraform_data" "slow" {
  provisioner "local-exec" { command = "sleep 5" }
}`;

journey('a second checkout is told who holds the state, or waits for it', async (desk) => {
  const elsewhere = copyProject(join(desk.folder, 'elsewhere'));
  desk.write('components/terraform/vpc/slow.tf', slow);
  const apply = desk.begin('terraform apply vpc -s plat-ue1-dev -auto-approve');
  const lock = async (): Promise<string> => {
    for (;;) {
      const held = (await objects(desk)).find((key) => key.endsWith('.tflock'));
      if (held !== undefined) return held;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  assert.is(await lock(), 'vpc/plat-ue1-dev/terraform.tfstate.tflock');
  const refused = await desk.kit('terraform plan vpc -s plat-ue1-dev', { cwd: elsewhere });
  assert.is(refused.exitCode, 1);
  assert.match(plain(refused.stderr), /Error acquiring the state lock/);
  assert.match(plain(refused.stderr), /Operation: OperationTypeApply/);
  const waits = await desk.kit('terraform plan vpc -s plat-ue1-dev -lock-timeout=60s', { cwd: elsewhere });
  assert.is(waits.exitCode, 0, plain(waits.stderr));
  assert.is((await apply.ended).exitCode, 0);
});

journey('two workspaces of one backend, and a failing apply keeps what it made', async (desk) => {
  for (const stack of ['plat-ue1-dev', 'plat-ue1-sandbox']) {
    const { exitCode, stderr } = await desk.kit(`terraform apply vpc -s ${stack} -auto-approve`);
    assert.is(exitCode, 0, plain(stderr));
  }
  const both = ['plat-ue1-dev', 'plat-ue1-sandbox'].map((name) => `vpc/${name}/terraform.tfstate`);
  assert.equal(
    (await objects(desk)).filter((key) => both.includes(key)),
    both,
  );
  desk.write(
    'components/terraform/vpc/failing.tf',
    `resource "terraform_data" "made" {}
     resource "terraform_data" "failing" {
       depends_on = [terraform_data.made]
       provisioner "local-exec" { command = "exit 9" }
     }`,
  );
  const failing = await desk.kit('terraform apply vpc -s plat-ue1-dev -auto-approve');
  assert.is(failing.exitCode, 1);
  assert.match(plain(failing.stderr), /exit status 9/);
  const names = (await state(desk, both[0] as string)).resources.map(({ name }) => name);
  assert.ok(names.includes('made'), names.join(', '));
  assert.not.ok((await state(desk, both[1] as string)).resources.some(({ name }) => name === 'made'));
  assert.not.ok(
    (await objects(desk)).some((key) => key.endsWith('.tflock')),
    'the lock is given back',
  );
});

test.run();
