import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem, type Problem } from '../../../src/domain/problem.ts';
import { children } from '../../../src/edge/children.ts';
import type { Command } from '../../../src/ports.ts';
import { onTerminal } from './pseudo-terminal.ts';

const scratch = mkdtempSync(join(tmpdir(), 'children-'));
const variables = { PATH: process.env['PATH'], HOME: scratch };

function program(name: string, text: string, mode = 0o755): string {
  const path = join(scratch, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

const sh = (script: string, change: Command['change'] = {}): Command => ({
  file: 'sh',
  args: ['-c', script],
  cwd: scratch,
  change,
});

async function problemOf(command: Partial<Command>, base: Record<string, string | undefined> = variables) {
  try {
    await children(base).run({ args: [], cwd: scratch, change: {}, file: '', ...command });
  } catch (error) {
    if (isProblem(error)) return error as Problem;
    throw error;
  }
  throw new Error('It ran.');
}

/** A process of its own that runs a shell script through the adapter. */
const runChild = (script: string) =>
  spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'programs', 'run-child.ts'), 'sh', '-c', script],
    { stdio: ['pipe', 'pipe', 'ignore'], env: { PATH: process.env['PATH'] ?? '', HOME: scratch } },
  );

for (const [script, code] of [
  ['exit 0', 0],
  ['exit 2', 2],
  ['exit 7', 7],
  ['exit 255', 255],
  ['kill -TERM $$', 143],
  ['kill -KILL $$', 137],
  ['kill -INT $$', 130],
  ['kill -PIPE $$', 141],
] as const)
  test(`a child that runs "${script}" gives ${code}`, async () => {
    const { exitCode } = await children(variables).run(sh(script));
    assert.is(exitCode, code);
  });

test('a quiet child gives back both of its streams in order', async () => {
  const { exitCode, output } = await children(variables).run(sh('echo one; echo two >&2; exit 3'), {
    quiet: true,
  });
  assert.equal([exitCode, output], [3, 'one\ntwo\n']);
});

test('a quiet child cannot wait for an answer', async () => {
  const { output } = await children(variables).run(sh('read x || echo no input'), { quiet: true });
  assert.is(output, 'no input\n');
});

test('the environment is exactly the base with the change', async () => {
  process.env['LEAKED_FROM_THIS_PROCESS'] = 'yes';
  const base = { PATH: process.env['PATH'], KEPT: 'kept', DROPPED: 'dropped', UNSET: undefined };
  const { output } = await children(base).run(
    { file: 'env', args: [], cwd: '/', change: { DROPPED: null, ADDED: 'a=b c', EMPTY: '' } },
    { quiet: true },
  );
  delete process.env['LEAKED_FROM_THIS_PROCESS'];
  assert.equal(output.trimEnd().split('\n').sort(), [
    'ADDED=a=b c',
    'EMPTY=',
    'KEPT=kept',
    `PATH=${process.env['PATH']}`,
  ]);
});

test('arguments arrive as they are, without a shell', async () => {
  const args = ['%s|', 'a b', '$HOME', '*', "'", '"', '\\', '', 'é\n'];
  const { output } = await children(variables).run(
    { file: 'printf', args, cwd: scratch, change: {} },
    { quiet: true },
  );
  assert.is(output, 'a b|$HOME|*|\'|"|\\||é\n|');
});

test('it runs in the folder that the command names', async () => {
  const { output } = await children(variables).run({ ...sh('pwd'), cwd: '/' }, { quiet: true });
  assert.is(output, '/\n');
});

test('a script without #! runs as shells do', async () => {
  const file = program('plain', 'echo plain "$1"; exit 4\n');
  const result = await children(variables).run({ file, args: ['x'], cwd: '/', change: {} }, { quiet: true });
  assert.equal(result, { exitCode: 4, output: 'plain x\n', stdout: 'plain x\n' });
});

test('a program is looked for on the PATH that the child will have', async () => {
  program('own/tool', '#!/bin/sh\nexit 9\n');
  const command = { file: 'tool', args: [], cwd: scratch, change: { PATH: join(scratch, 'own') } };
  assert.is((await children(variables).run(command)).exitCode, 9);
});

