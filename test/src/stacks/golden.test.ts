/**
 * The recorded runs of Atmos that read a project, asked of the functions behind the verbs. The program's own runner
 * (test/golden) does the same through the built program, and the runs that start Terraform.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem, type ProblemCode } from '../../../src/domain/problem.ts';
import type { Project } from '../../../src/domain/project.ts';
import { type Plain, toPlain, type Value, valueAt } from '../../../src/domain/value.ts';
import { evaluated } from '../../../src/flows/evaluate-component.ts';
import { mergeAuth } from '../../../src/identity/merge-auth.ts';
import { pickIdentity } from '../../../src/identity/pick-identity.ts';
import { readAuth } from '../../../src/identity/read-auth.ts';
import type { World } from '../../../src/ports.ts';
import { dependencyEdges } from '../../../src/stacks/dependency-edges.ts';
import { describeComponent, schemaKeys } from '../../../src/stacks/describe-component.ts';
import { describeStacks } from '../../../src/stacks/describe-stacks.ts';
import { findComponent } from '../../../src/stacks/find-component.ts';
import { listComponents } from '../../../src/stacks/list-components.ts';
import { listStacks } from '../../../src/stacks/list-stacks.ts';
import { findByPath } from '../../../src/yaml/query.ts';
import {
  type Asked,
  caseNames,
  type GoldenCase,
  type GoldenRun,
  openCase,
  openRun,
  parseWords,
} from './golden-case.ts';

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
  'identity-not-found': ['identity-not-found'],
  'locals-cycle': ['stack-invalid'],
  'unknown-yaml-tag': ['yaml-invalid'],
  'exec-failed': ['function-failed'],
  'include-not-found': ['function-failed'],
  'no-stack-naming': ['config-invalid'],
};

/** What a person deserves where Atmos fails: who Terraform runs as. */
const quirks: Readonly<Record<string, string>> = {
  "the component's default beats the stack's": 'reader',
  'a false marker on an unknown name is dropped': 'writer',
  "the stack's default beats the profile's": 'writer',
};

/** Stands in a recording for the folder of the project. */
const projectMark = `\${PROJECT}`;

type Look = (world: World, project: Project) => Plain;

for (const name of caseNames()) {
  const opened = openCase(name);
  opened.runs.forEach((run, index) => {
    const asked = parseWords(run.argv);
    const look = question(run, asked);
    if (look === undefined) return;
    test(`${name}, run ${index + 1}: ${run.argv.join(' ')}`, () => compare(opened, run, asked, look));
  });
}

/** What answers a run; undefined for one that needs more than these rooms. */
function question(run: GoldenRun, asked: Asked): Look | undefined {
  const [first = '', second = '', component = ''] = asked.words;
  const flag = (name: string): string | undefined => asked.flags.get(name)?.[0];
  const list = (name: string): readonly string[] | undefined => flag(name)?.split(',');
  const stack = flag('-s');
  const options = {
    processTemplates: flag('--process-templates') !== 'false',
    processFunctions: flag('--process-functions') !== 'false',
    skip: asked.flags.get('--skip') ?? [],
    strict: flag('--error-mode') === 'strict',
  };
  switch (`${first} ${second}`) {
    case 'describe component':
      if (stack === undefined) return undefined;
      return (world, project) => {
        const all = toPlain(describeComponent(world, project, { component, stack, ...options }).sections);
        const schema = run.env['ATMOS_DESCRIBE_COMPONENT_FILTER'] === 'schema';
        return queried(schema ? kept(all as Tree, schemaKeys) : all, flag('--query'));
      };
    case 'describe stacks':
      return (world, project) => {
        const question = {
          ...options,
          ...(stack !== undefined && { stack }),
          components: list('--components') ?? [],
          sections: list('--sections') ?? [],
          includeEmpty: asked.flags.has('--include-empty-stacks'),
          ...(flag('--component-types') !== undefined && { types: list('--component-types') ?? [] }),
        };
        const { stacks, faults } = describeStacks(world, project, question);
        assert.equal(faults, []);
        return queried(toPlain(stacks), flag('--query'));
      };
    case 'list stacks':
      return (world, project) => {
        const wanted = flag('-c');
        return listStacks(world, project)
          .stacks.filter(
            ({ components }) => wanted === undefined || components.some((one) => one.name === wanted),
          )
          .map((one) => ({ Stack: one.name, ...(wanted !== undefined && { Component: wanted }) }));
      };
    case 'list components':
      return (world, project) =>
        listComponents(world, project, stack).components.map((one) => ({
          Component: one.component,
          Stacks: String(one.stacks.length),
          Type: one.type,
        }));
    case 'describe dependents':
      return (world, project) =>
        dependencyEdges(world, project)
          .edges.filter(({ to }) => to.component === component && to.stack === stack)
          .map(({ from }) => ({ component: from.component, stack: from.stack }));
    case 'describe config':
      return (_, project) => configuration(project);
    case 'terraform generate':
      if (component !== 'varfile' || stack === undefined) return undefined;
      return (world, project) =>
        toPlain(findComponent(world, project, { component: asked.words[3] ?? '', stack }).vars);
    case 'terraform plan':
      return stack === undefined || component === '' ? undefined : identity(run, asked, { component, stack });
    default:
      return undefined;
  }
}

type Tree = { [key: string]: Plain };

const kept = (all: Tree, keys: readonly string[]): Tree =>
  Object.fromEntries(Object.entries(all).filter(([key]) => keys.includes(key)));

