import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Component } from '../../../src/domain/component.ts';
import { isProblem, type ProblemCode } from '../../../src/domain/problem.ts';
import type { Project } from '../../../src/domain/project.ts';
import { type Plain, toPlain, type Value, valueAt } from '../../../src/domain/value.ts';
import { mergeAuth } from '../../../src/identity/merge-auth.ts';
import { pickIdentity } from '../../../src/identity/pick-identity.ts';
import { readAuth } from '../../../src/identity/read-auth.ts';
import type { World } from '../../../src/ports.ts';
import { findComponent } from '../../../src/stacks/find-component.ts';
import { listStacks } from '../../../src/stacks/list-stacks.ts';
import { ManifestReader } from '../../../src/stacks/read-manifest.ts';
import { stackContext } from '../../../src/stacks/stack-context.ts';
import { type Asked, type GoldenCase, type GoldenRun, openCase, openRun, parseWords } from './golden-case.ts';

/** Our codes for the recorded kinds of failure. */
const codes: Readonly<Record<string, readonly ProblemCode[]>> = {
  'component-not-in-stack': ['stack-not-found', 'component-not-found'],
  'profile-not-found': ['profile-not-found'],
  'import-not-found': ['import-not-found'],
  'self-import': ['import-cycle'],
  'bad-import': ['stack-invalid'],
  'template-directive-in-plain-yaml': ['yaml-invalid'],
  'base-component-missing': ['stack-invalid'],
  'inheritance-cycle': ['stack-invalid'],
  'inherits-not-a-list': ['stack-invalid'],
  'bad-list-merge-strategy': ['config-invalid'],
  'metadata-key-not-allowed-globally': ['stack-invalid'],
  'duplicate-component-config': ['stack-invalid'],
  'backend-type-without-section': ['stack-invalid'],
  'duplicate-key': ['yaml-invalid'],
  'bad-manifest': ['stack-invalid'],
  'default-identity-not-defined': ['identity-not-found', 'auth-config-invalid'],
};

/** Runs that Atmos answers and that this version refuses by name, or where it answers and Atmos does not. */
const refused = 'construct-not-supported';
const differences: Readonly<Record<string, string>> = {
  'merge-global-type-component-layers: describe component chart -s acme-dev': refused,
  'stack-name-is-file-path-without-naming-config: describe stacks': 'answers',
};

const whole = [
  'backend-merge-and-s3-prefix',
  'component-attribute-as-base',
  'config-base-path-classes-in-git',
  'config-cli-path-env-anchors-base-path',
  'config-found-from-subdirectory',
  'config-imports-and-atmos-d-order',
  'config-layers-home-then-cwd',
  'config-none-falls-back-to-defaults',
  'imports-glob-order',
  'imports-order-and-paths',
  'inherits-multiple-order',
  'list-merge-strategies',
  'merge-global-type-component-layers',
  'merge-maps-nulls-and-type-conflicts',
  'metadata-inheritance-and-globals',
  'overrides-scope',
  'profile-redefines-identity',
  'profiles-merge-order',
  'stack-argument-forms',
  'stack-default-identity',
  'stack-name-from-pattern',
  'stack-name-in-manifest-wins',
  'stack-name-is-file-path-without-naming-config',
  'stack-name-shared-by-two-files',
  'stacks-included-excluded-globs',
  'templates-off-by-default-in-project-config',
  'tf-workspace-names',
  'yaml-tags-append-and-unset',
];

/** Cases whose point is a construct that is refused so far; runs that Atmos refuses as well fail in their own way. */
const notYet = [
  'imports-templated-path-and-tmpl-files',
  'imports-with-context',
  'locals-are-file-scoped',
  'stack-name-from-template',
  'templates-context-and-types',
];

for (const name of whole)
  test(`${name} comes out as recorded`, () => {
    const opened = openCase(name);
    let compared = 0;
    for (const run of opened.runs) compared += compare(opened, run) ? 1 : 0;
    assert.ok(compared > 0, 'a run was compared');
  });

test('imports-missing comes out as recorded', () => {
  const opened = openCase('imports-missing');
  for (const run of opened.runs) assert.ok(compare(opened, run));
});

test('yaml-scalar-types comes out as recorded, big integers too', () => {
  const opened = openCase('yaml-scalar-types');
  assert.is(opened.runs.filter((run) => compare(opened, run)).length, 7);
});

for (const name of notYet)
  test(`${name} is refused by name and place, never skipped`, () => {
    const opened = openCase(name);
    for (const run of opened.runs.filter(({ exit }) => exit === 0)) {
      const asked = parseWords(run.argv);
      if (asked.words[1] === 'component')
        fails([refused], () => describe(opened, run, asked), run.argv.join(' '));
    }
  });