test('a name with a slash is a path from the folder of the command', async () => {
  program('here/tool', '#!/bin/sh\nexit 8\n');
  const command = { file: './tool', args: [], cwd: join(scratch, 'here'), change: {} };
  assert.is((await children(variables).run(command)).exitCode, 8);
});

test('a command that does not exist is a Problem with 127', async () => {
  for (const file of ['no-such-command', './no-such-command', '']) {
    const problem = await problemOf({ file });
    assert.equal([problem.code, problem.exitCode], ['child-not-found', 127]);
  }
});

test('a file that cannot be executed is a Problem with 126', async () => {
  const text = program('text', 'hello\n', 0o644);
  const orphan = program('orphan', '#!/no/such/interpreter\n');
  for (const [file, words] of [
    [text, 'permission denied'],
    [scratch, 'it is a folder'],
    [orphan, 'first line'],
  ] as const) {
    const problem = await problemOf({ file });
    assert.equal([problem.code, problem.exitCode], ['child-not-executable', 126]);
    assert.match(problem.message, words);
  }
});

test('arguments beyond what the system takes are a Problem with 126', async () => {
  const problem = await problemOf({ file: 'true', args: ['x'.repeat(3_000_000)] });
  assert.equal([problem.code, problem.exitCode], ['child-not-executable', 126]);
});

test('a folder that is gone is told as such, not as a missing program', async () => {
  const problem = await problemOf({ file: 'true', cwd: join(scratch, 'gone') });
  assert.is(problem.code, 'file-unreadable');
  assert.match(problem.message, 'gone');
});

test('no listener stays behind, however many children ran at once', async () => {
  const signals = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP'] as const;
  const count = () => signals.map((signal) => process.listenerCount(signal));
  const before = count();
  const family = children(variables);
  const runs = Promise.all(Array.from({ length: 12 }, () => family.run(sh('sleep 0.1'), { quiet: true })));
  await runs;
  assert.equal(count(), before);
});

test('find gives the absolute path of what would run', () => {
  program('bin/first', '', 0o644);
  program('later/first', '#!/bin/sh\n');
  const { find } = children({ PATH: `${join(scratch, 'bin')}:${join(scratch, 'later')}` });
  assert.is(find('first'), join(scratch, 'later', 'first'));
  assert.is(find('second'), undefined);
});

test('Ctrl-C reaches the child once; we wait for it and give its code', async () => {
  const log = join(scratch, 'interrupts');
  const counter = join(import.meta.dirname, 'programs', 'count-interrupts.mjs');
  const run = onTerminal('run-child.ts', [process.execPath, counter, log]);
  await run.waitFor('ready');
  run.type('\x03');
  assert.is(await run.ended, 7);
  assert.match(run.shown(), 'ended 7');
  assert.is(readFileSync(log, 'utf8'), 'INT\n');
});

test('a SIGINT to us is never handed on, because the terminal has told the child already', async () => {
  const script = 'trap "exit 9" INT; echo ready; read line; exit 7';
  const wrapper = runChild(script);
  await new Promise((resolve) => wrapper.stdout.once('data', resolve));
  wrapper.kill('SIGINT');
  // Time enough for one that was handed on to arrive before the word that ends the child.
  await sleep(200);
  wrapper.stdin.end('on\n');
  assert.is(await new Promise((resolve) => wrapper.once('exit', resolve)), 7);
});

for (const [signal, code] of [
  ['SIGTERM', 21],
  ['SIGHUP', 22],
] as const)
  test(`${signal} to us alone is handed on to the child`, async () => {
    const script =
      'trap "exit 21" TERM; trap "exit 22" HUP; echo ready; for i in $(seq 200); do sleep 0.05; done';
    const wrapper = runChild(script);
    await new Promise((resolve) => wrapper.stdout.once('data', resolve));
    wrapper.kill(signal);
    assert.is(await new Promise((resolve) => wrapper.once('exit', resolve)), code);
    wrapper.stdout.destroy();
  });

test.run();
