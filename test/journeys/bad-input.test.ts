import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Desk, withDesk } from './desk.ts';
import { diskOf } from './disk.ts';

const manifest = 'stacks/orgs/acme/plat/dev/us-east-1.yaml';
const team = 'profiles/developers/plat.yaml';
const run = 'terraform plan vpc -s plat-ue1-dev';
const who = 'auth whoami -i plat-sandbox/terraform';
const login = 'auth login --device';
const inSandbox = 'identity vpc -s plat-ue1-sandbox';

interface Mistake {
  readonly what: string;
  /** What is changed: file, old text, new text. */
  readonly edit?: readonly [file: string, from: string, to: string];
  readonly verbs: readonly string[];
  readonly says: string;
  readonly exitCode?: number;
}

/** Each is made on a fresh desk; every verb must say exactly this, and touch nothing. */
const mistakes: readonly Mistake[] = [
  {
    what: 'invalid YAML in atmos.yaml',
    edit: ['atmos.yaml', 'stacks:\n', 'stacks: [\n'],
    verbs: ['auth whoami', login, 'auth list', 'auth logout', 'identity vpc -s plat-ue1-dev', run, 'login'],
    says: 'atmos.yaml:5: This is not valid YAML: Implicit keys need to be on a single line.\n  Correct line 5 of the file.',
  },
  {
    what: 'a tab in atmos.yaml',
    edit: ['atmos.yaml', '  base_path: stacks', '\tbase_path: stacks'],
    verbs: ['auth whoami'],
    says: 'atmos.yaml:5: This is not valid YAML: Tabs are not allowed as indentation.\n  Correct line 5 of the file.',
  },
  {
    what: 'invalid YAML in a profile',
    edit: [team, 'kind: aws/permission-set', 'kind: "aws/permission-set'],
    verbs: ['auth whoami', login, 'auth list', run],
    says: `${team}:5: This is not valid YAML: Missing closing "quote.\n  Correct line 5 of the file.`,
  },
  {
    what: 'invalid YAML in a manifest',
    edit: [manifest, 'import:', 'import: {'],
    verbs: ['identity vpc -s plat-ue1-dev', run],
    says:
      `${manifest}:2: No manifest that can be read is the stack plat-ue1-dev. orgs/acme/plat/dev/us-east-1 may be, but: ` +
      'This is not valid YAML: Block collections are not allowed within flow collections.\n  Correct line 2 of the file.',
  },
  {
    what: 'a provider without start_url',
    edit: ['atmos.yaml', '      start_url: https://acme.awsapps.com/start\n', ''],
    verbs: ['auth whoami', login, 'auth logout', who, run],
    says: 'atmos.yaml:42: The provider "sso" has no start_url.\n  Add it, such as start_url: https://acme.awsapps.com/start',
  },
  {
    what: 'a start_url that is none',
    edit: ['atmos.yaml', 'https://acme.awsapps.com/start', 'acme'],
    verbs: [login],
    says: 'atmos.yaml:43: start_url of provider "sso" is not a URL: acme\n  It looks like https://acme.awsapps.com/start',
  },
  {
    what: 'a provider of unknown kind',
    edit: ['atmos.yaml', 'kind: aws/iam-identity-center', 'kind: aws/iam-identity-centre'],
    verbs: ['auth whoami', login, 'auth logout', run],
    says: 'atmos.yaml:42: The provider "sso" is of unknown kind aws/iam-identity-centre.\n  Did you mean aws/iam-identity-center?',
  },
  {
    what: 'a provider of a kind that only Atmos knows',
    edit: ['atmos.yaml', 'kind: aws/iam-identity-center', 'kind: gcp/wif'],
    verbs: [login],
    says:
      'atmos.yaml:42: The provider "sso" is of kind gcp/wif, with which atmos-kit cannot sign in.\n' +
      '  Sign in with the atmos program, or use a provider of kind aws/iam-identity-center.',
  },
  {
    what: 'an identity of unknown kind',
    edit: [team, 'kind: aws/permission-set', 'kind: aws/permission-sett'],
    verbs: [who, inSandbox, 'terraform plan vpc -s plat-ue1-sandbox'],
    says: `${team}:5: The identity "plat-sandbox/terraform" is of unknown kind aws/permission-sett.\n  Use one of aws/permission-set, aws/assume-role, aws/assume-root, aws/user, aws/ambient, ambient, mock/aws.`,
  },
  {
    what: 'a chain that begins nowhere',
    edit: [team, 'provider: sso', 'provider: ssso'],
    verbs: [who, inSandbox, 'auth login -i plat-sandbox/terraform', 'terraform plan vpc -s plat-ue1-sandbox'],
    says:
      `${team}:6: The chain of plat-sandbox/terraform is broken: There is no provider "ssso" here. Did you mean "sso"?\n` +
      '  Correct its via, or define what it names.',
  },
  {
    what: 'a chain through an identity that is not there',
    edit: [
      'profiles/developers/core.yaml',
      'identity: core-identity/terraform',
      'identity: core-idenity/terraform',
    ],
    verbs: ['auth whoami -i core-root/terraform', 'auth login -i core-root/terraform'],
    says:
      'profiles/developers/core.yaml:7: The chain of core-root/terraform is broken: ' +
      'There is no identity "core-idenity/terraform" here. Did you mean "core-identity/terraform"?\n' +
      '  Correct its via, or define what it names.',
  },
  {
    what: 'a chain that leads in a circle',
    edit: [
      'profiles/developers/core.yaml',
      '    core-identity/terraform:\n      kind: aws/permission-set\n      via:\n        provider: sso\n      principal:\n',
      '    core-identity/terraform:\n      kind: aws/assume-role\n      via:\n        identity: core-root/terraform\n      principal:\n        assume_role: arn:aws:iam::111111111105:role/x\n',
    ],
    verbs: ['auth whoami -i core-root/terraform', 'auth login -i core-root/terraform'],
    says:
      'profiles/developers/core.yaml:41: These identities lead in a circle: core-root/terraform → core-identity/terraform → core-root/terraform.\n' +
      '  One of them must name a provider in its via.',
  },
  {
    what: 'a permission set without a name',
    edit: [team, '        name: TerraformApplyAccess\n', ''],
    verbs: [who],
    says: `${team}:5: The identity "plat-sandbox/terraform" has no principal.name.\n  Add it, such as name: ReadOnlyAccess`,
    exitCode: 2,
  },
  {
    what: 'an account id that YAML takes for a number',
    edit: [team, '"222222222201"', '222222222201'],
    verbs: [who],
    says: `${team}:11: principal.account.id of identity "plat-sandbox/terraform" must be text.\n  Put it in quotes.`,
    exitCode: 2,
  },
  {
    what: 'an unknown stack',
    verbs: ['identity vpc -s plat-ue1-dve', 'terraform plan vpc -s plat-ue1-dve', 'plan vpc -s plat-ue1-dve'],
    says: 'There is no stack plat-ue1-dve.\n  Did you mean plat-ue1-dev? Type it as: vpc -s plat-ue1-dev',
  },
  {
    what: 'an unknown component',
    verbs: ['identity vcp -s plat-ue1-dev', 'terraform plan vcp -s plat-ue1-dev'],
    says: 'The stack plat-ue1-dev has no component vcp.\n  Did you mean vpc? Type it as: vpc -s plat-ue1-dev',
  },
  {
    what: 'an unknown identity',
    verbs: [
      'auth whoami -i plat-dev/terrafrm',
      'auth login -i plat-dev/terrafrm',
      'auth logout plat-dev/terrafrm',
    ],
    says:
      'There is no identity "plat-dev/terrafrm" here. Did you mean "plat-dev/terraform"?\n' +
      '  atmos-kit auth list shows all of them; another profile may define more.',
  },
  {
    what: 'an unknown provider',
    verbs: ['auth login --provider ss0', 'auth logout --provider ss0'],
    says: 'There is no provider "ss0" here. Did you mean "sso"?\n  Defined: sso.',
  },
];

