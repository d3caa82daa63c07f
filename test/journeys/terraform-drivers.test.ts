/** Runs that the atmos binary does, with a stand-in for it that notes how it was called. */
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Desk, withDesk } from './desk.ts';

interface Noted {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Puts an `atmos` on the person's PATH that notes its call and ends with 7. */
function standIn(desk: Desk) {
  const bin = join(desk.folder, 'bin');
  const log = join(desk.folder, 'atmos-call');
  mkdirSync(bin);
  const script = [
    '#!/bin/sh',
    `printf '%s\\0' "$@" > '${log}.argv'`,
    `env -0 > '${log}.env'`,
    `pwd > '${log}.cwd'`,
    'exit 7',
    '',
  ];
  writeFileSync(join(bin, 'atmos'), script.join('\n'));
  chmodSync(join(bin, 'atmos'), 0o755);
  const words = (file: string) => readFileSync(file, 'utf8').split('\0').slice(0, -1);
  return {
    PATH: `${bin}${delimiter}${desk.variables['PATH']}`,
    called: () => existsSync(`${log}.argv`),
    noted: (): Noted => ({
      argv: words(`${log}.argv`),
      env: Object.fromEntries(words(`${log}.env`).map((line) => line.split(/=(.*)/s).slice(0, 2))),
    }),
  };
}

/** A PATH without any atmos: Node and what every system has. */
const bare = (desk: Desk) =>
  (desk.variables['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !existsSync(join(folder, 'atmos')))
    .join(delimiter);

const story = (title: string, work: (desk: Desk) => Promise<void>) =>
  test(title, () =>
    withDesk(async (desk) => {
      await desk.signIn();
      await work(desk);
    }),
  );

/** What this program refuses and the atmos binary does. */
const refuseIn = (desk: Desk) =>
  desk.write(
    'stacks/orgs/acme/plat/dev/elsewhere.yaml',
    [
      'import: [orgs/acme/plat/dev/_defaults, mixins/region/us-east-2]',
      'components:',
      '  terraform:',
      '    fetched:',
      '      metadata: { component: vpc }',
      '      source: { uri: "github.com/acme/vpc.git", version: v1 }',
      '',
    ].join('\n'),
  );

story('the atmos driver runs the binary with our credentials and its own sign-in off', async (desk) => {
  const atmos = standIn(desk);
  const run = await desk.kit(
    'terraform plan vpc -s plat-ue1-dev --driver atmos --skip-init -lock=false -- -refresh=false',
    {
      variables: {
        PATH: atmos.PATH,
        AWS_ACCESS_KEY_ID: 'AKIAOTHER',
        ATMOS_TELEMETRY_ENABLED: 'false',
        TF_LOG: 'ERROR',
      },
    },
  );
  assert.is(run.exitCode, 7, run.stderr);
  assert.match(run.stderr, /^vpc in plat-ue1-dev as plat-dev\/terraform \(/);
  const { argv, env } = atmos.noted();
  assert.equal(argv, [
    ...['terraform', 'plan', 'vpc', '-s', 'plat-ue1-dev', '--skip-init', '--identity=false'],
    ...['--profile', 'developers,local', '--', '-lock=false', '-refresh=false'],
  ]);
  assert.is(env['AWS_PROFILE'], 'plat-dev/terraform');
  assert.match(readFileSync(env['AWS_CONFIG_FILE'] ?? '', 'utf8'), /credential_process = /);
  assert.is(env['AWS_ACCESS_KEY_ID'], undefined);
  assert.is(
    env['ATMOS_PROFILE'],
    undefined,
    'several profiles in the variable are one unknown name to atmos',
  );
  assert.is(env['ATMOS_IDENTITY'], undefined);
  assert.is(env['ATMOS_TELEMETRY_ENABLED'], 'false');
  assert.is(env['TF_LOG'], 'ERROR');
});

story('nothing secret is in what the binary is given', async (desk) => {
  const atmos = standIn(desk);
  await desk.kit('terraform plan vpc -s plat-ue1-dev --driver atmos', { variables: { PATH: atmos.PATH } });
  const { argv, env } = atmos.noted();
  assert.not.match(JSON.stringify([argv, env]), /ASIA|aws_secret|SECRET_ACCESS_KEY|SESSION_TOKEN/);
});

story('auto hands over what is refused here, and says so', async (desk) => {
  const atmos = standIn(desk);
  refuseIn(desk);
  const words = 'terraform plan fetched -s plat-ue2-dev --identity plat-dev/terraform';
  const run = await desk.kit(words, { variables: { PATH: atmos.PATH } });
  assert.is(run.exitCode, 7, run.stderr);
  assert.match(run.stderr, /source/);
  assert.match(run.stderr, /atmos does this run instead\./);
  assert.is(atmos.noted().argv[2], 'fetched');
  const native = await desk.kit(`${words} --driver native`, { variables: { PATH: atmos.PATH } });
  assert.is(native.exitCode, 1);
  assert.match(native.stderr, /^atmos-kit: .*source/);
  const without = await desk.kit(words, { variables: { PATH: bare(desk) } });
  assert.is(without.exitCode, 1, 'with no binary the refusal stands');
  assert.match(without.stderr, /^atmos-kit: .*source/);
});

story('what can be done here never reaches the binary', async (desk) => {
  const atmos = standIn(desk);
  const run = await desk.kit('terraform plan vpc -s plat-ue1-dev --dry-run', {
    variables: { PATH: atmos.PATH },
  });
  assert.is(run.exitCode, 0, run.stderr);
  const missing = await desk.kit('terraform plan nothing -s plat-ue1-dev', {
    variables: { PATH: atmos.PATH },
  });
  assert.is(missing.exitCode, 1);
  assert.not.ok(atmos.called());
});

story('a setting chooses the driver, a variable outranks it, and a flag both', async (desk) => {
  const atmos = standIn(desk);
  desk.edit('atmos.yaml', '\nkit:\n', '\nkit:\n  driver: atmos\n');
  const exitCode = async (flags: string, ATMOS_KIT_DRIVER?: string) =>
    (
      await desk.kit(`terraform plan vpc -s plat-ue1-dev --dry-run ${flags}`, {
        variables: { PATH: atmos.PATH, ATMOS_KIT_DRIVER },
      })
    ).exitCode;
  assert.is(await exitCode(''), 7);
  assert.is(await exitCode('', 'native'), 0);
  assert.is(await exitCode('--driver atmos', 'native'), 7);
  assert.is(await exitCode('--driver=auto', 'atmos'), 0);
  assert.is(await exitCode('--driver bogus'), 1);
});

story('an atmos that is this very program is none', async (desk) => {
  const bin = join(desk.folder, 'own');
  mkdirSync(bin);
  symlinkSync(join(import.meta.dirname, '..', '..', 'dist', 'atmos-kit.cjs'), join(bin, 'atmos'));
  refuseIn(desk);
  const PATH = [bin, dirname(process.execPath), bare(desk)].join(delimiter);
  const words = 'terraform plan fetched -s plat-ue2-dev --identity plat-dev/terraform';
  const auto = await desk.kit(words, { variables: { PATH } });
  assert.is(auto.exitCode, 1);
  assert.not.match(auto.stderr, /does this run instead/);
  const asked = await desk.kit(`${words} --driver atmos`, { variables: { PATH } });
  assert.is(asked.exitCode, 127);
  assert.match(asked.stderr, /no atmos binary is on PATH/);
});

story('an atmos that only leads back here ends with the refusal, not in a circle', async (desk) => {
  const bin = join(desk.folder, 'wrapper');
  mkdirSync(bin);
  const program = join(import.meta.dirname, '..', '..', 'dist', 'atmos-kit.cjs');
  writeFileSync(join(bin, 'atmos'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
  chmodSync(join(bin, 'atmos'), 0o755);
  refuseIn(desk);
  const run = await desk.kit('terraform plan fetched -s plat-ue2-dev --identity plat-dev/terraform', {
    variables: { PATH: `${bin}${delimiter}${bare(desk)}` },
  });
  assert.is(run.exitCode, 1);
  assert.is(run.stderr.split('does this run instead').length, 2, run.stderr);
});

test.run();
