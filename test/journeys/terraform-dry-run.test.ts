/** `--dry-run` shows everything and changes nothing; what cannot run is told before anything happens. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Desk, withDesk } from './desk.ts';
import { notes } from './disk.ts';
import { recordTerraform } from './recorded-terraform.ts';

const audit = (desk: Desk) =>
  existsSync(join(desk.emulator.dir, 'audit.jsonl')) ? desk.emulator.audit() : [];

/** Every path below the desk, but for notes of what manifests say. */
const paths = ({ folder }: Desk) =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => !notes.test(path))
    .sort();

/** Runs `work` and asserts that it leaves no file and asks nobody. */
async function changingNothing(desk: Desk, work: () => Promise<void>): Promise<void> {
  const before = new Set(paths(desk));
  const asked = audit(desk).length;
  await work();
  assert.equal(
    paths(desk).filter((path) => !before.has(path)),
    [],
  );
  assert.is(audit(desk).length, asked);
}

test('a dry run prints what a run would do, and does nothing', () =>
  withDesk(async (desk) => {
    const recorded = recordTerraform(desk);
    const options = { variables: { PATH: recorded.path } };
    let shown = '';
    await changingNothing(desk, async () => {
      const { exitCode, stdout, stderr } = await desk.kit(
        'terraform plan vpc -s plat-ue1-dev --dry-run',
        options,
      );
      assert.is(exitCode, 0);
      assert.is(
        stderr,
        "Nothing is done. It would run as plat-dev/terraform (the default of the stack's imports).\n",
      );
      shown = stdout;
    });
    assert.equal(recorded.calls(), []);
    // Then the same for real.
    await desk.signIn();
    await desk.kit('terraform plan vpc -s plat-ue1-dev', options);
    const calls = recorded.calls();
    assert.ok(shown.includes(`  cd ${calls[0]?.folder}\n`));
    for (const { argv } of calls) assert.ok(shown.includes(`  terraform ${argv.join(' ')}`), argv.join(' '));
    for (const [name, value] of Object.entries(calls[0]?.environment ?? {}))
      if (desk.variables[name] !== value && name !== 'PATH')
        assert.ok(shown.includes(`  export ${name}=${value}\n`), name);
  }));

test('as JSON it is data, with the files as they would be written', () =>
  withDesk(async (desk) => {
    const { stdout } = await desk.kit(
      'terraform apply dns/delegated -s plat-gbl-dev --dry-run --format json',
    );
    const run = JSON.parse(stdout);
    assert.is(run.workspace, 'plat-gbl-dev-dns-delegated');
    assert.equal(
      run.commands.map(({ step }: { step: string }) => step),
      ['init', 'workspace', 'main'],
    );
    assert.is(run.commands[2].argv[1], 'apply');
    assert.is(run.environment.AWS_PROFILE, 'plat-dev/terraform');
    const variables = run.files.find(({ purpose }: { purpose: string }) => purpose === 'variables');
    assert.is(JSON.parse(variables.content).zone_name, 'dev.acme.example');
    assert.not.ok(existsSync(variables.path));
  }));

test('with kit.credentials: env it says that keys would stand there, and makes none', () =>
  withDesk(async (desk) => {
    desk.edit('atmos.yaml', 'credentials: process', 'credentials: env');
    await changingNothing(desk, async () => {
      const { stdout } = await desk.kit('terraform plan vpc -s plat-ue1-dev --dry-run');
      assert.match(stdout, /export AWS_SECRET_ACCESS_KEY='<made when it runs>'/);
      assert.not.match(stdout, /AWS_CONFIG_FILE/);
    });
  }));

const refused: readonly (readonly [words: string, exitCode: number, stderr: RegExp])[] = [
  ['terraform', 1, /needs one of Terraform's own sub-commands/],
  ['terraform plan', 1, /terraform plan needs a component/],
  [
    'terraform plan vpc',
    1,
    /terraform plan vpc needs a stack\.\n {2}atmos-kit terraform plan vpc -s STACK\n/,
  ],
  [
    'terraform plan vpc -s plat-ue1-dex',
    1,
    /There is no stack plat-ue1-dex\.\n {2}Did you mean plat-ue1-dev\?/,
  ],
  [
    'terraform plan vcp -s plat-ue1-dev',
    1,
    /The stack plat-ue1-dev has no component vcp\.\n {2}Did you mean vpc\?/,
  ],
  [
    'terraform apply vpc/defaults -s plat-ue1-dev',
    1,
    /stacks\/catalog\/vpc\/defaults\.yaml:4: Component vpc\/defaults is abstract/,
  ],
  ['terraform plan vpc -s plat-ue1-dev --identity Nobody', 1, /There is no identity "Nobody" here/],
  ['terraform plan vpc -s plat-ue1-dev --profile nope', 2, /nope/],
];

test('what cannot run is told with the right exit code, and Terraform is not started', () =>
  withDesk(async (desk) => {
    const recorded = recordTerraform(desk);
    await changingNothing(desk, async () => {
      for (const [words, exitCode, stderr] of refused) {
        const ended = await desk.kit(words, { variables: { PATH: recorded.path } });
        assert.match(ended.stderr, stderr, words);
        assert.is(ended.exitCode, exitCode, `${words}: ${ended.stderr}`);
        assert.is(ended.stdout, '', words);
      }
    });
    assert.equal(recorded.calls(), []);
  }));

test('who is not signed in and cannot be asked is told what to type, and Terraform is not started', () =>
  withDesk(async (desk) => {
    const recorded = recordTerraform(desk);
    for (const words of ['terraform plan vpc -s plat-ue1-dev', 'plan vpc -s plat-ue1-dev']) {
      const { exitCode, stderr } = await desk.kit(words, { variables: { PATH: recorded.path } });
      assert.is(exitCode, 2, words);
      assert.match(
        stderr,
        /You are not signed in at sso \(https:\/\/acme\.awsapps\.com\/start\)\.\n {2}atmos-kit auth login --provider sso\n {2}More: \S+ \(atmos-kit explain login-required\)\n$/,
      );
    }
    assert.equal(recorded.calls(), []);
    assert.not.ok(existsSync(join(desk.project, 'components/terraform/vpc/backend.tf.json')));
  }));

test('no terraform on PATH is told with how to get one', () =>
  withDesk(async (desk) => {
    const none = await desk.kit('terraform plan vpc -s plat-ue1-dev', { variables: { PATH: desk.folder } });
    assert.is(none.exitCode, 1);
    assert.match(none.stderr, /terraform is not on PATH, and neither is tofu\.\n {2}Install Terraform: /);
  }));

test('an emulator that does not run is told at once, and how to start it', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    const variables = { ATMOS_KIT_ENDPOINT: 'http://127.0.0.1:1' };
    const { exitCode, stderr } = await desk.kit('terraform plan vpc -s plat-ue1-dev', { variables });
    assert.is(exitCode, 1);
    assert.match(
      stderr,
      /Nothing answers at http:\/\/127\.0\.0\.1:1.*\n {2}atmos-kit emulator start --port 1\n/,
    );
  }));

test.run();