for (const { what, edit, verbs, says, exitCode = 1 } of mistakes)
  test(`${what} is told once, in its place, with the next step`, () =>
    withDesk(async (desk) => {
      if (edit !== undefined) desk.edit(...edit);
      const before = diskOf(desk);
      for (const verb of verbs) await refuses(desk, verb, says, exitCode);
      assert.equal(diskOf(desk), before);
    }));

async function refuses(desk: Desk, verb: string, says: string, exitCode: number): Promise<void> {
  const ended = await desk.kit(verb);
  assert.is(ended.stderr, `atmos-kit: ${says}\n`, verb);
  assert.is(ended.stdout, '', verb);
  assert.is(ended.exitCode, exitCode, verb);
}

test('one bad entry breaks only what uses it', () =>
  withDesk(async (desk) => {
    desk.edit(team, 'kind: aws/permission-set', 'kind: aws/permission-sett');
    assert.is((await desk.signIn()).exitCode, 0);
    assert.is((await desk.kit('auth whoami -i plat-dev/terraform')).exitCode, 0);
    assert.is((await desk.kit('identity vpc -s plat-ue1-dev')).exitCode, 0);
    const list = await desk.kit('auth list');
    assert.is(list.exitCode, 0);
    assert.match(list.stdout, /plat-sandbox\/terraform .* is of unknown kind aws\/permission-sett\.\n/);
  }));

test('nobody can be asked without a terminal, so the choices are told', () =>
  withDesk(async (desk) => {
    for (const verb of ['auth whoami --identity', 'auth login --identity']) {
      const { exitCode, stdout, stderr } = await desk.kit(verb);
      assert.match(
        stderr,
        /^atmos-kit: Run as which identity\? Nobody can be asked without a terminal\.\n {2}Name one with --identity: core-root\/terraform, .*plat-prod\/AdministratorAccess\.\n$/,
      );
      assert.is(stdout, '');
      assert.is(exitCode, 1);
    }
  }));

test.run();
