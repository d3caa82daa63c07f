import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import { splitTerraformArguments, type TerraformArguments } from '../../../src/terraform/arguments.ts';

const nothing: TerraformArguments = {
  subcommand: [],
  askIdentity: false,
  profiles: [],
  dryRun: false,
  skipInit: false,
  fromPlan: false,
  autoApprove: false,
  help: false,
  settings: {},
  many: { all: false, affected: false, components: [], includeDependencies: false, includeDependents: false },
  evaluation: { processTemplates: true, processFunctions: true, skip: [] },
  extra: [],
};
const many = (more: Partial<TerraformArguments['many']>): TerraformArguments => ({
  ...nothing,
  subcommand: ['plan'],
  many: { ...nothing.many, ...more },
});
const vpc = { ...nothing, subcommand: ['plan'], component: 'vpc', stack: 'dev' };

/** The words between spaces; a word in double quotes may hold spaces. */
const words = (line: string) => (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));

const lines: readonly (readonly [line: string, expected: TerraformArguments])[] = [
  ['', nothing],
  ['plan', { ...nothing, subcommand: ['plan'] }],
  ['plan vpc', { ...nothing, subcommand: ['plan'], component: 'vpc' }],

  // our flags in every spelling, wherever they stand
  ['plan vpc -s dev', vpc],
  ['plan vpc -s=dev', vpc],
  ['plan vpc --stack dev', vpc],
  ['plan vpc --stack=dev', vpc],
  ['plan -s dev vpc', vpc],
  ['-s dev plan vpc', vpc],
  ['plan vpc -s prod -s dev', vpc],
  ['plan vpc -s dev -i x/Y', { ...vpc, identity: 'x/Y' }],
  ['plan vpc -s dev -i=x/Y', { ...vpc, identity: 'x/Y' }],
  ['plan vpc -s dev --identity x/Y', { ...vpc, identity: 'x/Y' }],
  ['plan vpc -s dev --identity=false', { ...vpc, identity: 'false' }],
  ['plan vpc -s dev --identity', { ...vpc, askIdentity: true }],
  ['plan vpc --identity -s dev', { ...vpc, askIdentity: true }],
  ['plan vpc -i -s dev', { ...vpc, askIdentity: true }],
  ['plan vpc -s dev --identity=', { ...vpc, askIdentity: true }],
  ['plan vpc -s dev -i x --identity', { ...vpc, askIdentity: true }],
  ['plan vpc -s dev --identity -- x', { ...vpc, askIdentity: true, extra: ['x'] }],
  ['plan vpc -s dev --profile a', { ...vpc, profiles: ['a'] }],
  ['plan vpc -s dev --profile=a,b --profile c', { ...vpc, profiles: ['a', 'b', 'c'] }],
  ['plan vpc -s dev --profile "a, b"', { ...vpc, profiles: ['a', 'b'] }],
  ['plan vpc -s dev --dry-run', { ...vpc, dryRun: true }],
  ['plan --dry-run vpc -s dev', { ...vpc, dryRun: true }],
  ['plan vpc -s dev --dry-run=false', { ...vpc, dryRun: false }],
  ['plan vpc -s dev --dry-run --format json', { ...vpc, dryRun: true, format: 'json' }],
  ['plan vpc -s dev --skip-init', { ...vpc, skipInit: true }],
  ['plan vpc -s dev --skip-init=true', { ...vpc, skipInit: true }],
  // several components
  ['plan --all', many({ all: true })],
  ['plan --all -s dev', { ...many({ all: true }), stack: 'dev' }],
  ['plan --components a,b --components=c', many({ components: ['a', 'b', 'c'] })],
  ['plan --affected --include-dependents', many({ affected: true, includeDependents: true })],
  ['plan --affected --ref main --repo-path ../x', many({ affected: true, ref: 'main', repoPath: '../x' })],
  ['plan --query ".vars.x == 1"', many({ query: '.vars.x == 1' })],
  [
    'plan --all --failure-mode keep-going --max-concurrency=4',
    many({ all: true, failureMode: 'keep-going', maxConcurrency: '4' }),
  ],
  [
    'plan vpc -s dev --process-functions=false --skip terraform.output,exec',
    {
      ...vpc,
      evaluation: { processTemplates: true, processFunctions: false, skip: ['terraform.output', 'exec'] },
    },
  ],
  ['plan vpc -s dev --driver atmos', { ...vpc, driver: 'atmos' }],
  ['plan --help', { ...nothing, subcommand: ['plan'], help: true }],
  ['-h', { ...nothing, help: true }],
  ['plan vpc -s dev --init-run-reconfigure=false', { ...vpc, settings: { initRunReconfigure: false } }],
  ['plan vpc -s dev --init-pass-vars', { ...vpc, settings: { initPassVars: true } }],
  ['plan vpc -s dev --skip-planfile=true', { ...vpc, settings: { planSkipPlanfile: true } }],
  ['plan vpc -s dev --deploy-run-init=false', { ...vpc, settings: { deployRunInit: false } }],
  [
    'plan vpc -s dev --auto-generate-backend-file=false',
    { ...vpc, settings: { autoGenerateBackendFile: false } },
  ],

  // plan files
  ['apply vpc -s dev --planfile x.plan', { ...vpc, subcommand: ['apply'], planFile: 'x.plan' }],
  ['apply vpc -s dev --planfile=x.plan', { ...vpc, subcommand: ['apply'], planFile: 'x.plan' }],
  ['apply vpc -s dev --from-plan', { ...vpc, subcommand: ['apply'], fromPlan: true }],
  ['apply vpc --from-plan -s dev', { ...vpc, subcommand: ['apply'], fromPlan: true }],
  ['apply vpc -s dev --from-plan=x', { ...vpc, subcommand: ['apply'], fromPlan: true, planFile: 'x' }],
  ['apply vpc -s dev --from-plan x', { ...vpc, subcommand: ['apply'], fromPlan: true, planFile: 'x' }],
  ['apply --from-plan vpc -s dev', { ...vpc, subcommand: ['apply'], fromPlan: true }],
  ['apply --from-plan vpc -i me -s dev', { ...vpc, subcommand: ['apply'], fromPlan: true, identity: 'me' }],

  // Terraform's own
  ['plan vpc -s dev -target=x.y', { ...vpc, extra: ['-target=x.y'] }],
  ['plan vpc -s dev -target x.y', { ...vpc, extra: ['-target', 'x.y'] }],
  ['plan -target x.y vpc -s dev', { ...vpc, extra: ['-target', 'x.y'] }],
  ['plan --target x.y vpc -s dev', { ...vpc, extra: ['--target', 'x.y'] }],
  ['plan -destroy vpc -s dev', { ...vpc, extra: ['-destroy'] }],
  ['plan vpc -s dev -detailed-exitcode -out=x', { ...vpc, extra: ['-detailed-exitcode', '-out=x'] }],
  ['plan vpc -out x -s dev', { ...vpc, extra: ['-out', 'x'] }],
  ['plan vpc -s dev -var a=b', { ...vpc, extra: ['-var', 'a=b'] }],
  ['plan vpc -s dev -var "a=-s prod"', { ...vpc, extra: ['-var', 'a=-s prod'] }],
  ['plan vpc -s dev -var -s', { ...vpc, extra: ['-var', '-s'] }],
  ['plan -var "a=b c" -input=false vpc -s dev', { ...vpc, extra: ['-var', 'a=b c', '-input=false'] }],
  ['plan vpc -s dev -state=x -stack=y', { ...vpc, extra: ['-state=x', '-stack=y'] }],
  [
    'plan vpc -s dev -input=false -ignore-remote-version',
    {
      ...vpc,
      extra: ['-input=false', '-ignore-remote-version'],
    },
  ],
  ['plan vpc -s dev -json -lock=false', { ...vpc, extra: ['-json', '-lock=false'] }],
  ['plan vpc -s dev -help', { ...vpc, extra: ['-help'] }],
  ['plan vpc -s dev --unknown=1', { ...vpc, extra: ['--unknown=1'] }],
  ['plan vpc -s dev -', { ...vpc, extra: ['-'] }],
  ['plan vpc -s dev -- -x', { ...vpc, extra: ['-x'] }],
  ['plan vpc -s dev -- -s prod --dry-run -- y', { ...vpc, extra: ['-s', 'prod', '--dry-run', '--', 'y'] }],
  ['plan vpc -s dev -a -- -b', { ...vpc, extra: ['-a', '-b'] }],
  ['plan vpc -s dev --', vpc],
  [
    'apply vpc -s dev -auto-approve',
    {
      ...vpc,
      subcommand: ['apply'],
      autoApprove: true,
      extra: ['-auto-approve'],
    },
  ],
  [
    'apply vpc -s dev --auto-approve',
    {
      ...vpc,
      subcommand: ['apply'],
      autoApprove: true,
      extra: ['--auto-approve'],
    },
  ],
  [
    'apply vpc -s dev -auto-approve=false',
    {
      ...vpc,
      subcommand: ['apply'],
      extra: ['-auto-approve=false'],
    },
  ],
  ['import vpc -s dev aws_x.y id-1', { ...vpc, subcommand: ['import'], extra: ['aws_x.y', 'id-1'] }],
  ['force-unlock vpc lock-id -s dev', { ...vpc, subcommand: ['force-unlock'], extra: ['lock-id'] }],

  // two words
  ['state list vpc -s dev', { ...vpc, subcommand: ['state', 'list'] }],
  ['state show vpc -s dev aws_x.y', { ...vpc, subcommand: ['state', 'show'], extra: ['aws_x.y'] }],
  ['state mv vpc a b -s dev', { ...vpc, subcommand: ['state', 'mv'], extra: ['a', 'b'] }],
  ['"state list" vpc -s dev', { ...vpc, subcommand: ['state', 'list'] }],
  ['providers lock vpc -s dev', { ...vpc, subcommand: ['providers', 'lock'] }],
  [
    'providers lock -platform linux_amd64 vpc -s dev',
    {
      ...vpc,
      subcommand: ['providers', 'lock'],
      extra: ['-platform', 'linux_amd64'],
    },
  ],
  ['providers vpc -s dev', { ...vpc, subcommand: ['providers'] }],
  ['workspace vpc -s dev', { ...vpc, subcommand: ['workspace'] }],
  ['workspace select vpc -s dev', { ...vpc, subcommand: ['workspace', 'select'] }],
  ['workspace -s dev list vpc', { ...vpc, subcommand: ['workspace', 'list'] }],
  ['generate varfile vpc -s dev', { ...vpc, subcommand: ['generate', 'varfile'] }],
  ['plan list -s dev', { ...vpc, component: 'list' }],
  ['state vpc list -s dev', { ...vpc, subcommand: ['state'], extra: ['list'] }],
];

