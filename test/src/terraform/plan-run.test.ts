import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import type { Project } from '../../../src/domain/project.ts';
import { planRun } from '../../../src/terraform/plan-run.ts';
import { inheritedVariables } from '../../../src/terraform/run-environment.ts';
import { isSkipped, type TerraformRequest, type TerraformRun } from '../../../src/terraform/terraform-run.ts';
import { componentOf, mapOf, projectOf, requestOf } from './project.ts';

const V = 'acme-dev-vpc.terraform.tfvars.json';
const P = 'acme-dev-vpc.planfile';
const folder = '/p/components/terraform/vpc';

function run(more: Partial<TerraformRequest>): TerraformRun {
  const decided = planRun(requestOf(more));
  if (isSkipped(decided)) throw new Error(decided.message);
  return decided;
}

/** `init -reconfigure; workspace select W; plan …`, without the names that are the same everywhere. */
function line(more: Partial<TerraformRequest>): string {
  return run(more)
    .commands.map(({ args }) =>
      args
        .map((arg) => (arg === V ? 'V' : arg === P ? 'P' : arg))
        .join(' ')
        .replace('workspace select -or-create acme-dev', 'ws'),
    )
    .join('; ');
}

const sub = (text: string) => ({ subcommand: text.split(' ') });
const http = componentOf({ backendType: 'http' });
const init = 'init -reconfigure; ws; ';

const sequences: readonly (readonly [about: string, request: Partial<TerraformRequest>, commands: string])[] =
  [
    ['plan', {}, `${init}plan -var-file V -out P`],
    ['plan -out x', { extra: ['-out', 'x'] }, `${init}plan -var-file V -out x`],
    ['plan --out=x', { extra: ['--out=x'] }, `${init}plan -var-file V --out=x`],
    ['plan -var out=x', { extra: ['-var', '-out=x'] }, `${init}plan -var-file V -out P -var -out=x`],
    [
      'plan --skip-planfile',
      { options: { settings: { planSkipPlanfile: true } } },
      `${init}plan -var-file V`,
    ],
    ['plan --skip-init', { options: { skipInit: true } }, 'ws; plan -var-file V -out P'],
    [
      'plan without reconfigure',
      { project: projectOf({ initRunReconfigure: false }) },
      'init; ws; plan -var-file V -out P',
    ],
    [
      'plan with init.pass_vars',
      { project: projectOf({ initPassVars: true }) },
      'init -reconfigure -var-file V; ws; plan -var-file V -out P',
    ],
    ['plan in a http backend', { component: http }, 'init -reconfigure; plan -var-file V -out P'],
    [
      'plan with TF_WORKSPACE',
      { inherited: { TF_WORKSPACE: 'x' } },
      'init -reconfigure; plan -var-file V -out P',
    ],
    [
      'plan with an empty TF_WORKSPACE',
      { inherited: { TF_WORKSPACE: '' } },
      `${init}plan -var-file V -out P`,
    ],
    [
      'plan with env.TF_WORKSPACE',
      { component: componentOf({ env: mapOf({ TF_WORKSPACE: 'x' }) }) },
      'init -reconfigure; plan -var-file V -out P',
    ],
    ['apply', sub('apply'), `${init}apply -var-file V`],
    [
      'apply --auto-approve option',
      { ...sub('apply'), options: { autoApprove: true } },
      `${init}apply -var-file V -auto-approve`,
    ],
    [
      'apply -auto-approve once',
      { ...sub('apply'), extra: ['-auto-approve'], options: { autoApprove: true } },
      `${init}apply -var-file V -auto-approve`,
    ],
    [
      'apply with apply_auto_approve',
      { ...sub('apply'), project: projectOf({ applyAutoApprove: true }) },
      `${init}apply -var-file V -auto-approve`,
    ],
    [
      'apply --auto-approve stays as typed',
      { ...sub('apply'), extra: ['--auto-approve'], project: projectOf({ applyAutoApprove: true }) },
      `${init}apply -var-file V --auto-approve`,
    ],
    [
      'apply of a plan file',
      {
        ...sub('apply'),
        extra: ['-lock=false'],
        options: { planFile: 'x' },
        project: projectOf({ applyAutoApprove: true }),
      },
      `${init}apply -lock=false x`,
    ],
    ['apply --from-plan', { ...sub('apply'), options: { fromPlan: true } }, `${init}apply P`],
    [
      'apply --from-plan=x',
      { ...sub('apply'), options: { fromPlan: true, planFile: 'x' } },
      `${init}apply x`,
    ],
    ['deploy', sub('deploy'), `${init}apply -var-file V -auto-approve`],
    ['deploy of a plan file', { ...sub('deploy'), options: { planFile: 'x' } }, `${init}apply x`],
    [
      'deploy without init',
      { ...sub('deploy'), project: projectOf({ deployRunInit: false }) },
      'ws; apply -var-file V -auto-approve',
    ],
    ['destroy', sub('destroy'), `${init}destroy -var-file V`],
    [
      'destroy ignores apply_auto_approve',
      { ...sub('destroy'), project: projectOf({ applyAutoApprove: true }) },
      `${init}destroy -var-file V`,
    ],
    [
      'destroy -auto-approve',
      { ...sub('destroy'), extra: ['-auto-approve'], options: { autoApprove: true } },
      `${init}destroy -var-file V -auto-approve`,
    ],
    ['import', { ...sub('import'), extra: ['a.b', 'id'] }, `${init}import -var-file V a.b id`],
    ['refresh', sub('refresh'), `${init}refresh -var-file V`],
    ['test', { ...sub('test'), extra: ['-verbose'] }, `${init}test -var-file V -verbose`],
    ['init', { ...sub('init'), extra: ['-upgrade'] }, 'init -reconfigure -upgrade'],
    [
      'init --skip-init runs all the same',
      { ...sub('init'), options: { skipInit: true } },
      'init -reconfigure',
    ],
    [
      'init with pass_vars',
      { ...sub('init'), project: projectOf({ initPassVars: true, initRunReconfigure: false }) },
      'init -var-file V',
    ],
    ['output', { ...sub('output'), extra: ['-json'] }, `${init}output -json`],
    ['validate', sub('validate'), `${init}validate`],
    ['state list', sub('state list'), `${init}state list`],
    ['state show', { ...sub('state show'), extra: ['a.b'] }, `${init}state show a.b`],
    ['providers', sub('providers'), 'init -reconfigure; providers'],
    ['providers lock', sub('providers lock'), 'init -reconfigure; providers lock'],
    ['workspace', sub('workspace'), 'init -reconfigure; ws'],
    [
      'workspace reconfigures always',
      { ...sub('workspace'), project: projectOf({ initRunReconfigure: false }) },
      'init -reconfigure; ws',
    ],
    ['workspace list', sub('workspace list'), 'init -reconfigure; workspace list'],
    ['workspace show', sub('workspace show'), 'init -reconfigure; workspace show'],
    ['workspace select', sub('workspace select'), 'init -reconfigure; workspace select acme-dev'],
    [
      'workspace delete',
      { ...sub('workspace delete'), extra: ['-force'] },
      'init -reconfigure; workspace delete acme-dev -force',
    ],
    ['taint', { ...sub('taint'), extra: ['a.b'] }, `${init}taint a.b`],
  ];

