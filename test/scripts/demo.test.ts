/** `make demo` itself: it works without a terminal and in one, and leaves nothing behind however it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { spawn as spawnOnTerminal } from '@lydell/node-pty';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const root = join(import.meta.dirname, '..', '..');
const demo = ['--import', 'tsx', join(root, 'scripts', 'demo.ts')];
const path = process.env['PATH'] ?? '';
const has = (program: string) => path.split(delimiter).some((folder) => existsSync(join(folder, program)));
const hasTerraform = has('terraform') || has('tofu');

/** A temporary folder that the demonstration may use, and what it must be when it is over: empty. */
async function inFolder(work: (folder: string, environment: Record<string, string>) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), 'atmos-kit-demo-test-'));
  const home = join(folder, 'home');
  const temporary = join(folder, 'tmp');
  for (const path of [home, temporary]) mkdirSync(path);
  try {
    await work(temporary, {
      PATH: path,
      HOME: home,
      TMPDIR: temporary,
      LANG: 'C.UTF-8',
      TSX_DISABLE_CACHE: '1',
    });
    assert.equal(readdirSync(temporary), [], 'nothing stays in the temporary folder');
    assert.equal(readdirSync(home), [], "nothing is written to the person's home");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts it without a terminal; `output` grows. */
function start(env: Record<string, string>): {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number>;
} {
  const child = spawn(process.execPath, demo, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  return { child, output: () => output, ended: once(child, 'close').then(([code]) => code as number) };
}

async function until(shown: () => string, text: string): Promise<void> {
  while (!shown().includes(text)) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Whether the emulator that a demonstration showed still answers. */
async function emulatorAnswers(output: string): Promise<boolean> {
  const origin = /runs at (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
  assert.ok(origin, output);
  return fetch(`${origin}/`).then(
    () => true,
    () => false,
  );
}

if (hasTerraform) {
  test('without a terminal it tells the whole story by itself', () =>
    inFolder(async (_, environment) => {
      const { output, ended } = start(environment);
      assert.is(await ended, 0, output());
      for (const shown of [
        '$ atmos-kit auth login --provider sso',
        'It says: Approved.',
        'assumed-role/AWSReservedSSO_TerraformApplyAccess_',
        'TerraformPlanAccess in account 222222222204',
        'Plan: 6 to add, 0 to change, 0 to destroy.',
        'Apply complete! Resources: 6 added',
        '"resource":"acme-core-ue1-root-tfstate/vpc/plat-ue1-dev/terraform.tfstate","outcome":"allowed"',
        'You are not assigned the permission set AdministratorAccess',
        '"error":"ForbiddenException"',
        'is gone again.',
      ])
        assert.ok(output().includes(shown), `${shown}\n${output()}`);
      assert.not.match(output(), /\x1b/);
      assert.not.ok(await emulatorAnswers(output()));
    }));

  test('in a terminal it waits for a person, and Enter lets a scripted one do it', () =>
    inFolder(async (_, environment) => {
      const pty = spawnOnTerminal(process.execPath, demo, {
        cwd: root,
        cols: 120,
        rows: 40,
        env: { ...environment, TERM: 'xterm-256color', NO_COLOR: '1' },
      });
      let output = '';
      pty.onData((data) => (output += data));
      const ended = new Promise<number>((resolve) => pty.onExit(({ exitCode }) => resolve(exitCode)));
      await until(() => output, 'Or press Enter here');
      assert.not.match(output, /It says: Approved/);
      pty.write('\r');
      assert.is(await ended, 0, output);
      assert.match(output, /It says: Approved/);
      assert.not.match(output, /\x1b/, 'NO_COLOR is honoured');
    }));

  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    test(`${signal} in the middle ends it with ${code} and takes everything down`, () =>
      inFolder(async (_, environment) => {
        const { child, output, ended } = start(environment);
        await until(output, 'Plan and apply');
        child.kill(signal);
        assert.is(await ended, code, output());
        assert.not.ok(await emulatorAnswers(output()));
      }));

  test('a reader that goes away ends it as well', () =>
    inFolder(async (folder, environment) => {
      const { child, output, ended } = start(environment);
      await until(output, 'runs at');
      const before = readdirSync(folder).length;
      child.stdout?.destroy();
      child.stderr?.destroy();
      assert.is(await ended, 141);
      assert.ok(before > 0);
      assert.not.ok(await emulatorAnswers(output()));
    }));
} else if (process.env['ATMOS_KIT_TEST_CI'] === 'true') {
  test('terraform is installed', () => assert.unreachable('neither terraform nor tofu is on PATH'));
} else console.log('SKIPPED terraform is not installed');

test('without Terraform it says how to get it, and starts nothing', () =>
  inFolder(async (folder, environment) => {
    const bin = join(dirname(folder), 'bin');
    mkdirSync(bin);
    symlinkSync(process.execPath, join(bin, 'node'));
    const { output, ended } = start({ ...environment, PATH: bin });
    assert.is(await ended, 1);
    assert.match(output(), /terraform is not on PATH/);
    assert.match(output(), /Install Terraform/);
    assert.not.match(output(), /emulator/);
  }));

test.run();
