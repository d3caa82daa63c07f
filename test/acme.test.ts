import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { verbs } from '../scripts/grammar/verbs.ts';
import {
  type AcmeIdentity,
  filesBelow,
  identities,
  mapAt,
  parse,
  read,
  stacks,
  type Tree,
} from './acme/project.ts';

const teams = ['developers', 'devops', 'managers'];
const seed = parse('emulator/seeds/acme.yaml');
const accounts = new Map(
  (seed['accounts'] as { name: string; id: string }[]).map(({ name, id }) => [name, id]),
);
const permissionSets = (seed['permission_sets'] as { name: string }[]).map(({ name }) => name);
const roles = new Map(
  (seed['roles'] as { arn: string; trust: Tree[] }[]).map(({ arn, trust }) => [arn, trust] as const),
);
const assignments = seed['assignments'] as { group: string; accounts: string[]; permission_sets: string[] }[];
const all = stacks();
const projectFiles = [
  'atmos.yaml',
  ...['atmos.d', 'profiles', 'stacks', 'workflows', 'emulator/seeds'].flatMap((folder) =>
    filesBelow(folder, '.yaml'),
  ),
];

/** What a team asks of the portal: `account permission-set`, once per permission-set identity. */
function promises(team: string): string[] {
  return identities(team)
    .filter(({ definition }) => definition['kind'] === 'aws/permission-set')
    .map(({ name, definition }) => `${name.split('/')[0]} ${mapAt(definition, 'principal')['name']}`);
}

function assigned(team: string): string[] {
  return assignments
    .filter(({ group }) => group === team)
    .flatMap((entry) =>
      entry.accounts.flatMap((account) => entry.permission_sets.map((set) => `${account} ${set}`)),
    );
}

const unique = (list: string[]): string[] => [...new Set(list)].sort();

test('every YAML file parses, without warnings, tabs or anchors', () => {
  for (const path of projectFiles) {
    parse(path);
    assert.not.match(read(path), /\t|^\s*<<:|: [&*]\w/m, path);
  }
});

test('the stacks are those of the accounts, one name each', () => {
  const names = all.map(({ name }) => name);
  assert.equal(names.sort(), [
    ...['core-gbl-artifacts', 'core-gbl-audit', 'core-gbl-auto', 'core-gbl-identity', 'core-gbl-network'],
    ...['core-gbl-root', 'core-gbl-security', 'core-ue1-artifacts', 'core-ue1-audit', 'core-ue1-auto'],
    ...['core-ue1-network', 'core-ue1-root', 'core-ue2-network'],
    ...['plat-gbl-dev', 'plat-gbl-prod', 'plat-gbl-sandbox', 'plat-gbl-staging'],
    ...['plat-ue1-dev', 'plat-ue1-prod', 'plat-ue1-sandbox', 'plat-ue1-staging', 'plat-ue2-prod'],
  ]);
});

test("the seed's accounts are the project's, under the same ids", () => {
  assert.equal(
    unique(all.map(({ account, accountId }) => `${account} ${accountId}`)),
    unique(pairs(accounts)),
  );
  const map = all.flatMap((stack) => stack.components).find(({ name }) => name === 'account-map');
  assert.equal(unique(pairs(Object.entries(mapAt(map?.vars, 'accounts')))), unique(pairs(accounts)));
  for (const id of accounts.values()) assert.match(id, /^\d{12}$/);
});

const pairs = (entries: Iterable<[string, unknown]>): string[] => [...entries].map(([a, b]) => `${a} ${b}`);

test('every stack names one default identity, its own account’s, in lower case', () => {
  for (const { name, account, defaults } of all) {
    assert.equal(defaults, [`${account}/terraform`], name);
    assert.is(defaults[0], defaults[0]?.toLowerCase(), name);
  }
});

test('every default identity is defined in every team’s profile', () => {
  for (const team of teams) {
    const names = identities(team).map(({ name }) => name);
    for (const { name, defaults } of all) assert.ok(names.includes(defaults[0] ?? ''), `${name} in ${team}`);
  }
});

test('an identity stands whole in one file, and no configuration file names a default', () => {
  assert.equal(mapAt(parse('atmos.yaml'), 'auth', 'identities'), {});
  assert.equal(identities('local'), []);
  for (const team of teams) {
    const ids = identities(team).map(({ name }) => name.toLowerCase());
    assert.equal(ids.length, new Set(ids).size, team);
    for (const { name, definition } of identities(team)) {
      assert.ok(definition['kind'], `${name} has a kind`);
      assert.is(Object.keys(mapAt(definition, 'via')).length, 1, `${name} has one via`);
      assert.not.ok('default' in definition, `${name} is no default`);
    }
  }
});

