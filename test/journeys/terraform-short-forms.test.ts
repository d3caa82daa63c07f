/** `login`, `plan` and `apply`, and a sign-in that is offered on the way. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { approve } from '../../scripts/demo/scripted-person.ts';
import { withDesk } from './desk.ts';
import { browserOf } from './opened-browser.ts';
import { recordTerraform } from './recorded-terraform.ts';
import { journey, plain, state } from './terraform.ts';

const dana = { user: 'dana', password: 'local-dana' };

journey('plan and apply are terraform plan and terraform apply, exit codes included', async (desk) => {
  const exitCode = async (words: string) => (await desk.kit(words)).exitCode;
  assert.is(await exitCode('plan vpc -s plat-ue1-dev -detailed-exitcode'), 2);
  const apply = await desk.kit('apply -s plat-ue1-dev vpc -auto-approve');
  assert.is(apply.exitCode, 0, apply.stderr);
  assert.match(plain(apply.stdout), /Apply complete! Resources: 6 added/);
  assert.is(await exitCode('plan vpc -s plat-ue1-dev -detailed-exitcode'), 0);
  assert.is(await exitCode('plan vpc -s plat-ue1-dev -no-such-flag'), 1);
  assert.is(await exitCode('plan vpc -s plat-ue1-dex'), 1);
});

test('flags of Terraform go through unharmed', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    const recorded = recordTerraform(desk);
    const words = [
      'plan',
      'vpc',
      '-s',
      'plat-ue1-dev',
      '-target=terraform_data.subnet["private-us-east-1a"]',
      '-out=my plan',
      '-var',
      "quote=it's $HOME",
      '--',
      '-x',
      '--stack=mine',
    ];
    const { exitCode, stderr } = await desk.kit(words, { variables: { PATH: recorded.path } });
    assert.is(exitCode, 0, stderr);
    assert.equal(recorded.calls().at(-1)?.argv, [
      'plan',
      '-var-file',
      'plat-ue1-dev-vpc.terraform.tfvars.json',
      '-target=terraform_data.subnet["private-us-east-1a"]',
      '-out=my plan',
      '-var',
      "quote=it's $HOME",
      '-x',
      '--stack=mine',
    ]);
  }));

journey('plan asks for the stack and the component that are missing', async (desk) => {
  const screen = desk.onTerminal('plan', { columns: 120 });
  await screen.waitFor('In which stack?');
  screen.type('ue1-dev');
  await screen.waitFor('❯ plat-ue1-dev');
  screen.type('\r');
  await screen.waitFor('Which component of plat-ue1-dev?');
  await screen.waitFor('eks/cluster');
  screen.type('vpc');
  await screen.waitFor('❯ vpc');
  screen.type('\r');
  await screen.waitFor('vpc in plat-ue1-dev as plat-dev/terraform');
  await screen.waitFor(' 6 to add');
  assert.is(await screen.ended, 0);
  assert.not.match(plain(screen.shown()), /vpc\/defaults/, 'an abstract component is no choice');
});

test('without a terminal plan lists what could be named', () =>
  withDesk(async (desk) => {
    const none = await desk.kit('plan');
    assert.is(none.exitCode, 1);
    assert.match(none.stderr, /A stack with -s is missing.*\n {2}Name a stack with -s: .*plat-ue1-dev/);
    const stack = await desk.kit('plan -s plat-ue1-dev');
    assert.match(stack.stderr, /A component is missing.*\n {2}Name a component: eks\/cluster, vpc\.\n/);
  }));

journey(
  'terraform plan offers a sign-in, and goes on after it',
  async (desk) => {
    const browser = browserOf(desk);
    const screen = desk.onTerminal('terraform plan vpc -s plat-ue1-dev', { ...browser, columns: 120 });
    await screen.waitFor('You are not signed in at sso. Sign in now?');
    screen.type('y\r');
    await screen.waitFor('Opening your browser');
    await approve(await browser.address(), dana);
    await screen.waitFor(' 6 to add');
    assert.is(await screen.ended, 0);
    assert.equal((await state(desk, 'vpc/plat-ue1-dev/terraform.tfstate')).resources, []);
  },
  { user: undefined },
);

test('a sign-in that is declined ends with exit code 2, and nothing was opened', () =>
  withDesk(async (desk) => {
    const browser = browserOf(desk);
    const screen = desk.onTerminal('terraform plan vpc -s plat-ue1-dev', browser);
    await screen.waitFor('Sign in now?');
    screen.type('n\r');
    assert.is(await screen.ended, 2);
    assert.not.ok(existsSync(join(desk.folder, 'address')));
  }));

journey(
  'plan signs in first, then plans',
  async (desk) => {
    const browser = browserOf(desk);
    const screen = desk.onTerminal('plan vpc -s plat-ue1-dev', { ...browser, columns: 120 });
    await screen.waitFor('Opening your browser');
    await approve(await browser.address(), dana);
    await screen.waitFor(' 6 to add');
    assert.is(await screen.ended, 0);
  },
  { user: undefined },
);

test('login is a sign-in, and says who you are', () =>
  withDesk(async (desk) => {
    const browser = browserOf(desk);
    const login = desk.begin('login', browser);
    await approve(await browser.address(), dana);
    const { exitCode, stdout } = await login.ended;
    assert.is(exitCode, 0);
    assert.match(stdout, /^Signed in {2}sso \(https:\/\/acme\.awsapps\.com\/start/);
    const device = desk.begin('login --device --provider nope');
    assert.is((await device.ended).exitCode, 1);
    assert.match(device.said(), /nope/);
  }));

test.run();
