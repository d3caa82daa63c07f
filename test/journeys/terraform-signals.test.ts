/** Ctrl-C, signals and closed pipes while Terraform runs. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Desk } from './desk.ts';
import { journey, objects, plain, state } from './terraform.ts';

const program = join(import.meta.dirname, '..', '..', 'dist', 'atmos-kit.cjs');
const key = 'slow/plat-ue1-dev/terraform.tfstate';

/**
 * A component whose second of three resources takes as long as the file `hold` in its folder is there. Returns what
 * resolves when that one has begun.
 */
function addSlowComponent(desk: Desk): () => Promise<void> {
  desk.write('components/terraform/slow/hold', '');
  desk.write(
    'components/terraform/slow/main.tf',
    `resource "terraform_data" "first" {}
resource "terraform_data" "slow" {
  depends_on = [terraform_data.first]
  provisioner "local-exec" { command = "touch begun; while test -e hold; do sleep 0.1; done" }
}
resource "terraform_data" "last" { depends_on = [terraform_data.slow] }
`,
  );
  desk.edit(
    'stacks/orgs/acme/plat/dev/us-east-1.yaml',
    'components:\n  terraform:\n',
    'components:\n  terraform:\n    slow:\n      backend: { s3: { workspace_key_prefix: slow } }\n',
  );
  return async () => {
    while (!existsSync(join(desk.project, 'components/terraform/slow/begun'))) await wait(20);
  };
}

const release = (desk: Desk) => rmSync(join(desk.project, 'components/terraform/slow/hold'));

/** How often a program said that it was interrupted; the second time Terraform drops everything. */
const interrupts = (text: string) => plain(text).match(/Interrupt received/g)?.length ?? 0;

/** The state is whole, holds what was done, and nobody holds its lock. */
async function assertIntact(desk: Desk): Promise<void> {
  const { resources } = await state(desk, key);
  assert.ok(
    resources.some(({ name }) => name === 'first'),
    JSON.stringify(resources),
  );
  assert.not.ok(resources.some(({ name }) => name === 'last'));
  assert.not.ok((await objects(desk)).includes(`${key}.tflock`));
  const again = await desk.kit('terraform plan slow -s plat-ue1-dev -input=false');
  assert.is(again.exitCode, 0, again.stderr);
}

for (const verb of ['terraform apply', 'apply'])
  journey(`Ctrl-C during "${verb}" reaches Terraform once, and its ending is ours`, async (desk) => {
    const begun = addSlowComponent(desk);
    const screen = desk.onTerminal(`${verb} slow -s plat-ue1-dev -auto-approve`);
    await begun();
    screen.type('\x03');
    assert.is(await screen.ended, 1, 'as terraform ends');
    assert.is(interrupts(screen.shown()), 1, screen.shown());
    assert.not.match(plain(screen.shown()), /Two interrupts/);
    await assertIntact(desk);
  });

for (const verb of ['terraform apply', 'apply'])
  journey(`SIGTERM to "${verb}" alone is handed on, once`, async (desk) => {
    const begun = addSlowComponent(desk);
    const apply = desk.begin(`${verb} slow -s plat-ue1-dev -auto-approve`);
    await begun();
    process.kill(apply.pid, 'SIGTERM');
    const { exitCode, stdout } = await apply.ended;
    assert.is(exitCode, 1, 'as terraform ends');
    assert.is(interrupts(stdout), 1, stdout);
    assert.not.match(plain(stdout), /Two interrupts/);
    await assertIntact(desk);
  });

journey('SIGHUP to us alone is handed on, and ends Terraform as it does without us', async (desk) => {
  const begun = addSlowComponent(desk);
  const apply = desk.begin('terraform apply slow -s plat-ue1-dev -auto-approve');
  await begun();
  process.kill(apply.pid, 'SIGHUP');
  // The sleeping shell holds the pipes until it may go.
  release(desk);
  assert.is((await apply.ended).exitCode, 129);
});

journey('a reader that goes away ends the run as it ends any other', async (desk) => {
  const shell = execa('bash', ['-c', 'node "$KIT" $WORDS | head -n 1; echo "$PIPESTATUS"'], {
    cwd: desk.project,
    env: { ...desk.variables, KIT: program, WORDS: 'terraform plan vpc -s plat-ue1-dev' },
    extendEnv: false,
    stdin: 'ignore',
  });
  const { stdout } = await shell;
  assert.match(plain(stdout), /^Initializing the backend\.\.\. 141$/);
});

journey('nobody listening to us is no reason to stop', async (desk) => {
  const apply = 'node "$KIT" terraform apply vpc -s plat-ue1-dev -auto-approve 2> >(true)';
  const { exitCode, stdout } = await execa('bash', ['-c', apply], {
    cwd: desk.project,
    env: { ...desk.variables, KIT: program },
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
  });
  assert.is(exitCode, 0);
  assert.match(plain(stdout), /Apply complete!/);
});

test.run();
