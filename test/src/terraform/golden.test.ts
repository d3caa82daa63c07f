/**
 * The recorded calls of Atmos, run by run: the commands, files, environment and leftovers that the data says must
 * be those that were seen. The components are written out here, so that nothing but this room is tested.
 */
import { readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Component } from '../../../src/domain/component.ts';
import { isProblem } from '../../../src/domain/problem.ts';
import type { Project } from '../../../src/domain/project.ts';
import { splitTerraformArguments } from '../../../src/terraform/arguments.ts';
import { planRun } from '../../../src/terraform/plan-run.ts';
import { isSkipped, type TerraformCommand, type TerraformRun } from '../../../src/terraform/terraform-run.ts';
import { componentOf, mapOf, projectOf } from './project.ts';

interface Call {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, unknown>>;
}

interface Run {
  readonly argv: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly fake?: Readonly<Record<string, number>>;
  readonly exit: number;
  readonly error?: string;
  readonly quirk?: string;
  readonly calls: readonly Call[];
  readonly files?: Readonly<Record<string, unknown>>;
}

// The parts of the acme-dev stack that most cases share.
const vars = { tenant: 'acme', stage: 'dev', region: 'r1' };
const stackEnv = { STACK_ENV: 'from-stack' };
const s3 = (prefix: string) =>
  mapOf({ bucket: 'b', key: 'terraform.tfstate', region: 'r1', workspace_key_prefix: prefix });
const sharedStack: readonly Component[] = [
  componentOf({
    vars: mapOf({ ...vars, name: 'main', list: [1, 2], obj: { a: null } }),
    env: mapOf({ ...stackEnv, COMP_ENV: 'yes', NULLED: null, TF_LOG: 'ERROR' }),
  }),
  componentOf({
    name: 'vpc-two',
    workspace: 'acme-dev-vpc-two',
    vars: mapOf({ ...vars, name: 'two' }),
    env: mapOf(stackEnv),
  }),
  componentOf({
    name: 'net/subnet',
    folder: 'net/subnet',
    vars: mapOf({ ...vars, name: 'sub' }),
    env: mapOf(stackEnv),
    backend: s3('net-subnet'),
  }),
  componentOf({
    name: 'net/other',
    folder: 'net/subnet',
    workspace: 'acme-dev-net-other',
    vars: mapOf({ ...vars, name: 'other' }),
    env: mapOf(stackEnv),
    backend: s3('net-subnet'),
  }),
];

const local = { backendType: 'local', backend: mapOf({}) };
const restricted: readonly Component[] = [
  componentOf({ ...local, name: 'abs', workspace: 'acme-dev-abs', abstract: true }),
  componentOf({ ...local, name: 'off', workspace: 'acme-dev-off', enabled: false }),
  componentOf({ ...local, name: 'lock', workspace: 'acme-dev-lock', locked: true }),
  componentOf({ ...local, name: 'gone', folder: 'gone' }),
];

const orgTags = { default_tags: { tags: { org: 'acme' } } };
const nullRole = mapOf({
  bucket: 'b',
  key: 'terraform.tfstate',
  role_arn: null,
  workspace_key_prefix: 'vpc',
});
const variant = (name: string, more: Partial<Component>) =>
  componentOf({
    name,
    workspace: `acme-dev-${name}`,
    backend: nullRole,
    providers: mapOf({ aws: { region: 'r1', ...orgTags } }),
    ...more,
  });
const generated: readonly Component[] = [
  variant('vpc', {
    workspace: 'acme-dev',
    providers: mapOf({ aws: { region: 'r2', ...orgTags }, '<nil>': {} }),
  }),
  variant('c-local', { backendType: 'local', backend: mapOf({ path: 'x.tfstate' }) }),
  variant('c-cloud', {
    backendType: 'cloud',
    backend: mapOf({ organization: 'org', workspaces: { name: 'ws-{terraform_workspace}' } }),
  }),
  variant('c-http', { backendType: 'http', backend: mapOf({ address: 'https://example.invalid/state' }) }),
  variant('c-alias', {
    providers: mapOf({
      'aws.second': { alias: 'second', region: 'r4' },
      aws: { region: 'r3', ...orgTags },
    }),
  }),
  variant('c-req', {
    requiredVersion: '>= 1.5',
    requiredProviders: mapOf({ aws: { source: 'example/aws', version: '~> 5.0' } }),
  }),
  componentOf({
    stack: 'acme-none',
    workspace: 'acme-none',
    vars: mapOf({ tenant: 'acme', stage: 'none' }),
    backendType: '',
  }),
];

const cases: readonly (readonly [name: string, components: readonly Component[], more?: Partial<Project>])[] =
  [
    ['tf-plan-sequence', sharedStack, { env: { FROM_FILE: 'atmos' } }],
    ['tf-apply-deploy-and-plan-files', sharedStack],
    ['tf-init-flags-skip-and-passthrough', sharedStack],
    ['tf-exit-codes', sharedStack],
    ['quirk-from-plan-flag-is-lost', sharedStack],
    ['tf-abstract-disabled-locked-missing', restricted],
    ['tf-generated-files', generated],
  ];

const errorWords: Readonly<Record<string, string>> = {
  'component-abstract': 'abstract',
  'component-locked': 'locked',
  'component-not-found': 'component-folder-missing',
  'stack-invalid': 'backend-type-missing',
};

// Left to other rooms: finding a component, commands of Atmos itself, another working folder.
const elsewhere = ['component-not-in-stack', 'component-required'];

