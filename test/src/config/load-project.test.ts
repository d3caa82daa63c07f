import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { listProfiles } from '../../../src/config/list-profiles.ts';
import { loadProject, type ProjectRequest } from '../../../src/config/load-project.ts';
import { isProblem, type Problem } from '../../../src/domain/problem.ts';
import type { Project } from '../../../src/domain/project.ts';
import { toPlain, type Value, valueAt } from '../../../src/domain/value.ts';
import { processEnvironment } from '../../../src/edge/process-environment.ts';
import { memoryFiles } from '../memory-files.ts';

interface Given {
  readonly files: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly request?: Partial<ProjectRequest>;
}

const world = ({ files, env }: Given) => ({
  files: memoryFiles(files),
  environment: processEnvironment({ HOME: '/home/me', ...env }),
});
const load = (given: Given): Project => loadProject(world(given), { cwd: '/p', ...given.request });

function problem(given: Given): Problem {
  try {
    load(given);
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  return assert.unreachable('a Problem was expected') as never;
}

const plain = (project: Project, ...path: string[]) => {
  const value = valueAt(project.config, ...path);
  return value && toPlain(value);
};

const stacks = 'stacks: {base_path: stacks, included_paths: [a]}';
const basePaths: readonly (readonly [string, Given, string])[] = [
  ['a dot starts at the folder of atmos.yaml', { files: { '/p/atmos.yaml': 'base_path: ./x' } }, '/p/x'],
  ['an absolute one stays', { files: { '/p/atmos.yaml': 'base_path: /y' } }, '/y'],
  ['nothing is the folder of atmos.yaml', { files: { '/p/atmos.yaml': stacks } }, '/p'],
  [
    'from a folder below, it is the same project',
    { files: { '/p/atmos.yaml': 'base_path: "."', '/p/a/b/x': '' }, request: { cwd: '/p/a/b' } },
    '/p',
  ],
  [
    'the hidden name counts in a folder above',
    { files: { '/p/.atmos.yaml': 'base_path: z', '/p/a/x': '' }, request: { cwd: '/p/a' } },
    '/p/z',
  ],
  [
    'one that is given starts at the working folder',
    {
      files: { '/p/atmos.yaml': stacks, '/q/b/x': '' },
      request: { cwd: '/q', basePath: './b', configPaths: ['/p'] },
    },
    '/q/b',
  ],
  [
    'the variable beats the file',
    { files: { '/p/atmos.yaml': 'base_path: x', '/p/b/x': '' }, env: { ATMOS_BASE_PATH: 'b' } },
    '/p/b',
  ],
  ['without any configuration it is the working folder', { files: { '/p/x': '' } }, '/p'],
  [
    'a path with the characters of a glob is only a path',
    { files: { '/p[1]/{x}/atmos.yaml': 'base_path: .' }, request: { cwd: '/p[1]/{x}' } },
    '/p[1]/{x}',
  ],
];
for (const [title, given, basePath] of basePaths)
  test(`base path: ${title}`, () => {
    assert.is(load(given).basePath, basePath);
  });

test('a project with an atmos.yaml has no defaults but its own, one without has them all', () => {
  const own = load({ files: { '/p/atmos.yaml': stacks } });
  assert.equal([own.stacks.templatesEnabled, own.terraform.autoGenerateBackendFile], [false, false]);
  assert.is(own.stacks.namePattern, undefined);
  const none = load({ files: { '/p/x': '' } });
  assert.equal([none.stacks.templatesEnabled, none.terraform.autoGenerateBackendFile], [true, true]);
  assert.is(none.stacks.namePattern, '{tenant}-{environment}-{stage}');
  assert.is(none.configFolder, undefined);
  assert.is(none.realm, 'default');
});

test('variables of the environment beat every file, and say so in their place', () => {
  const project = load({
    files: { '/p/atmos.yaml': stacks },
    env: {
      ATMOS_STACKS_NAME_PATTERN: '{stage}',
      ATMOS_STACKS_INCLUDED_PATHS: ' a/* , b',
      ATMOS_COMPONENTS_TERRAFORM_APPLY_AUTO_APPROVE: 'true',
      ATMOS_COMPONENTS_TERRAFORM_PLAN_SKIP_PLANFILE: '1',
      ATMOS_STACKS_BASE_PATH: '',
    },
  });
  assert.is(project.stacks.namePattern, '{stage}');
  assert.equal(project.stacks.includedPaths, ['a/*', 'b']);
  assert.equal([project.terraform.applyAutoApprove, project.terraform.planSkipPlanfile], [true, true]);
  assert.is(project.stacks.basePath, '/p/stacks');
  assert.is(valueAt(project.config, 'stacks', 'name_pattern')?.at.file, 'ATMOS_STACKS_NAME_PATTERN');
});

test('keys are read without case, names keep theirs', () => {
  const project = load({
    files: {
      '/p/atmos.yaml':
        'Base_Path: x\nENV: {Mixed_Case: 1, NULLED: null}\nauth: {providers: {SSO: {Kind: k}}}',
    },
  });
  assert.is(project.basePath, '/p/x');
  assert.equal(project.env, { Mixed_Case: '1' });
  assert.equal(toPlain(project.auth), { providers: { SSO: { kind: 'k' } } });
});

test('a null or a scalar never takes the place of a map in configuration', () => {
  const files = {
    '/p/atmos.yaml': 'import: [low]\nauth:\nlogs: off',
    '/p/low.yaml': 'auth: {realm: r}\nlogs: {level: x}',
  };
  const project = load({ files });
  assert.is(project.realm, 'r');
  assert.equal(plain(project, 'logs'), { level: 'x' });
});

test('custom commands merge by name', () => {
  const files = {
    '/p/atmos.yaml': 'import: [low]\ncommands: [{name: b, description: own}]',
    '/p/low.yaml': 'commands: [{name: a}, {name: b, description: low}]',
  };
  assert.equal(plain(load({ files }), 'commands'), [{ name: 'a' }, { name: 'b', description: 'own' }]);
});

test('an import that leads nowhere is a warning, a circle is a Problem', () => {
  const { warnings } = load({ files: { '/p/atmos.yaml': 'x: 1\nimport: [gone]' } });
  assert.equal(
    warnings?.map(({ code, at }) => `${code} ${at?.file}:${at?.line}`),
    ['import-not-found /p/atmos.yaml:2'],
  );
  const files = { '/p/atmos.yaml': 'import: [a]', '/p/a.yaml': 'import: [b]', '/p/b.yaml': 'import: [a]' };
  assert.is(problem({ files }).code, 'import-cycle');
});

const auth = (identities: string) => `auth: {identities: ${identities}}`;

test('an identity with a kind replaces the earlier one, markers and all; one without only marks it', () => {
  const files = {
    '/p/atmos.yaml': auth('{Reader: {kind: k, default: true, alias: r}, writer: {kind: k}}'),
    '/p/profiles/whole/a.yaml': auth('{reader: {kind: other}}'),
    '/p/profiles/mark/a.yaml': auth('{WRITER: {default: true}}'),
  };
  const project = load({ files, env: { ATMOS_PROFILE: 'whole,mark' } });
  assert.equal(toPlain(valueAt(project.auth, 'identities') as Value), {
    Reader: { kind: 'other' },
    writer: { kind: 'k', default: true },
  });
  assert.equal(
    project.identityDefaults.map(
      ({ identity, value, layer, at }) => `${identity} ${value} ${layer} ${at.file}`,
    ),
    ['writer true profile /p/profiles/mark/a.yaml'],
  );
});

test('markers come latest file first, so that a profile beats atmos.yaml', () => {
  const files = {
    '/p/atmos.yaml': auth('{a: {kind: k, default: true}, b: {kind: k}}'),
    '/p/profiles/x/a.yaml': auth('{b: {default: true}, a: {default: false}}'),
  };
  const { identityDefaults } = load({ files, request: { profiles: ['x'] } });
  assert.equal(
    identityDefaults.map(({ identity, value, layer }) => `${identity} ${value} ${layer}`),
    ['a false profile', 'b true profile', 'a true atmos.yaml'],
  );
});

test('providers merge, without regard to case', () => {
  const files = {
    '/p/atmos.yaml': 'auth: {providers: {Sso: {kind: k, spec: {a: 1}}}}',
    '/p/profiles/l/a.yaml': 'auth: {providers: {sso: {spec: {endpoint_url: !env URL http://x}}}}',
  };
  const request = { profiles: ['l'] };
  const provider = (env: Record<string, string>) =>
    toPlain(valueAt(load({ files, request, env }).auth, 'providers', 'Sso', 'spec') as Value);
  assert.equal(provider({}), { a: 1, endpoint_url: 'http://x' });
  assert.equal(provider({ URL: 'http://y' }), { a: 1, endpoint_url: 'http://y' });
});

const four = {
  '/p/atmos.yaml': 'profiles: {base_path: team}',
  '/p/team/one/a.yaml': 'env: {W: base_path}',
  '/p/.atmos/profiles/one/a.yaml': 'env: {W: hidden}',
  '/p/.atmos/profiles/two/a.yaml': 'env: {W: hidden}',
  '/home/me/.config/atmos/profiles/two/a.yaml': 'env: {W: own}',
  '/home/me/.config/atmos/profiles/three/a.yaml': 'env: {W: own}',
  '/p/profiles/three/a.yaml': 'env: {W: beside}',
  '/p/profiles/four/a.yaml': 'env: {W: beside}',
};
const places = { one: 'base_path', two: 'hidden', three: 'own', four: 'beside' };
for (const [name, where] of Object.entries(places))
  test(`of the four places of profiles, ${name} comes from the first that has it: ${where}`, () => {
    assert.is(load({ files: four, request: { profiles: [name] } }).env['W'], where);
  });

test('profiles are listed once each, by name', () => {
  const list = listProfiles(world({ files: four }), { cwd: '/p' });
  assert.equal(
    list.map(({ name, folder }) => `${name} ${folder}`),
    [
      'four /p/profiles/four',
      'one /p/team/one',
      'three /home/me/.config/atmos/profiles/three',
      'two /p/.atmos/profiles/two',
    ],
  );
});

const chosen: readonly (readonly [string, Given['env'], string[] | undefined, string])[] = [
  ['the variable, spaces trimmed', { ATMOS_PROFILE: ' one , two,' }, undefined, 'one,two ATMOS_PROFILE'],
  ['the flag in its place', { ATMOS_PROFILE: 'one' }, ['two', 'three,four'], 'two,three,four flag'],
  ['an empty flag is none', { ATMOS_PROFILE: 'one' }, [''], 'one ATMOS_PROFILE'],
  ['nothing', {}, undefined, ''],
];
for (const [title, env, profiles, expected] of chosen)
  test(`profiles are chosen by ${title}`, () => {
    const found = load({
      files: four,
      ...(env && { env }),
      request: { ...(profiles && { profiles }) },
    }).profiles;
    assert.is(`${found.map(({ name }) => name).join(',')} ${found[0]?.from ?? ''}`.trim(), expected);
  });

test('atmos.yaml may choose: profiles.default, or ATMOS_PROFILE under env', () => {
  const files = { '/p/profiles/x/a.yaml': 'env: {X: 1}', '/p/profiles/y/a.yaml': 'env: {Y: 1}' };
  const choose = (text: string, env: Given['env'] = {}) =>
    load({ files: { ...files, '/p/atmos.yaml': text }, ...(env && { env }) }).profiles.map(
      ({ name }) => name,
    );
  assert.equal(choose('profiles: {default: x}'), ['x']);
  assert.equal(choose('env: {ATMOS_PROFILE: y}\nprofiles: {default: x}'), ['y']);
  assert.equal(choose('env: {ATMOS_PROFILE: y}', { ATMOS_PROFILE: 'x' }), ['x']);
});

test('an unknown profile lists those that exist, with exit code 2', () => {
  const fault = problem({ files: four, env: { ATMOS_PROFILE: 'fuor' } });
  assert.is(fault.code, 'profile-not-found');
  assert.is(fault.exitCode, 2);
  assert.match(fault.message, 'four, one, three, two');
  assert.match(fault.hint ?? '', 'ATMOS_PROFILE=four');
});

for (const name of ['../p', '..', '.', 'a/b'])
  test(`"${name}" is no profile, whatever folder it leads to`, () => {
    assert.is(problem({ files: four, request: { profiles: [name] } }).code, 'profile-not-found');
  });

test('an identity in the place of a profile is told from a typing error, even when a profile is broken', () => {
  const files = {
    '/p/atmos.yaml': stacks,
    '/p/profiles/broken/a.yaml': 'a: [',
    '/p/profiles/dev/a.yaml': auth('{plat-dev/Admin: {kind: k}}'),
  };
  const { hint } = problem({ files, env: { ATMOS_PROFILE: 'plat-dev/admin' } });
  assert.match(hint ?? '', '--identity plat-dev/admin');
});

const faults: readonly (readonly [string, string, string, number | undefined])[] = [
  ['invalid YAML', 'a: [', 'yaml-invalid', 1],
  ['a list at the top', '- a', 'config-invalid', 1],
  ['an unknown list strategy', 'x: 1\nsettings:\n  list_merge_strategy: odd', 'config-invalid', 3],
  ['a wrong kit setting', 'kit: {credentials: plain}', 'config-invalid', 1],
  ['a flag that is none', 'components: {terraform: {apply_auto_approve: perhaps}}', 'config-invalid', 1],
  ['a map for a text', 'base_path: {a: 1}', 'config-invalid', 1],
  ['a realm that is no name', 'auth: {realm: ../up}', 'auth-config-invalid', 1],
  ['!exec where nothing runs', 'logs: {level: !exec date}', 'construct-not-supported', 1],
  ['an !include of nothing', 'x: 1\nauth: !include a.yaml', 'function-failed', 2],
  ['!random of words', 'x: !random a', 'config-invalid', 1],
  ['an unknown function', 'a: !what x', 'construct-not-supported', 1],
  ['!env with too many words', 'a: !env A b c', 'yaml-invalid', 1],
  ['a remote import', 'import: [https://x/y.yaml]', 'construct-not-supported', 1],
];
for (const [title, text, code, line] of faults)
  test(`${title} is a Problem with its place and what to do`, () => {
    const fault = problem({ files: { '/p/atmos.yaml': text } });
    assert.is(fault.code, code);
    assert.equal([fault.at?.file, fault.at?.line], ['/p/atmos.yaml', line]);
    assert.ok(fault.hint);
  });

test('a given configuration that is not there is a Problem, not a project without configuration', () => {
  assert.is(problem({ files: { '/p/x': '' }, request: { configPaths: ['gone'] } }).code, 'config-not-found');
  assert.is(
    problem({ files: { '/p/x': '' }, env: { ATMOS_CLI_CONFIG_PATH: '/gone' } }).code,
    'config-not-found',
  );
  assert.is(problem({ files: { '/p/x': '' }, env: { ATMOS_BASE_PATH: 'gone' } }).code, 'config-not-found');
});

test('the realm: variable, then file, then a hash of the folder', () => {
  const files = { '/p/atmos.yaml': 'auth: {realm: acme}' };
  assert.is(load({ files, env: { ATMOS_AUTH_REALM: 'ci' } }).realm, 'ci');
  assert.is(load({ files }).realm, 'acme');
  assert.match(load({ files: { '/p/atmos.yaml': stacks } }).realm, /^[0-9a-f]{16}$/);
});

test('each file is read once', () => {
  const files = memoryFiles(four);
  loadProject(
    { files, environment: processEnvironment({ HOME: '/home/me', ATMOS_PROFILE: 'one,one' }) },
    { cwd: '/p' },
  );
  assert.ok(files.reads.size > 0);
  for (const [path, count] of files.reads) assert.is(count, 1, path);
});

test.run();