/** Compares one run; false for one that no function of these rooms answers. */
function compare(opened: GoldenCase, run: GoldenRun): boolean {
  const asked = parseWords(run.argv);
  const title = `${opened.name}: ${run.argv.join(' ')} ${JSON.stringify(run.env)}`;
  const difference = Object.entries(differences).find(([start]) => title.startsWith(start))?.[1];
  const raw = asked.flags.get('--process-functions')?.[0] === 'false' && opened.name !== 'yaml-scalar-types';
  if (
    raw ||
    difference === 'answers' ||
    (asked.flags.get('-s') === undefined && asked.words[0] === 'terraform')
  )
    return false;
  switch (asked.words.slice(0, 2).join(' ')) {
    case 'describe component':
      if (asked.flags.get('-s') === undefined) return false;
      if (difference !== undefined)
        fails([difference as ProblemCode], () => describe(opened, run, asked), title);
      else if (run.exit === 0) matches(run.json, describe(opened, run, asked), title);
      else fails(codes[run.error ?? ''] ?? [], () => describe(opened, run, asked), title);
      return true;
    case 'describe config':
      matches(run.json, config(openRun(opened, run, asked).project()), title);
      return true;
    case 'describe stacks':
    case 'list stacks':
      if (run.exit !== 0) return failsToList(opened, run, asked, title);
      assert.equal(stacks(opened, run, asked), run.json, title);
      return true;
    case 'terraform generate':
      assert.equal(describe(opened, run, asked)['vars'], Object.values(run.files ?? {})[0], title);
      return true;
    case 'terraform plan':
      return comparePlan(opened, run, asked, title);
    default:
      return false;
  }
}

function fails(wanted: readonly ProblemCode[], work: () => unknown, title: string): void {
  try {
    work();
  } catch (error) {
    if (!isProblem(error)) throw error;
    assert.ok(wanted.includes(error.code), `${title}: ${error.code} ${error.message}`);
    assert.ok(error.hint, `${title} says what to do`);
    if (wanted.includes(refused)) assert.ok(error.at?.file, `${title} says where`);
    if (error.code === 'profile-not-found') assert.is(error.exitCode, 2);
    return;
  }
  assert.unreachable(`${title} must fail with ${wanted.join(' or ')}`);
}

/** The recorded values, each under the path that it was picked by, against ours. */
function matches(
  recorded: Plain | undefined,
  ours: Readonly<Record<string, Plain | undefined>>,
  title: string,
): void {
  for (const [path, value] of Object.entries(recorded as { [key: string]: Plain }))
    if (path in ours) assert.equal(ours[path], value, `${title}: ${path}`);
}

/** A component under the paths that describe gives its parts. */
function describe(opened: GoldenCase, run: GoldenRun, asked: Asked): Record<string, Plain | undefined> {
  const { world, project: load } = openRun(opened, run, asked);
  const project = load();
  const component = asked.words[asked.words[0] === 'terraform' ? 3 : 2] ?? asked.words.at(-1) ?? '';
  const stack = asked.flags.get('-s')?.[0] ?? '';
  const found = findComponent(world, project, { component, stack });
  const file = manifestFile(project, found);
  const folder = join(project.terraform.basePath, found.folder);
  const vars = plain(found.vars);
  return {
    vars,
    'vars/name': (vars as { [key: string]: Plain })['name'],
    env: plain(found.env),
    settings: plain(found.settings),
    metadata: plain(found.metadata),
    backend: plain(found.backend),
    backend_type: found.backendType ?? '',
    command: found.command,
    inheritance: [...found.inheritance],
    workspace: found.workspace,
    atmos_stack_file: found.manifest,
    ...(stack.includes('/') ? {} : { atmos_stack: found.stack, stack: found.stack }),
    'component_info/component_path': `\${PROJECT}/${relative(opened.folder, folder)}`,
    imports: [...new ManifestReader(stackContext(world, project)).read(file).imports].sort(),
    locals: { $absent: true },
  };
}

const plain = (value: Value): Plain => toPlain(value);

const manifestFile = (project: Project, { manifest }: Component): string =>
  ['.yaml', '.yml', '']
    .map((end) => join(project.stacks.basePath, `${manifest}${end}`))
    .find((path) => existsSync(path)) as string;