for (const [about, request, commands] of sequences) {
  test(`${about} runs ${commands}`, () => assert.is(line(request), commands));
}

const written: readonly (readonly [
  about: string,
  request: Partial<TerraformRequest>,
  names: readonly string[],
])[] = [
  ['plan', {}, [V, 'backend.tf.json']],
  ['output', sub('output'), [V, 'backend.tf.json']],
  ['workspace', sub('workspace'), ['backend.tf.json']],
  ['workspace list', sub('workspace list'), ['backend.tf.json']],
  ['apply of a plan', { ...sub('apply'), options: { planFile: 'x' } }, ['backend.tf.json']],
  [
    'apply of a plan whose init wants variables',
    { ...sub('apply'), options: { fromPlan: true }, project: projectOf({ initPassVars: true }) },
    [V, 'backend.tf.json'],
  ],
  ['plan that is given a plan file', { options: { planFile: 'x' } }, [V, 'backend.tf.json']],
  [
    'plan without generated backend',
    { project: projectOf({ autoGenerateBackendFile: false }), component: componentOf({ backendType: '' }) },
    [V],
  ],
  [
    'plan with everything',
    { component: componentOf({ providers: mapOf({ aws: {} }), requiredVersion: '> 1' }) },
    [V, 'backend.tf.json', 'providers_override.tf.json', 'terraform_override.tf.json'],
  ],
];

for (const [about, request, names] of written) {
  test(`${about} writes ${names.join(', ')}`, () =>
    assert.equal(
      run(request).files.map(({ path }) => path),
      names.map((name) => `${folder}/${name}`),
    ));
}

test('variables may be read by all, the other files by their owner alone', () => {
  const { files } = run({
    component: componentOf({ providers: mapOf({ aws: {} }), requiredVersion: '> 1' }),
  });
  assert.equal(
    files.map(({ mode }) => mode),
    [0o644, 0o600, 0o600, 0o600],
  );
});