test('the name of an identity says which account and which permission set it is', () => {
  for (const team of teams) for (const identity of identities(team)) checkName(identity);
});

function checkName({ name, file, definition }: AcmeIdentity): void {
  const [account = '', what = ''] = name.split('/');
  const at = `${name} in ${file}`;
  assert.match(file, `/${account.split('-')[0]}.yaml`, at);
  const principal = mapAt(definition, 'principal');
  if (definition['kind'] === 'aws/permission-set') {
    assert.equal(definition['via'], { provider: 'sso' }, at);
    assert.is(mapAt(principal, 'account')['id'], accounts.get(account), at);
    assert.ok(permissionSets.includes(String(principal['name'])), at);
    if (what !== 'terraform') assert.is(principal['name'], what, at);
  } else {
    assert.is(definition['kind'], 'aws/assume-role', at);
    assert.match(String(principal['assume_role']), `arn:aws:iam::${accounts.get(account)}:role/`, at);
  }
}

const terraformRights: [team: string, account: string, permissionSet: string][] = [
  ['developers', 'plat-sandbox', 'TerraformApplyAccess'],
  ['developers', 'plat-dev', 'TerraformApplyAccess'],
  ['developers', 'plat-staging', 'TerraformPlanAccess'],
  ['developers', 'plat-prod', 'TerraformPlanAccess'],
  ['developers', 'core-security', 'TerraformPlanAccess'],
  ['devops', 'plat-dev', 'TerraformApplyAccess'],
  ['devops', 'plat-prod', 'TerraformApplyAccess'],
  ['devops', 'core-security', 'TerraformApplyAccess'],
  ['managers', 'plat-dev', 'TerraformStateAccess'],
  ['managers', 'plat-prod', 'TerraformStateAccess'],
  ['managers', 'core-security', 'TerraformStateAccess'],
];
for (const [team, account, permissionSet] of terraformRights) {
  test(`${account}/terraform is ${permissionSet} for ${team}`, () => {
    const identity = identities(team).find(({ name }) => name === `${account}/terraform`);
    assert.is(mapAt(identity?.definition, 'principal')['name'], permissionSet);
  });
}

test('core-root/terraform is a chain whose role trusts the step before it', () => {
  for (const team of teams) {
    const known = new Map(identities(team).map(({ name, definition }) => [name.toLowerCase(), definition]));
    const chain = known.get('core-root/terraform');
    const base = known.get(String(mapAt(chain, 'via')['identity']).toLowerCase());
    const trusted = roles.get(String(mapAt(chain, 'principal')['assume_role'])) as Record<string, string>[];
    assert.equal(
      // Jobs of GitHub come as a role of another account.
      trusted.filter(({ account }) => account !== undefined),
      [{ account: 'core-identity', permission_set: mapAt(base, 'principal')['name'] }],
      `${team}: the seed's role trusts what the profile's chain starts from`,
    );
  }
});

test('the seed assigns what the profiles promise and nothing else, but for the one that shows a refusal', () => {
  assert.equal(
    unique([...assigned('developers'), 'plat-prod AdministratorAccess']),
    unique(promises('developers')),
  );
  assert.not.ok(assigned('developers').includes('plat-prod AdministratorAccess'));
  assert.equal(unique(assigned('devops')), unique(promises('devops')));
  assert.equal(unique(assigned('managers')), unique(promises('managers')));
});

test('the people of the seed: one per team and one with nothing, and every password says that it is local', () => {
  const people = seed['people'] as { user: string; password: string; groups: string[] }[];
  assert.equal(
    people.map(({ user, groups }) => [user, ...groups].join(' ')),
    ['dana developers', 'olga devops', 'mara managers', 'nick'],
  );
  for (const { password } of people) assert.match(password, /^local-/);
});

test('the local profile only says where the emulator is', () => {
  assert.equal(filesBelow('profiles/local', '.yaml').map(parse), [
    {
      auth: {
        providers: { sso: { spec: { endpoint_url: '!env ATMOS_KIT_ENDPOINT http://127.0.0.1:9911' } } },
      },
    },
  ]);
});

