/** Two runs at once in one component's folder, and whoever has to wait. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { approve } from '../../scripts/demo/scripted-person.ts';
import { type Desk, withDesk } from './desk.ts';
import { journey, plain, state } from './terraform.ts';

/** Makes every apply of vpc take as long as the file `hold` is in the project; resolves when one has begun. */
function slowDown(desk: Desk): () => Promise<void> {
  desk.write('hold', '');
  const file = (name: string) => join(desk.project, name);
  desk.write(
    'components/terraform/vpc/slow.tf',
    `resource "terraform_data" "slow" {
  provisioner "local-exec" { command = "touch ${file('begun')}; while test -e ${file('hold')}; do sleep 0.1; done" }
}\n`,
  );
  return async () => {
    while (!existsSync(file('begun'))) await wait(20);
  };
}

const release = (desk: Desk) => rmSync(join(desk.project, 'hold'));

journey('one waits for the other and says for whom, and both succeed', async (desk) => {
  const begun = slowDown(desk);
  const first = desk.begin('terraform apply vpc -s plat-ue1-dev -auto-approve');
  await begun();
  const second = desk.begin('terraform plan vpc -s plat-ue1-prod');
  await second.hears(
    new RegExp(
      `Another run is busy in ${desk.project}/components/terraform/vpc \\(process ${first.pid}, since \\d\\d:\\d\\d:\\d\\d\\); waiting for it. Ctrl-C ends the waiting.`,
    ),
  );
  release(desk);
  assert.is((await first.ended).exitCode, 0);
  const { exitCode, stdout } = await second.ended;
  assert.is(exitCode, 0);
  assert.match(plain(stdout), /Plan: 11 to add/);
  for (const [stack, resources] of [
    ['plat-ue1-dev', 4],
    ['plat-ue1-prod', 0],
  ] as const)
    assert.is((await state(desk, `vpc/${stack}/terraform.tfstate`)).resources.length, resources, stack);
});

journey('started together, in two stacks, both succeed', async (desk) => {
  const runs = ['plat-ue1-dev', 'plat-ue1-prod', 'plat-ue2-prod'].map((stack) =>
    desk.kit(`terraform plan vpc -s ${stack}`),
  );
  for (const { exitCode, stdout, stderr } of await Promise.all(runs)) {
    assert.is(exitCode, 0, stderr);
    assert.match(plain(stdout), /Plan: \d+ to add/);
  }
});

journey('Ctrl-C ends a wait and nothing else', async (desk) => {
  const begun = slowDown(desk);
  const first = desk.begin('terraform apply vpc -s plat-ue1-dev -auto-approve');
  await begun();
  const screen = desk.onTerminal('terraform plan vpc -s plat-ue1-prod');
  await screen.waitFor('Ctrl-C ends the waiting.');
  screen.type('\x03');
  assert.is(await screen.ended, 130);
  release(desk);
  assert.is((await first.ended).exitCode, 0);
});

journey('what a killed run held is taken over', async (desk) => {
  const begun = slowDown(desk);
  const first = desk.begin('terraform apply vpc -s plat-ue1-dev -auto-approve');
  await begun();
  process.kill(first.pid, 'SIGKILL');
  const second = await desk.kit('terraform plan vpc -s plat-ue1-prod');
  assert.is(second.exitCode, 0, second.stderr);
  assert.not.match(second.stderr, /Another run/);
  // The killed run's terraform lives on alone and ends well.
  release(desk);
  await first.ended;
});

test('two who sign in at once are one sign-in, and the second is told whom it waits for', () =>
  withDesk(async (desk) => {
    const first = desk.begin('auth login --device');
    const [url] = await first.hears(/(?<=\s)http:\S+user_code=\S+(?=\s)/);
    const second = desk.begin('auth login --device');
    await second.hears(
      new RegExp(`Another command is signing in at sso \\(process ${first.pid}, since .*; waiting for it`),
    );
    await approve(url, { user: 'dana', password: 'local-dana' });
    assert.is((await first.ended).exitCode, 0);
    const { exitCode, stderr } = await second.ended;
    assert.is(exitCode, 0);
    assert.match(stderr, /You are already signed in at sso/);
    assert.is(desk.emulator.audit().filter(({ action }) => action === 'StartDeviceAuthorization').length, 1);
  }));

test.run();
