/** The Makefile as people use it: the built program by its targets, in a copy of the project. */
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { approve } from '../../scripts/demo/scripted-person.ts';
import { startOnTerminal } from '../src/edge/pseudo-terminal.ts';
import { type Desk, withDesk } from './desk.ts';
import { oneDesk } from './one-desk.ts';
import { browserOf } from './opened-browser.ts';
import { journey, plain, state, writers } from './terraform.ts';

const checkout = join(import.meta.dirname, '..', '..');
const makefile = join(checkout, 'Makefile');

/** The command line of make at a desk: with the built program, which it takes as up to date. */
function line(desk: Desk, ...words: readonly string[]): readonly [string, ...string[]] {
  copyFileSync(makefile, join(desk.project, 'Makefile'));
  const kit = `KIT=${process.execPath} ${join(checkout, 'dist', 'atmos-kit.cjs')}`;
  return ['make', '--no-print-directory', '-o', 'dist/atmos-kit.cjs', kit, ...words];
}

function make(desk: Desk, words: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const [file, ...args] = line(desk, ...words);
  return execa(file, args, {
    cwd: desk.project,
    env: { ...desk.variables, ...variables },
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
  });
}

const desk = oneDesk();

test('make alone prints every target with what it does', async () => {
  const { exitCode, stdout } = await make(desk(), []);
  assert.is(exitCode, 0);
  const verbs =
    'morning login logout whoami time-left list identity plan apply plan-account apply-account preflight';
  const others =
    'doctor validate exec env shell console break-glass workflow clean-runs install-shell all run';
  for (const target of `demo test check build bench clean ${verbs} ${others}`.split(' '))
    assert.match(stdout, new RegExp(`^ {2}make ${target} +[A-Z]`, 'm'));
  const phony = readFileSync(makefile, 'utf8').match(/^\.PHONY: .*$/gm) ?? [];
  assert.is(stdout.trim().split('\n').length, phony.length, 'no target is left out');
});

test('make login signs in and says who you are; make whoami says it again', () =>
  withDesk(async (desk) => {
    const browser = browserOf(desk);
    const login = make(desk, ['login'], browser.variables);
    await approve(await browser.address(), { user: 'dana', password: 'local-dana' });
    const { exitCode, stdout } = await login;
    assert.is(exitCode, 0);
    assert.match(stdout, /^Signed in {2}sso /m);
    assert.match((await make(desk, ['whoami'])).stdout, /^Signed in {2}sso /);
  }));

test('targets hand on what is named, as one word each, and end as their verbs do', async () => {
  const run = async (words: readonly string[], variables?: Readonly<Record<string, string>>) => {
    const { exitCode, stdout, stderr } = await make(desk(), words, variables);
    return { exitCode, said: `${stdout}\n${stderr}` };
  };
  const reader = 'IDENTITY=plat-dev/ReadOnlyAccess';
  const command = `CMD=sh -c 'echo "<$$AWS_PROFILE> <$$1>"' sh "a  b"`;
  const expected: readonly (readonly [words: readonly string[], said: RegExp])[] = [
    [['exec', reader, command], /^<plat-dev\/ReadOnlyAccess> <a {2}b>$/m],
    [['env', reader], /^export AWS_PROFILE='?plat-dev\/ReadOnlyAccess'?;?$/m],
    [['shell', reader, `ARGS=-- -c 'echo "<$$AWS_PROFILE>"'`], /^<plat-dev\/ReadOnlyAccess>$/m],
    [['console', reader, 'ARGS=--help'], /^Usage: atmos-kit auth console/m],
    [['identity', 'COMPONENT=vpc', 'STACK=plat-ue1-dev'], /^Identity {2}plat-dev\/terraform$/m],
    [['list'], /plat-dev\/terraform/],
    [['time-left', 'ARGS=-f seconds'], /^\d+$/m],
    [['validate'], /All stacks are right\.\nAll is right/],
    [['preflight', 'ACCOUNT=plat-dev'], /\nReady\./],
    [['plan-account', 'ACCOUNT=plat-dev', 'FROM=no where'], /--from no where is none of these runs/],
    [['break-glass', 'ACCOUNT=no where', 'REASON=not a real one'], /one of the account no where\./],
    [['workflow'], /day\.yaml +morning/],
    [['workflow', 'NAME=whoami', 'FILE=session', 'ATMOS_KIT_PROGRAM='], /^Signed in {2}sso /m],
    [['clean-runs', 'ARGS=--dry-run'], /Nothing was removed|nothing to remove/],
  ];
  for (const [words, said] of expected) assert.match((await run(words)).said, said, words.join(' '));
  assert.is((await run(['exec', reader, 'CMD=false'])).exitCode, 2, 'as make ends');
  assert.match((await run(['doctor'])).said, /All is well\.|warning/);
});