for (const [line, expected] of lines) {
  test(`terraform ${line}`, () => assert.equal(splitTerraformArguments(words(line)), expected));
}

test('an empty argument stays an argument', () => {
  const { component, extra } = splitTerraformArguments(['plan', 'vpc', '-var', '', '']);
  assert.is(component, 'vpc');
  assert.equal(extra, ['-var', '', '']);
});

test('names of what every object has are no flags', () => {
  const { extra } = splitTerraformArguments(['plan', 'vpc', '--constructor', '-toString', '__proto__']);
  assert.equal(extra, ['--constructor', '-toString', '__proto__']);
  assert.equal(splitTerraformArguments(['constructor', 'toString']).subcommand, ['constructor']);
});

const refused: readonly (readonly [line: string, code: string, message: RegExp])[] = [
  ['plan vpc -s', 'usage', /^--stack needs a stack/],
  ['plan vpc -s -target=x', 'usage', /^--stack needs a stack/],
  ['plan vpc --stack=', 'usage', /^--stack needs a stack/],
  ['plan vpc -s dev --profile', 'usage', /^--profile needs a profile/],
  ['apply vpc -s dev --planfile', 'usage', /^--planfile needs a file/],
  ['plan vpc -s dev --dry-run=maybe', 'usage', /neither true nor false/],
  ['plan vpc -s dev --init-pass-vars=x', 'usage', /neither true nor false/],
  ['plan --upload-status', 'construct-not-supported', /--upload-status/],
  ['plan vpc -s dev --base-path=x', 'construct-not-supported', /--base-path/],
];

for (const [line, code, message] of refused) {
  test(`terraform ${line} is refused`, () => {
    try {
      splitTerraformArguments(words(line));
    } catch (error) {
      assert.ok(isProblem(error), String(error));
      assert.is(error.code, code);
      assert.match(error.message, message);
      assert.ok(error.hint);
      return;
    }
    assert.unreachable('nothing was refused');
  });
}

test.run();
