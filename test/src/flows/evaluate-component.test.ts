import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type EffectRequest, isSuspended, type Question } from '../../../src/domain/effect.ts';
import { isProblem } from '../../../src/domain/problem.ts';
import type { Plain } from '../../../src/domain/value.ts';
import { children } from '../../../src/edge/children.ts';
import { systemClock } from '../../../src/edge/clock.ts';
import { diskFiles } from '../../../src/edge/disk-files.ts';
import { processEnvironment } from '../../../src/edge/process-environment.ts';
import {
  type EvaluationPorts,
  evaluated,
  type RemoteEffects,
} from '../../../src/flows/evaluate-component.ts';
import type { World } from '../../../src/ports.ts';

const at = { file: 'dev.yaml', line: 3 };

function ports(folder = mkdtempSync(`${tmpdir()}/evaluate-`)): EvaluationPorts {
  const variables = { PATH: process.env['PATH'] ?? '', HOME: folder, GIT_CEILING_DIRECTORIES: tmpdir() };
  return {
    files: diskFiles(),
    environment: processEnvironment(variables),
    children: children(variables),
    clock: systemClock(),
    here: { folder } as EvaluationPorts['here'],
  };
}

const ask =
  (question: Question) =>
  (world: World): Plain =>
    world.effects?.answer({ ...question, at }) ?? null;
const exec = (command: string): Question => ({ type: 'exec', command });

async function problemOf(work: Promise<unknown>) {
  try {
    await work;
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error('it had an answer');
}

test('a command gives what it writes to stdout, and only that', async () => {
  assert.is(await evaluated(ports(), ask(exec('echo out; echo err >&2'))), 'out\n');
});

test('a command that fails ends with its own exit code, and shows nothing of what it said', async () => {
  const problem = await problemOf(evaluated(ports(), ask(exec('echo hunter2; exit 3'))));
  assert.equal([problem.code, problem.exitCode, problem.at], ['function-failed', 3, at]);
  assert.not.match(`${problem.message} ${problem.hint}`, /hunter2/);
});

test('each thing is fetched once, and only what the question came to', async () => {
  const folder = mkdtempSync(`${tmpdir()}/evaluate-`);
  const count = exec('echo x >> count; wc -l < count');
  const answer = await evaluated(ports(folder), (world) => [
    Number(ask(count)(world)),
    Number(ask(count)(world)),
    ask(exec('echo other'))(world),
  ]);
  assert.equal(answer, [1, 1, 'other\n']);
});

test('facts of the repository come from git', async () => {
  const folder = mkdtempSync(`${tmpdir()}/evaluate-`);
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: folder },
      encoding: 'utf8',
    });
  git('init', '-q', '-b', 'main');
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-q', '--allow-empty', '-m', 'x');
  git('remote', 'add', 'origin', 'git@example.com:acme/infra.git');
  const fact = (name: string) => evaluated(ports(folder), ask({ type: 'git', fact: name }));
  assert.is(await fact('sha'), git('rev-parse', 'HEAD').trim());
  assert.equal(
    [
      await fact('branch'),
      await fact('host'),
      await fact('owner'),
      await fact('name'),
      await fact('repository'),
    ],
    ['main', 'example.com', 'acme', 'infra', 'acme/infra'],
  );
});

test('without a repository a fact of it is a Problem where it is needed', async () => {
  const problem = await problemOf(evaluated(ports(), ask({ type: 'git', fact: 'sha' })));
  assert.equal([problem.code, problem.at], ['function-failed', at]);
});

test('outputs are asked of whoever was given for them; nothing is an answer as well', async () => {
  const asked: EffectRequest[] = [];
  const remote: RemoteEffects = {
    async answer(request) {
      asked.push(request);
      return request.type === 'outputs' ? null : undefined;
    },
  };
  const outputs: Question = { type: 'outputs', via: 'terraform.output', component: 'vpc', stack: 'dev' };
  assert.is(await evaluated(ports(), ask(outputs), remote), null);
  assert.is(asked.length, 1);
  const problem = await problemOf(
    evaluated(ports(), ask({ type: 'function', name: '!store', text: 'a b' }), remote),
  );
  assert.is(problem.code, 'construct-not-supported');
  assert.match(problem.message, /!store/);
});

test('what is only looked at later is not fetched any more', async () => {
  const late = await evaluated(ports(), (world) => () => ask(exec('echo x'))(world));
  try {
    late();
    assert.unreachable();
  } catch (error) {
    assert.ok(isProblem(error) && !isSuspended(error));
  }
});

test.run();