journey('make plan and make apply run as the identity of the stack', async (desk) => {
  const target = ['COMPONENT=vpc', 'STACK=plat-ue1-dev'];
  const plan = await make(desk, ['plan', ...target]);
  assert.is(plan.exitCode, 0, plan.stderr);
  assert.match(plain(plan.stdout), /Plan: 6 to add/);
  const apply = await make(desk, ['apply', ...target, 'ARGS=-auto-approve']);
  assert.is(apply.exitCode, 0, apply.stderr);
  const key = 'vpc/plat-ue1-dev/terraform.tfstate';
  assert.is((await state(desk, key)).resources.length, 3);
  assert.is(writers(desk, key).at(-1), 'dana AWSReservedSSO_TerraformApplyAccess 222222222202 allowed');
  // From the environment, as the Makefile's own words say.
  const again = await make(desk, ['plan', 'ARGS=-detailed-exitcode'], {
    COMPONENT: 'vpc',
    STACK: 'plat-ue1-dev',
  });
  assert.is(again.exitCode, 0, again.stderr);
  const missing = await make(desk, ['plan', 'COMPONENT=vpc']);
  assert.is(missing.exitCode, 2, 'as make ends');
  assert.match(missing.stderr, /Name a stack with -s: /);
});

journey('Ctrl-C under make reaches Terraform once', async (desk) => {
  desk.write(
    'components/terraform/vpc/slow.tf',
    `resource "terraform_data" "slow" {
  provisioner "local-exec" { command = "while true; do sleep 0.1; done" }
}\n`,
  );
  const words = line(desk, 'apply', 'COMPONENT=vpc', 'STACK=plat-ue1-dev', 'ARGS=-auto-approve');
  const screen = startOnTerminal(words, desk.project, desk.variables, 120);
  await screen.waitFor('(local-exec)');
  screen.type('\x03');
  await screen.waitFor('Gracefully shutting down');
  assert.is.not(await screen.ended, 0);
  assert.not.match(plain(screen.shown()), /Two interrupts/);
});

test('the Makefile keeps to GNU make 3.81, which was not run here', () => {
  const text = readFileSync(makefile, 'utf8').replace(/^\s*#.*$/gm, '');
  // What 3.82 and later brought: https://git.savannah.gnu.org/cgit/make.git/plain/NEWS
  const functions = /\$[({](file|guile|let|intcmp) /;
  for (const newer of [/!=/, /:::?=/, /&:/, /\.ONESHELL/, /\.RECIPEPREFIX/, /\.SHELLSTATUS/, functions])
    assert.not.match(text, newer);
  assert.not.match(text, /--output-sync|--eval|\bMAKE_TERM(OUT|ERR)\b/);
  // `define NAME =` is newer than `define NAME`.
  assert.not.match(text, /^\s*define\s+\S+\s*[:?+]?=/m);
  assert.not.match(text, /^\s*(undefine|private|load|-load)\b/m);
  assert.not.match(text, /\.(EXTRA_PREREQS|SHELLFLAGS|NOTINTERMEDIATE|WAIT)\b/);
});

test.run();