const leftovers: readonly (readonly [
  about: string,
  request: Partial<TerraformRequest>,
  removed: readonly string[],
])[] = [
  ['plan', {}, []],
  ['show', sub('show'), []],
  ['apply', sub('apply'), [P, V]],
  ['deploy', sub('deploy'), [P, V]],
  ['apply --from-plan', { ...sub('apply'), options: { fromPlan: true } }, [P, V]],
  ['apply --planfile', { ...sub('apply'), options: { planFile: 'x' } }, [V]],
  ['output', sub('output'), [P]],
  ['destroy', sub('destroy'), [P]],
];

for (const [about, request, removed] of leftovers) {
  test(`a successful ${about} removes ${removed.join(' and ') || 'nothing'}`, () =>
    assert.equal(
      run(request).cleanUp,
      removed.map((name) => ({ path: `${folder}/${name}`, when: 'after-success' })),
    ));
}

const stems: readonly (readonly [stack: string, name: string, folder: string, stem: string])[] = [
  ['acme-dev', 'vpc', 'vpc', 'acme-dev-vpc'],
  ['acme-dev', 'two', 'vpc', 'acme-dev-two'],
  ['acme-dev', 'net/subnet', 'net/subnet', 'acme-dev-net-subnet'],
  ['acme-dev', 'net/other', 'net/subnet', 'acme-dev-net-other'],
  ['acme-dev', 'blue-net', 'net/core', 'acme-dev-net-blue-net'],
  ['acme-dev', 'a/b/c', 'x/y/z', 'acme-dev-x-y-c'],
  ['acme-dev', 'net/a', 'vpc', 'acme-dev-a'],
  ['orgs/acme/dev', 'vpc', 'vpc', 'orgs-acme-dev-vpc'],
];

for (const [stack, name, at, stem] of stems) {
  test(`${name} on ${at} in ${stack} has files named ${stem}`, () => {
    const { files, commands } = run({ component: componentOf({ stack, name, folder: at }) });
    assert.is(files[0]?.path, `/p/components/terraform/${at}/${stem}.terraform.tfvars.json`);
    assert.is(commands.at(-1)?.args.at(-1), `${stem}.planfile`);
  });
}

test('selecting a workspace is quiet and falls back to making it on exit code 1', () => {
  const { commands } = run({});
  assert.equal(commands[1], {
    step: 'workspace',
    args: ['workspace', 'select', '-or-create', 'acme-dev'],
    quiet: true,
    fallback: { exitCode: 1, args: ['workspace', 'new', 'acme-dev'] },
  });
});

test('init keeps quiet where the answer of the command is data', () => {
  const quiet = (text: string) => run(sub(text)).commands[0]?.quiet;
  for (const text of [
    'output',
    'show',
    'graph',
    'state pull',
    'state list',
    'providers schema',
    'workspace show',
  ])
    assert.is(quiet(text), true, text);
  for (const text of ['plan', 'apply', 'validate', 'state rm', 'workspace select', 'providers lock'])
    assert.is(quiet(text), false, text);
});

const remembered: readonly (readonly [
  about: string,
  request: Partial<TerraformRequest>,
  remove: readonly string[],
])[] = [
  ['before init', {}, [`${folder}/.terraform/environment`]],
  ['before the sub-command init', sub('init'), [`${folder}/.terraform/environment`]],
  ['not without init', { options: { skipInit: true } }, []],
  ['where TF_DATA_DIR says', { inherited: { TF_DATA_DIR: '.tf-dev/' } }, [`${folder}/.tf-dev/environment`]],
  ['at an absolute TF_DATA_DIR', { inherited: { TF_DATA_DIR: '/data//x' } }, ['/data/x/environment']],
  [
    'where the component says',
    { component: componentOf({ env: mapOf({ TF_DATA_DIR: 'd' }) }), inherited: { TF_DATA_DIR: 'x' } },
    [`${folder}/d/environment`],
  ],
];

for (const [about, request, remove] of remembered) {
  test(`the remembered workspace is removed ${about}`, () => assert.equal(run(request).remove, remove));
}

