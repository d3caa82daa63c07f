/** Each step of workflows/ as a shell runs it: in its folder, with the built program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { approve } from '../../scripts/demo/scripted-person.ts';
import { startOnTerminal } from '../src/edge/pseudo-terminal.ts';
import { type Desk, withDesk } from './desk.ts';
import { browserOf } from './opened-browser.ts';
import { journey, plain, state } from './terraform.ts';

interface Step {
  readonly name: string;
  readonly command: string;
  readonly interactive?: boolean;
}

const checkout = join(import.meta.dirname, '..', '..');

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
  ATMOS_KIT_PROGRAM: `${process.execPath} ${join(checkout, 'dist', 'atmos-kit.cjs')}`,
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

test.run();