function queried(data: Plain, query: string | undefined): Plain {
  if (query === undefined) return data;
  return query === 'keys' ? Object.keys(data as Tree).sort() : findByPath(data, query, { file: '--query' });
}

async function compare(opened: GoldenCase, run: GoldenRun, asked: Asked, look: Look): Promise<void> {
  const { ports, project } = openRun(opened, run, asked);
  const answer = () => evaluated(ports, (world) => look(world, project(world)));
  const wanted = codes[run.error ?? ''];
  if (run.quirk === undefined && run.exit !== 0 && wanted !== undefined) return fails(run, wanted, answer);
  if (run.quirk === undefined) assert.is(run.exit, 0, `our code for ${run.error} is not known`);
  const ours = JSON.parse(
    JSON.stringify(await answer(), exact).replaceAll(opened.folder, projectMark),
    inexact,
  );
  if (asked.words[0] === 'terraform' && asked.words[1] === 'plan') return;
  const recorded = asked.words[1] === 'generate' ? Object.values(run.files ?? {})[0] : run.json;
  if (asked.words[1] === 'dependents')
    assert.equal(
      ours,
      (recorded as Tree[]).map(({ component, stack }) => ({ component, stack })),
    );
  else if (run.pick === undefined || asked.words[1] === 'config') holds(recorded as Plain, ours, run, asked);
  else for (const path of run.pick) assert.equal(at(ours, path), (recorded as Tree)[path], path);
}

const exact = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `bigint ${value}` : value);
const inexact = (_: string, value: unknown): unknown =>
  typeof value === 'string' && /^bigint -?\d+$/.test(value) ? BigInt(value.slice('bigint '.length)) : value;

/** Whole outputs are compared as they are; of a configuration those parts that our configuration has. */
function holds(recorded: Plain, ours: Plain, run: GoldenRun, asked: Asked): void {
  if (asked.words[1] !== 'config') assert.equal(ours, recorded);
  else
    for (const [path, value] of Object.entries(recorded as Tree))
      if (path in (ours as Tree))
        assert.equal((ours as Tree)[path], value, `${path} of ${run.argv.join(' ')}`);
}

function at(data: Plain, path: string): Plain {
  let value: Plain | undefined = data;
  for (const key of path.split('/'))
    value = typeof value === 'object' && value !== null && !Array.isArray(value) ? value[key] : undefined;
  return value === undefined ? { $absent: true } : value;
}

async function fails(
  run: GoldenRun,
  wanted: readonly ProblemCode[],
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isProblem(error)) throw error;
    assert.ok(wanted.includes(error.code), `${error.code} ${error.message}`);
    assert.ok(error.hint, 'says what to do');
    assert.is(error.exitCode, run.exit);
    return;
  }
  assert.unreachable(`must fail with ${wanted.join(' or ')}`);
}

/** The configuration under the paths that describe config gives it; identities in lower case, as Atmos stores them. */
function configuration(project: Project): Tree {
  const plain = (...path: string[]): Plain => {
    const value = valueAt(project.config, ...path);
    return value === undefined ? { $absent: true } : toPlain(value);
  };
  const identities = Object.entries(plain('auth', 'identities') as Tree);
  const marked = identities.some(([, entry]) => (entry as Tree)['kind'] === undefined);
  return {
    env: project.env,
    'settings/list_merge_strategy': plain('settings', 'list_merge_strategy'),
    'stacks/name_template': plain('stacks', 'name_template'),
    'components/terraform/init_run_reconfigure': project.terraform.initRunReconfigure,
    // An entry without kind destroys the identity in Atmos and marks it here: compared in its own test below.
    ...(marked || project.profiles.some(({ name }) => name === 'mark')
      ? {}
      : {
          'auth/identities': Object.fromEntries(identities.map(([id, entry]) => [id.toLowerCase(), entry])),
        }),
    'auth/providers': plain('auth', 'providers'),
  };
}

/** Who Terraform runs as: the recorded AWS_PROFILE, or what a quirk says in its place. */
function identity(
  run: GoldenRun,
  asked: Asked,
  wanted: { readonly component: string; readonly stack: string },
): Look | undefined {
  const child = run.calls?.[0]?.['env'] as Tree | undefined;
  const flag = asked.flags.get('--identity')?.[0] ?? asked.flags.get('-i')?.[0];
  const quirk =
    run.quirk === 'names compare without case'
      ? (flag ?? 'admin-user').toLowerCase()
      : quirks[run.quirk ?? ''];
  const expected = run.quirk === undefined ? child?.['AWS_PROFILE'] : quirk;
  const kinds = ['default-identity-not-defined', 'identity-not-found', 'component-not-in-stack'];
  if (expected === undefined && !kinds.includes(run.error ?? '')) return undefined;
  return (world, project) => {
    const component = findComponent(world, project, wanted);
    const choice = pickIdentity({
      auth: readAuth(mergeAuth(project.auth, component.auth), project.realm),
      ...(flag !== undefined && { flag }),
      ...(run.env['ATMOS_IDENTITY'] !== undefined && { environment: run.env['ATMOS_IDENTITY'] }),
      defaults: [...component.identityDefaults, ...project.identityDefaults],
    });
    const name = choice.type === 'identity' ? choice.identity.name : choice.type;
    assert.is(name.toLowerCase(), expected);
    return name;
  };
}

test('an entry without kind only marks the identity, and keeps its own kind and via', () => {
  const opened = openCase('profile-redefines-identity');
  const [run] = opened.runs.filter(({ argv }) => argv.includes('mark'));
  const { ports, project: load } = openRun(opened, run as GoldenRun, parseWords(run?.argv ?? []));
  const project = load(ports);
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