const project = (more: Partial<Project>) => projectOf({}, more);
const variables: readonly (readonly [
  about: string,
  request: Partial<TerraformRequest>,
  name: string,
  value: string | null | undefined,
])[] = [
  ['the config folder', {}, 'ATMOS_CLI_CONFIG_PATH', '/p'],
  [
    'no config folder where there is none',
    { project: (({ configFolder: _, ...rest }) => rest)(projectOf()) },
    'ATMOS_CLI_CONFIG_PATH',
    undefined,
  ],
  ['the base path', { project: project({ basePath: '/q' }) }, 'ATMOS_BASE_PATH', '/q'],
  [
    'automation',
    { component: componentOf({ env: mapOf({ TF_IN_AUTOMATION: '' }) }) },
    'TF_IN_AUTOMATION',
    'true',
  ],
  ['the first level', {}, 'ATMOS_SHLVL', '1'],
  ['the next level', { inherited: { ATMOS_SHLVL: '2' } }, 'ATMOS_SHLVL', '3'],
  ['the first level after nonsense', { inherited: { ATMOS_SHLVL: 'x' } }, 'ATMOS_SHLVL', '1'],
  ['our user agent', {}, 'TF_APPEND_USER_AGENT', 'atmos-kit'],
  [
    'the configured user agent',
    { project: projectOf({ appendUserAgent: 'me' }) },
    'TF_APPEND_USER_AGENT',
    'me',
  ],
  [
    'no user agent over a given one',
    { inherited: { TF_APPEND_USER_AGENT: 'x' } },
    'TF_APPEND_USER_AGENT',
    undefined,
  ],
  [
    'our user agent over an empty one',
    { inherited: { TF_APPEND_USER_AGENT: '' } },
    'TF_APPEND_USER_AGENT',
    'atmos-kit',
  ],
  [
    'the component’s user agent',
    { component: componentOf({ env: mapOf({ TF_APPEND_USER_AGENT: 'c' }) }) },
    'TF_APPEND_USER_AGENT',
    'c',
  ],
  ['env of atmos.yaml', { project: project({ env: { A: 'file' } }) }, 'A', 'file'],
  [
    'env of the component above it',
    { project: project({ env: { A: 'file' } }), component: componentOf({ env: mapOf({ A: 'comp' }) }) },
    'A',
    'comp',
  ],
  ['a number', { component: componentOf({ env: mapOf({ A: 3 }) }) }, 'A', '3'],
  ['a boolean', { component: componentOf({ env: mapOf({ A: true }) }) }, 'A', 'true'],
  ['null as Go prints it', { component: componentOf({ env: mapOf({ A: null }) }) }, 'A', '<nil>'],
];

for (const [about, request, name, value] of variables) {
  test(`children get ${about} in ${name}`, () => assert.is(run(request).change[name], value));
}

test('only import gets AWS_REGION, from the variable, and only for the command itself', () => {
  const component = componentOf({ vars: mapOf({ region: 'r1' }) });
  const { commands, change } = run({ ...sub('import'), component });
  assert.equal(
    commands.map(({ change }) => change),
    [undefined, undefined, { AWS_REGION: 'r1' }],
  );
  assert.not('AWS_REGION' in change);
  assert.is(run({ component }).commands.at(-1)?.change, undefined);
});

const plugins = (name: string, value: string | boolean) =>
  project({ config: mapOf({ components: { terraform: { [name]: value } } }) });
const caches: readonly (readonly [
  about: string,
  request: Partial<TerraformRequest>,
  folder: string | undefined,
])[] = [
  ['below HOME', { inherited: { HOME: '/h' } }, '/h/.cache/atmos/terraform/plugins'],
  ['below XDG_CACHE_HOME', { inherited: { HOME: '/h', XDG_CACHE_HOME: '/c' } }, '/c/atmos/terraform/plugins'],
  ['nowhere without a home', {}, undefined],
  ['not where the person has one', { inherited: { HOME: '/h', TF_PLUGIN_CACHE_DIR: '/x' } }, undefined],
  [
    'not where atmos.yaml sets one',
    { inherited: { HOME: '/h' }, project: project({ env: { TF_PLUGIN_CACHE_DIR: '/x' } }) },
    undefined,
  ],
  [
    'below HOME when the given one is no folder',
    { inherited: { HOME: '/h', TF_PLUGIN_CACHE_DIR: '/' } },
    '/h/.cache/atmos/terraform/plugins',
  ],
  [
    'not when switched off',
    { inherited: { HOME: '/h' }, project: plugins('plugin_cache', false) },
    undefined,
  ],
  [
    'not when switched off by variable',
    { inherited: { HOME: '/h', ATMOS_COMPONENTS_TERRAFORM_PLUGIN_CACHE: 'false' } },
    undefined,
  ],
  ['where atmos.yaml says', { inherited: { HOME: '/h' }, project: plugins('plugin_cache_dir', '/y') }, '/y'],
];

for (const [about, request, cache] of caches) {
  test(`providers are kept ${about}`, () => {
    const { pluginCache, change } = run(request);
    assert.is(pluginCache?.folder, cache);
    if (pluginCache !== undefined) assert.is(pluginCache.change['TF_PLUGIN_CACHE_DIR'], cache);
    assert.is(change['TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE'], undefined);
  });
}