for (const [name, components, more] of cases) {
  const file = join(import.meta.dirname, '..', '..', 'golden', name, 'expect.json');
  const { runs } = JSON.parse(readFileSync(file, 'utf8')) as { runs: readonly Run[] };
  for (const [index, run] of runs.entries()) {
    if (run.argv[1] === 'generate' || elsewhere.includes(run.error ?? '')) continue;
    if (run.cwd !== undefined || run.argv.includes('components/terraform/vpc')) continue;
    test(`${name}, run ${index + 1}: ${run.argv.join(' ')}`, () => check(run, components, more));
  }
}

function check(run: Run, components: readonly Component[], more: Partial<Project> = {}): void {
  const typed = splitTerraformArguments(run.argv.slice(1));
  const component = components.find((one) => one.name === typed.component && one.stack === typed.stack);
  assert.ok(component, `${typed.component} in ${typed.stack}`);
  const decide = () =>
    planRun({
      project: projectOf(settingsFrom(run.env), more),
      component,
      subcommand: typed.subcommand,
      extra: typed.extra,
      options: typed,
      inherited: run.env ?? {},
      isFolder: (path) => path !== '/p/components/terraform/gone',
    });
  const expected = run.error === undefined ? undefined : errorWordOf(decide);
  if (expected !== undefined) {
    assert.is(expected, run.error);
    assert.is(run.exit, 1);
    return;
  }
  const decided = decide();
  if (isSkipped(decided)) {
    assert.is(run.exit, 0);
    assert.equal(run.calls, []);
    assert.match(decided.message, 'disabled');
    return;
  }
  if (typed.dryRun) return;
  const { calls, exit } = execute(decided, run.fake ?? {});
  assert.is(exit, run.exit);
  const recorded = run.quirk === undefined ? run.calls : run.calls.slice(0, -1);
  assert.equal(
    calls.slice(0, recorded.length).map(({ args }) => args),
    recorded.map(({ argv }) => argv),
  );
  if (run.quirk === undefined) assert.is(calls.length, run.calls.length);
  else assert.match(JSON.stringify(calls.at(-1)?.args), /\["apply",.*plan/);
  for (const [index, call] of recorded.entries()) checkCall(decided, calls[index], call, run);
  if (exit === 0) checkLeftovers(decided, run);
}

/** Runs the commands on paper with the exit codes that the recording's fake terraform gave. */
function execute(run: TerraformRun, fake: Readonly<Record<string, number>>) {
  const calls: TerraformCommand[] = [];
  const exitOf = (args: readonly string[]) => fake[`EXIT_${args[0]}`] ?? 0;
  for (const command of run.commands) {
    calls.push(command);
    let exit = exitOf(command.args);
    if (command.fallback !== undefined && exit === command.fallback.exitCode) {
      calls.push({ ...command, args: command.fallback.args });
      exit = exitOf(command.fallback.args);
    }
    if (exit !== 0) return { calls, exit };
  }
  return { calls, exit: 0 };
}

function checkCall(
  run: TerraformRun,
  command: TerraformCommand | undefined,
  call: Call,
  { quirk }: Run,
): void {
  assert.is(relative('/p', run.folder), call.cwd);
  if (quirk === undefined) {
    const written = run.files.map(({ path, content }) => [basename(path), JSON.parse(content)] as const);
    assert.equal(Object.fromEntries(written), call.files);
  }
  const change = { ...run.change, ...command?.change };
  assert.equal(comparable(change), comparable(call.env));
}

/** Without what an implementation of its own has no reason to set; a null is what the recording shows as `<nil>`. */
function comparable(env: Readonly<Record<string, string | null>>): Record<string, string> {
  const own = ['ATMOS_CONTAINER_RUNTIME_AUTO_START', 'TF_APPEND_USER_AGENT'];
  const entries = Object.entries(env)
    .filter(([name]) => !own.includes(name) && !name.startsWith('TF_PLUGIN_CACHE_'))
    .map(([name, value]) => [name, (value ?? '<nil>').replace(/^\$\{PROJECT\}/, '/p')]);
  return Object.fromEntries(entries);
}

/** Where the recording looked into the folder afterwards: what we remove is gone, what we leave is there. */
function checkLeftovers(run: TerraformRun, { files }: Run): void {
  if (files === undefined) return;
  const names = Object.keys(files).map((path) => basename(path));
  const removed = run.cleanUp.map(({ path }) => basename(path));
  for (const name of removed) assert.not(names.includes(name), `${name} should be gone`);
  for (const { path } of run.files) {
    const name = basename(path);
    if (removed.includes(name) || !names.some((one) => one.endsWith('.json'))) continue;
    assert.ok(names.includes(name), `${name} should be there`);
  }
}

function settingsFrom(env: Run['env'] = {}) {
  const read = (name: string, otherwise: boolean) =>
    (env[`ATMOS_COMPONENTS_TERRAFORM_${name}`] ?? String(otherwise)) === 'true';
  return {
    applyAutoApprove: read('APPLY_AUTO_APPROVE', false),
    autoGenerateBackendFile: read('AUTO_GENERATE_BACKEND_FILE', true),
    deployRunInit: read('DEPLOY_RUN_INIT', true),
    initPassVars: read('INIT_PASS_VARS', false),
    initRunReconfigure: read('INIT_RUN_RECONFIGURE', true),
    planSkipPlanfile: read('PLAN_SKIP_PLANFILE', false),
  };
}

function errorWordOf(decide: () => unknown): string | undefined {
  try {
    decide();
    return undefined;
  } catch (error) {
    if (!isProblem(error)) throw error;
    assert.ok(error.at?.line, 'a Problem names file and line');
    return errorWords[error.code];
  }
}

test.run();