/** The configuration under the paths that describe config gives it; identities in lower case, as Atmos stores them. */
function config(project: Project): Record<string, Plain | undefined> {
  const at = (...path: string[]) => {
    const value = valueAt(project.config, ...path);
    return value && toPlain(value);
  };
  const identities = Object.entries((at('auth', 'identities') ?? {}) as { [key: string]: Plain });
  const marked = identities.some(([, entry]) => (entry as { [key: string]: Plain })['kind'] === undefined);
  return {
    env: project.env,
    'settings/list_merge_strategy': at('settings', 'list_merge_strategy'),
    'stacks/name_template': at('stacks', 'name_template'),
    'components/terraform/init_run_reconfigure': project.terraform.initRunReconfigure,
    // An entry without kind destroys the identity in Atmos and marks it here: compared in its own test below.
    ...(marked || project.profiles.some(({ name }) => name === 'mark')
      ? {}
      : {
          'auth/identities': Object.fromEntries(identities.map(([id, entry]) => [id.toLowerCase(), entry])),
        }),
    'auth/providers': at('auth', 'providers'),
  };
}

function stacks(opened: GoldenCase, run: GoldenRun, asked: Asked): Plain {
  const { world, project: load } = openRun(opened, run, asked);
  const project = load();
  const list = listStacks(world, project);
  assert.equal(list.faults, []);
  if (asked.words[0] === 'list') return list.stacks.map(({ name }) => ({ Stack: name }));
  const section = asked.flags.get('--sections')?.[0] as 'vars' | 'settings';
  return Object.fromEntries(
    list.stacks.map(({ name, components }) => [
      name,
      {
        components: {
          terraform: Object.fromEntries(
            components.map((component) => [
              component.name,
              {
                [section]: plain(
                  findComponent(world, project, { component: component.name, stack: name })[section],
                ),
              },
            ]),
          ),
        },
      },
    ]),
  );
}

/** What Atmos refuses as a whole we tell per component. */
function failsToList(opened: GoldenCase, run: GoldenRun, asked: Asked, title: string): boolean {
  const { world, project: load } = openRun(opened, run, asked);
  const project = load();
  const { faults } = listStacks(world, project);
  assert.ok(
    faults.some(({ code }) => codes[run.error ?? '']?.includes(code)),
    title,
  );
  return true;
}

/** Who Terraform runs as: the recorded AWS_PROFILE, or what a quirk says in its place. */
const quirks: Readonly<Record<string, string>> = {
  'an entry without kind marks the identity instead of destroying it': 'reader,writer',
  "the component's default beats the stack's": 'reader',
  'a false marker on an unknown name is dropped': 'writer',
  'names compare without case': 'admin-user',
  "the stack's default beats the profile's": 'writer',
};

function comparePlan(opened: GoldenCase, run: GoldenRun, asked: Asked, title: string): boolean {
  const { world, project: load } = openRun(opened, run, asked);
  const wanted = { component: asked.words[2] ?? '', stack: asked.flags.get('-s')?.[0] ?? '' };
  const expected =
    run.quirk === undefined
      ? ((run.calls?.[0]?.['env'] as { [key: string]: Plain } | undefined)?.['AWS_PROFILE'] as
          | string
          | undefined)
      : quirks[run.quirk];
  if (expected?.includes(',') === true) return false;
  const pick = () => identityOf(world, load(), wanted, run, asked);
  if (expected !== undefined) assert.is(pick().toLowerCase(), expected, title);
  else if (codes[run.error ?? ''] !== undefined) fails(codes[run.error ?? ''] ?? [], pick, title);
  else return false;
  return true;
}

function identityOf(
  world: World,
  project: Project,
  wanted: { component: string; stack: string },
  run: GoldenRun,
  asked: Asked,
): string {
  const component = findComponent(world, project, wanted);
  const flag = asked.flags.get('--identity')?.[0];
  const choice = pickIdentity({
    auth: readAuth(mergeAuth(project.auth, component.auth), project.realm),
    ...(flag !== undefined && { flag }),
    ...(run.env['ATMOS_IDENTITY'] !== undefined && { environment: run.env['ATMOS_IDENTITY'] }),
    defaults: [...component.identityDefaults, ...project.identityDefaults],
  });
  return choice.type === 'identity' ? choice.identity.name : choice.type;
}

test('an entry without kind only marks the identity, and keeps its own kind and via', () => {
  const opened = openCase('profile-redefines-identity');
  const [run] = opened.runs.filter(({ argv }) => argv.includes('mark'));
  const project = openRun(opened, run as GoldenRun, parseWords(run?.argv ?? [])).project();
  assert.equal(toPlain(valueAt(project.auth, 'identities', 'writer') as Value), {
    kind: 'mock/aws',
    via: { provider: 'corp' },
    default: true,
  });
  assert.equal(
    project.identityDefaults.map(({ identity, layer }) => `${identity} ${layer}`),
    ['writer profile', 'reader atmos.yaml'],
  );
});

test.run();