test('inherited variables that steer Terraform are named, without their values', () => {
  const { warnings, workspace } = run({
    inherited: { TF_VAR_b: 'secret', TF_CLI_ARGS_plan: '-x', TF_CLI_ARGS: '', TF_WORKSPACE: 'w', HOME: '/h' },
  });
  assert.equal(warnings, [
    'The inherited variables TF_CLI_ARGS_plan, TF_VAR_b, TF_WORKSPACE change what Terraform does here.',
  ]);
  assert.is(workspace, 'w');
  assert.equal(run({ inherited: { HOME: '/h', TF_DATA_DIR: 'x' } }).warnings, []);
});

test('of the inherited variables only those that matter are taken', () => {
  const all: Record<string, string> = {
    HOME: '/h',
    PATH: '/bin',
    TF_VAR_a: '1',
    TF_CLI_ARGS_plan: '-x',
    AWS_SECRET_ACCESS_KEY: 's',
  };
  const environment = {
    get: (name: string) => all[name],
    withPrefix: (prefix: string) =>
      Object.fromEntries(Object.entries(all).filter(([name]) => name.startsWith(prefix))),
  };
  assert.equal(inheritedVariables(environment), { HOME: '/h', TF_VAR_a: '1', TF_CLI_ARGS_plan: '-x' });
});

test('the program is the component’s, else the project’s, else terraform', () => {
  const project = projectOf({ command: 'tofu' });
  assert.is(run({ project, component: componentOf({ command: 'tf-1.9' }) }).program, 'tf-1.9');
  assert.is(run({ project }).program, 'tofu');
  assert.is(run({ project: projectOf({ command: '' }) }).program, 'terraform');
});

test('a disabled component is skipped, even without its folder', () => {
  const component = componentOf({ enabled: false, abstract: true, locked: true, backendType: '' });
  const decided = planRun(requestOf({ component, isFolder: () => false }));
  assert.equal(decided, {
    skipped: 'disabled',
    message: 'Component vpc is disabled in acme-dev (`metadata.enabled`); nothing to do.',
  });
});

const abstract = componentOf({ abstract: true });
const locked = componentOf({ locked: true });
const refusals: readonly (readonly [
  about: string,
  request: Partial<TerraformRequest>,
  code: string | undefined,
])[] = [
  ['plan of an abstract component', { component: abstract }, 'component-abstract'],
  ['apply of an abstract component', { ...sub('apply'), component: abstract }, 'component-abstract'],
  ['deploy of an abstract component', { ...sub('deploy'), component: abstract }, 'component-abstract'],
  [
    'workspace of an abstract component',
    { ...sub('workspace select'), component: abstract },
    'component-abstract',
  ],
  ['validate of an abstract component', { ...sub('validate'), component: abstract }, undefined],
  ['destroy of an abstract component', { ...sub('destroy'), component: abstract }, undefined],
  ['apply of a locked component', { ...sub('apply'), component: locked }, 'component-locked'],
  ['deploy of a locked component', { ...sub('deploy'), component: locked }, 'component-locked'],
  ['destroy of a locked component', { ...sub('destroy'), component: locked }, 'component-locked'],
  ['import of a locked component', { ...sub('import'), component: locked }, 'component-locked'],
  ['state rm of a locked component', { ...sub('state rm'), component: locked }, 'component-locked'],
  ['taint of a locked component', { ...sub('taint'), component: locked }, 'component-locked'],
  ['untaint of a locked component', { ...sub('untaint'), component: locked }, 'component-locked'],
  ['plan of a locked component', { component: locked }, undefined],
  ['a missing folder', { isFolder: () => false }, 'component-not-found'],
  ['a missing backend type', { component: componentOf({ backendType: '' }) }, 'stack-invalid'],
  [
    'no backend type at all',
    { component: (({ backendType: _, ...rest }) => rest)(componentOf()) },
    'stack-invalid',
  ],
  ['workspace with a http backend', { ...sub('workspace'), component: http }, 'usage'],
  ['a command of Atmos', sub('generate varfile'), 'construct-not-supported'],
];

for (const [about, request, code] of refusals) {
  test(`${about} is ${code ?? 'fine'}`, () => {
    try {
      run(request);
    } catch (error) {
      assert.ok(isProblem(error), String(error));
      assert.is(error.code, code);
      assert.ok(error.hint);
      if (code !== 'construct-not-supported' && code !== 'usage') assert.is(error.at?.line, 3);
      return;
    }
    assert.is(code, undefined);
  });
}

test.run();
