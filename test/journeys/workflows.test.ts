/** workflows/: each step as a shell runs it, and whole workflows as Atmos and this program run them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { approve } from '../../scripts/demo/scripted-person.ts';
import { startOnTerminal } from '../src/edge/pseudo-terminal.ts';
import { AtmosBeside } from './atmos-beside.ts';
import { type Desk, program, withDesk } from './desk.ts';
import { browserOf } from './opened-browser.ts';
import { journey, plain, state } from './terraform.ts';

interface Step {
  readonly name: string;
  readonly command: string;
  readonly interactive?: boolean;
}

function steps(
  { project }: Desk,
  file: string,
  workflow: string,
): { folder: string; steps: readonly Step[] } {
  const { workflows } = parse(readFileSync(join(project, 'workflows', `${file}.yaml`), 'utf8'));
  const { working_directory: folder, steps } = workflows[workflow];
  return { folder: join(project, folder), steps };
}

const variables = (desk: Desk, own: Readonly<Record<string, string>> = {}) => ({
  ...desk.variables,
  ATMOS_KIT_PROGRAM: program,
  ...own,
});

const bash = (desk: Desk, cwd: string, { command }: Step, own?: Readonly<Record<string, string>>) =>
  execa('bash', ['-c', command], {
    cwd,
    env: variables(desk, own),
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
  });

test('session: login signs in and says who you are, whoami says it again', () =>
  withDesk(async (desk) => {
    const { folder, steps: login } = steps(desk, 'session', 'login');
    assert.equal(
      login.map(({ name }) => name),
      ['login', 'whoami'],
    );
    const browser = browserOf(desk);
    const first = bash(desk, folder, login[0] as Step, browser.variables);
    await approve(await browser.address(), { user: 'dana', password: 'local-dana' });
    assert.is((await first).exitCode, 0);
    const whoami = steps(desk, 'session', 'whoami').steps;
    for (const step of [login[1] as Step, ...whoami]) {
      const { exitCode, stdout, stderr } = await bash(desk, folder, step);
      assert.is(exitCode, 0, stderr);
      assert.match(stdout, /^Signed in {2}sso /);
    }
  }));

journey('infra: plan, and apply on a terminal', async (desk) => {
  const own = { COMPONENT: 'vpc', STACK: 'plat-ue1-dev' };
  const { folder, steps: plan } = steps(desk, 'infra', 'plan');
  for (const step of plan) {
    const { exitCode, stdout, stderr } = await bash(desk, folder, step, own);
    assert.is(exitCode, 0, stderr);
    assert.match(plain(stdout), /Plan: 6 to add/);
  }
  const [apply, ...more] = steps(desk, 'infra', 'apply').steps;
  assert.equal(more, []);
  assert.is(apply?.interactive, true);
  const screen = startOnTerminal(['bash', '-c', apply?.command ?? ''], folder, variables(desk, own), 120);
  await screen.waitFor('Enter a value:');
  screen.type('yes\r');
  await screen.waitFor('Apply complete!');
  assert.is(await screen.ended, 0);
  assert.is((await state(desk, 'vpc/plat-ue1-dev/terraform.tfstate')).resources.length, 3);
});

test('infra: what is missing is said, and nothing runs', () =>
  withDesk(async (desk) => {
    for (const workflow of ['plan', 'apply']) {
      const { folder, steps: all } = steps(desk, 'infra', workflow);
      const { exitCode, stderr } = await bash(desk, folder, all[0] as Step);
      assert.is.not(exitCode, 0);
      assert.match(stderr, /COMPONENT: say which, such as COMPONENT=vpc/);
    }
  }));

journey(
  'a day: Atmos and this program run the same workflows',
  async (desk) => {
    const beside = new AtmosBeside(desk);
    const own = { ACCOUNT: 'plat-dev', ATMOS_KIT_PROGRAM: 'atmos-kit' };
    const browser = browserOf(desk);
    const morning = beside.begin('atmos', 'workflow morning -f day', { ...own, ...browser.variables });
    await approve(await browser.address(), { user: 'olga', password: 'local-olga' });
    const { exitCode, stdout, stderr } = await morning.ended;
    assert.is(exitCode, 0, stderr);
    assert.match(stdout, /^Signed in {2}sso [\s\S]*\nsso {2}\d+ min left/m);
    assert.match((await beside.run('atmos-kit', 'workflow morning', own)).stdout, /^Signed in {2}sso /m);
    for (const name of ['atmos', 'atmos-kit'] as const) {
      const preflight = await beside.run(name, 'workflow preflight -f day', own);
      assert.is(preflight.exitCode, 0, preflight.stderr);
      assert.match(preflight.stdout, /\nvpc +plat-ue1-dev +plat-dev\/terraform +TerraformApplyAccess/);
    }
    const from = { ...own, FROM: 'plat-ue1-dev/vpc' };
    const plan = await beside.run('atmos', 'workflow plan-account -f accounts', from);
    assert.is(plan.exitCode, 0, plan.stderr);
    assert.match(plan.stderr, /2 of 2 components done\./);
    const without = await beside.run('atmos-kit', 'workflow plan-account');
    assert.match(without.stderr, /ACCOUNT: say which, such as ACCOUNT=plat-dev/);
    const apply = await beside.run('atmos-kit', 'workflow apply-account', { ...from, ARGS: '-auto-approve' });
    assert.is(apply.exitCode, 0, plain(apply.stderr));
    assert.match(apply.stderr, /2 of 2 components done\.[\s\S]*apply-account: done in/);
    assert.is((await state(desk, 'vpc/plat-ue1-dev/terraform.tfstate')).resources.length, 3);

    const options = { variables: { ...own, SHELL: 'bash', PATH: beside.variables['PATH'] } };
    const glass = desk.onTerminal('workflow break-glass', options);
    await glass.waitFor('Why? This is written down.');
    glass.type('ticket 4711\r');
    await glass.waitFor('(BREAK GLASS plat-dev/AdministratorAccess)');
    glass.type('exit\r');
    await glass.waitFor('break-glass: done in');
    assert.is(await glass.ended, 0);
    const clean = desk.onTerminal('workflow clean', options);
    await clean.waitFor('Remove all of this?');
    clean.type('y\r');
    assert.is(await clean.ended, 0, clean.shown());
    assert.match(clean.shown(), /vpc\/backend\.tf\.json[\s\S]*Removed all \d+\./);
    assert.not(existsSync(join(desk.project, 'components/terraform/vpc/backend.tf.json')));
  },
  { user: undefined, profile: 'devops,local' },
);

test.run();
