/**
 * The recorded runs of Atmos, one after the other: each case's project is read with the real configuration and
 * stacks, and the commands, files, environment and leftovers that the run says must be those that were seen.
 */
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadProject } from '../../../src/config/load-project.ts';
import { isProblem, type Problem } from '../../../src/domain/problem.ts';
import { diskFiles } from '../../../src/edge/disk-files.ts';
import { processEnvironment } from '../../../src/edge/process-environment.ts';
import { findComponent } from '../../../src/stacks/find-component.ts';
import { splitTerraformArguments, type TerraformArguments } from '../../../src/terraform/arguments.ts';
import { planRun } from '../../../src/terraform/plan-run.ts';
import { inheritedVariables } from '../../../src/terraform/run-environment.ts';
import {
  isSkipped,
  type SkippedRun,
  type TerraformCommand,
  type TerraformRun,
} from '../../../src/terraform/terraform-run.ts';

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
  /** Here Atmos loses a flag; what a person deserves is said below. */
  readonly quirk?: string;
  readonly calls: readonly Call[];
  readonly files?: Readonly<Record<string, unknown>>;
}

const cases = [
  'quirk-from-plan-flag-is-lost',
  'tf-abstract-disabled-locked-missing',
  'tf-apply-deploy-and-plan-files',
  'tf-exit-codes',
  'tf-generated-files',
  'tf-init-flags-skip-and-passthrough',
  'tf-plan-sequence',
];

const codes: Readonly<Record<string, string>> = {
  abstract: 'component-abstract',
  'backend-type-missing': 'stack-invalid',
  'component-folder-missing': 'component-not-found',
  'component-not-in-stack': 'component-not-found',
  locked: 'component-locked',
};

const home = realpathSync(mkdtempSync(join(tmpdir(), 'atmos-kit-golden-')));

for (const name of cases) {
  const from = join(import.meta.dirname, '..', '..', 'golden', name);
  const project = join(home, name);
  cpSync(from, project, { recursive: true });
  // A key that is null reads as `<nil>` in the recording; our reader asks for a key in quotes instead.
  const manifest = join(project, 'stacks/orgs/acme/dev.yaml');
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('null: {}', '"<nil>": {}'));
  const { runs } = JSON.parse(readFileSync(join(from, 'expect.json'), 'utf8')) as { runs: readonly Run[] };
  for (const [index, run] of runs.entries()) {
    const typed = splitTerraformArguments(run.argv.slice(1));
    // Left to others: commands of Atmos itself, a missing component, a component named by its folder.
    const byFolder = typed.component?.startsWith('components/') ?? true;
    if (typed.subcommand[0] === 'generate' || byFolder) continue;
    test(`${name}, run ${index + 1}: ${run.argv.join(' ')}`, () => check(project, run, typed));
  }
}

function check(project: string, run: Run, typed: TerraformArguments): void {
  if (run.error !== undefined && run.calls.length === 0) {
    const problem = problemOf(() => decide(project, run, typed));
    assert.is(problem?.code, codes[run.error]);
    assert.is(problem?.exitCode, run.exit);
    assert.ok(problem?.hint);
    return;
  }
  const decided = decide(project, run, typed);
  if (isSkipped(decided)) {
    assert.is(run.exit, 0);
    assert.equal(run.calls, []);
    assert.match(decided.message, 'disabled');
    return;
  }
  if (typed.dryRun) return;
  const { calls, exit } = execute(decided, run.fake ?? {});
  assert.is(exit, run.exit);
  const expected = run.calls.map(({ argv }) => argv);
  if (run.quirk !== undefined) expected.splice(-1, 1, ['apply', typed.planFile ?? 'acme-dev-vpc.planfile']);
  assert.equal(
    calls.map(({ args }) => args),
    expected,
  );
  for (const [index, call] of run.calls.entries()) {
    assert.is(relative(project, decided.folder), call.cwd);
    const change = { ...decided.change, ...calls[index]?.change };
    assert.equal(comparable(change, project), comparable(call.env, project));
    if (run.quirk !== undefined) continue;
    const written = decided.files.map(({ path, content }) => [basename(path), JSON.parse(content)] as const);
    assert.equal(Object.fromEntries(written), call.files);
  }
  if (exit === 0) checkLeftovers(decided, run);
}

function decide(folder: string, run: Run, typed: TerraformArguments): TerraformRun | SkippedRun {
  const world = { files: diskFiles(), environment: processEnvironment({ HOME: home, ...run.env }) };
  const project = loadProject(world, { cwd: join(folder, run.cwd ?? '') });
  const wanted = { component: typed.component ?? '', stack: typed.stack ?? '' };
  return planRun({
    project,
    component: findComponent(world, project, wanted),
    subcommand: typed.subcommand,
    extra: typed.extra,
    options: typed,
    inherited: inheritedVariables(world.environment),
    isFolder: (path) => world.files.stat(path)?.type === 'folder',
  });
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

/** Without what we have no reason to set. */
function comparable(env: Readonly<Record<string, string | null>>, project: string): Record<string, string> {
  const entries = Object.entries(env)
    .filter(([name]) => !/^(ATMOS_CONTAINER_|TF_APPEND_USER_AGENT$|TF_PLUGIN_CACHE_)/.test(name))
    .map(([name, value]) => [name, (value ?? '<nil>').replace(/^\$\{PROJECT\}/, project)]);
  return Object.fromEntries(entries);
}

/** Where the recording looked into the folder afterwards: what we remove is gone, what we leave is there. */
function checkLeftovers(run: TerraformRun, { files }: Run): void {
  if (files === undefined) return;
  const names = Object.keys(files).map((path) => basename(path));
  const removed = run.cleanUp.map(({ path }) => basename(path));
  for (const name of removed) assert.not(names.includes(name), `${name} should be gone`);
  if (!names.some((name) => name.endsWith('.json'))) return;
  for (const { path } of run.files) {
    const name = basename(path);
    if (!removed.includes(name)) assert.ok(names.includes(name), `${name} should be there`);
  }
}

function problemOf(act: () => unknown): Problem | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (!isProblem(error)) throw error;
    return error;
  }
}

test.after(() => rmSync(home, { recursive: true, force: true }));
test.run();