test('endpoints stand in the local profile and nowhere else', () => {
  const files = [...projectFiles, ...filesBelow('components', '.tf')];
  for (const path of files.filter((name) => !name.startsWith('profiles/local/'))) {
    assert.not.match(read(path), /127\.0\.0\.1|localhost|endpoint_url|^\s*endpoints\s*[={]/m, path);
  }
});

test('every stack keeps its state in the bucket that the seed has', () => {
  const [bucket] = seed['buckets'] as { name: string; account: string }[];
  assert.is(bucket?.account, 'core-root');
  for (const { name, backend } of all) {
    assert.is(backend['bucket'], bucket?.name, name);
    assert.is(backend['use_lockfile'], true, name);
    assert.is(backend['use_path_style'], true, name);
    assert.is(backend['region'], 'us-east-1', name);
  }
});

test('every component has the same five files, and needs no provider', () => {
  const folders = unique(
    filesBelow('components/terraform', '.tf').map((path) => path.replace(/\/[^/]+$/, '')),
  );
  const used = all.flatMap((stack) => stack.components.map(({ folder }) => `components/terraform/${folder}`));
  assert.equal(folders, unique(used));
  for (const folder of folders) {
    assert.equal(
      filesBelow(folder, '.tf').map((path) => path.slice(folder.length + 1)),
      ['context.tf', 'main.tf', 'outputs.tf', 'variables.tf', 'versions.tf'],
    );
    for (const same of ['context.tf', 'versions.tf']) {
      assert.is(read(`${folder}/${same}`), read(`components/terraform/vpc/${same}`), `${folder}/${same}`);
    }
    const main = read(`${folder}/main.tf`);
    assert.match(main, /^resource "terraform_data"/m, folder);
    assert.not.match(main, /^\s*(backend|provider|module|data)\s+"|resource "(?!terraform_data")/m, folder);
  }
});

test('a component gets a value for every variable that needs one, and no value that it does not know', () => {
  for (const { name: stack, components } of all) {
    for (const { name, folder, vars } of components.filter(({ abstract }) => !abstract)) {
      const declared = variables(`components/terraform/${folder}`);
      for (const key of Object.keys(vars)) assert.ok(declared.has(key), `${key} of ${name} in ${stack}`);
      for (const [key, optional] of declared)
        assert.ok(optional || key in vars, `${key} of ${name} in ${stack}`);
    }
  }
});

/** Variables that the HCL of a folder declares, and whether each has a default of its own. */
function variables(folder: string): Map<string, boolean> {
  const blocks = filesBelow(folder, '.tf').flatMap((path) => [
    ...read(path).matchAll(/^variable "(\w+)" \{\n(.*?)^\}/gms),
  ]);
  return new Map(blocks.map(([, name = '', body = '']) => [name, /^ {2}default\s*=/m.test(body)]));
}

test('the project shows inheritance of two levels, and one folder under two component names', () => {
  const components = all.flatMap((stack) => stack.components);
  assert.ok(components.some(({ name, depth }) => name === 'vpc' && depth === 2));
  const dns = components.filter(({ folder, abstract }) => folder === 'dns' && !abstract);
  assert.equal(unique(dns.map(({ name }) => name)), ['dns/delegated', 'dns/primary']);
});

test('networks do not overlap, so that any two of them can be joined', () => {
  const blocks = all
    .flatMap((stack) => stack.components)
    .flatMap(({ vars, abstract }) =>
      abstract ? [] : ((vars['ipv4_primary_cidr_block'] as string | undefined) ?? []),
    );
  // All are /18: the first eighteen bits tell them apart.
  const networks = blocks.map((block) => block.match(/^10\.(\d+)\.(0|64|128|192)\.0\/18$/)?.[0]);
  assert.equal(networks, unique(blocks).length === blocks.length ? blocks : []);
});

test('workflows call verbs of the built program', () => {
  const commands = filesBelow('workflows', '.yaml').flatMap((path) =>
    Object.values(mapAt(parse(path), 'workflows')).flatMap((workflow) =>
      ((workflow as Tree)['steps'] as Tree[]).map((step) => {
        assert.is(step['type'], 'shell', path);
        return String(step['command']);
      }),
    ),
  );
  const program = /^"\$\{ATMOS_KIT_PROGRAM:-dist\/atmos-kit\.cjs\}" /;
  for (const command of commands) {
    assert.match(command, program);
    assert.ok(isVerb(command.replace(program, '')), command);
  }
});

test('custom commands for Atmos call verbs of this program, and none of their flags is one that Atmos adds itself', () => {
  const [kit] = mapsAt(parse('atmos.d/kit.yaml'), 'commands');
  const commands = mapsAt(kit as Tree, 'commands');
  assert.ok(commands.length > 10);
  for (const { name, steps, flags = [] } of commands) {
    const words = String((steps as string[])[0]).replace(/^"\$ATMOS_KIT_PROGRAM" /, '');
    assert.ok(name === 'run' || isVerb(words), words);
    for (const flag of flags as Tree[])
      assert.not(['identity', 'profile', 'verbose'].includes(String(flag['name'])));
  }
});

const mapsAt = (tree: Tree, key: string): Tree[] => tree[key] as Tree[];

const isVerb = (words: string): boolean =>
  verbs.some(({ path }) => `${words} `.startsWith(`${path.join(' ')} `));

test.run();
