/** `auth env` in real shells: what they run afterwards runs as the identity, whatever was exported before. */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { oneDesk } from './one-desk.ts';

const desk = oneDesk();
const identity = 'plat-dev/ReadOnlyAccess';
const program = join(import.meta.dirname, '..', '..', 'dist', 'atmos-kit.cjs');
const whoAmI = join(import.meta.dirname, 'programs', 'who-am-i.mjs');

/** What a person may have exported in that shell, all of it of somebody else. */
const stale = {
  AWS_ACCESS_KEY_ID: 'AKIASTALE',
  AWS_SECRET_ACCESS_KEY: 'stale',
  AWS_SESSION_TOKEN: 'stale',
  AWS_PROFILE: 'stale',
  AWS_DEFAULT_PROFILE: 'stale',
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/',
  AWS_ENDPOINT_URL_KMS: 'http://127.0.0.1:1/',
  AWS_REGION: 'eu-south-1',
  AWS_BEARER_TOKEN_BEDROCK: 'stale',
};

const installed = (name: string) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;

/** Runs a line of a shell in which KIT is the program and WHOAMI asks AWS through the SDK for JavaScript. */
async function inShell(
  shell: readonly string[],
  line: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<{ readonly exitCode?: number | undefined; readonly stdout: string; readonly stderr: string }> {
  const { project, variables: own } = desk();
  const kit = `'${process.execPath}' '${program}'`;
  const sdk = `'${process.execPath}' '${whoAmI}' fromNodeProviderChain`;
  const [file = '', ...args] = shell;
  return execa(file, [...args, line.replaceAll('KIT', kit).replaceAll('WHOAMI', sdk)], {
    cwd: project,
    env: { ...own, ...variables },
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    timeout: 60_000,
  });
}

const shells = [
  ['bash', ['bash', '--norc', '-euc'], `eval "$(KIT auth env -i ${identity} FLAGS)"; WHOAMI`],
  ['zsh', ['zsh', '-feuc'], `eval "$(KIT auth env -i ${identity} -f zsh FLAGS)"; WHOAMI`],
  ['sh', ['sh', '-euc'], `eval "$(KIT auth env -i ${identity} -f sh FLAGS)"; WHOAMI`],
  ['fish', ['fish', '--no-config', '-c'], `KIT auth env -i ${identity} -f fish FLAGS | source; WHOAMI`],
] as const;

for (const mode of ['process', 'env', 'file'])
  for (const [name, shell, line] of shells)
    if (installed(name))
      test(`${name} in which it was evaluated runs as the identity (${mode})`, async () => {
        const run = await inShell(shell, line.replace('FLAGS', `--credentials ${mode}`), stale);
        assert.is(run.exitCode, 0, run.stderr);
        assert.match(
          JSON.parse(run.stdout).arn,
          /^arn:aws:sts::222222222202:assumed-role\/AWSReservedSSO_ReadOnlyAccess_/,
        );
      });
    else console.log(`SKIPPED ${name} is not installed: auth env was not tried in it`);

if (installed('aws'))
  for (const mode of ['process', 'env', 'file'])
    test(`the AWS CLI in such a shell runs as the identity too (${mode})`, async () => {
      const line = `eval "$(KIT auth env -i ${identity} --credentials ${mode})"; aws sts get-caller-identity`;
      const run = await inShell(['bash', '--norc', '-euc'], line, stale);
      assert.is(run.exitCode, 0, run.stderr);
      assert.match(JSON.parse(run.stdout).Arn, /assumed-role\/AWSReservedSSO_ReadOnlyAccess_/);
    });
else console.log('SKIPPED the AWS CLI is not installed: it was not tried in such a shell');

test('a .env file that was written once makes whoever reads it run as the identity', async () => {
  const line = `KIT auth env -i ${identity} -f dotenv > "$TMPDIR/.env"; exec '${process.execPath}' --env-file="$TMPDIR/.env" '${whoAmI}' fromNodeProviderChain`;
  const run = await inShell(['bash', '--norc', '-euc'], line);
  assert.is(run.exitCode, 0, run.stderr);
  assert.match(JSON.parse(run.stdout).arn, /AWSReservedSSO_ReadOnlyAccess_/);
});

if (installed('direnv'))
  test('direnv reads both the lines and the .env file, and keys that were exported do not outrank them', async () => {
    for (const envrc of [`eval "$(KIT auth env -i ${identity})"`, 'dotenv "$TMPDIR/.env"']) {
      const line = [
        `KIT auth env -i ${identity} -f dotenv > "$TMPDIR/.env"`,
        `mkdir -p "$TMPDIR/direnv"; cat > "$TMPDIR/direnv/.envrc" <<'END'\ncd ${JSON.stringify(desk().project)}\n${envrc}\nEND`,
        'direnv allow "$TMPDIR/direnv"',
        'direnv exec "$TMPDIR/direnv" WHOAMI',
      ].join('\n');
      const run = await inShell(['bash', '--norc', '-euc'], line, stale);
      assert.is(run.exitCode, 0, run.stderr);
      assert.match(JSON.parse(run.stdout).arn, /AWSReservedSSO_ReadOnlyAccess_/);
    }
  });
else console.log('SKIPPED direnv is not installed: what it reads was not tried');

test('a job of GitHub has no key in its log, and its later steps have the identity', async () => {
  const run = await desk().kit(`auth env -i ${identity} -f github --credentials env`, {
    variables: { ...stale },
  });
  assert.is(run.exitCode, 0, run.stderr);
  const [, secret = ''] = /^AWS_SECRET_ACCESS_KEY=(.+)$/m.exec(run.stdout) ?? [];
  assert.ok(secret.length > 20);
  assert.match(run.stderr, new RegExp(`^::add-mask::${secret.replace(/[+/]/g, '\\$&')}$`, 'm'));
  assert.match(run.stderr, /^::warning::A job cannot unset AWS_PROFILE/m);
  assert.match(run.stdout, /^AWS_CONTAINER_CREDENTIALS_FULL_URI=$/m);
  const quiet = await desk().kit(`auth env -i ${identity} -f github`);
  assert.is(quiet.stderr, '');
  assert.not.match(quiet.stdout, /SECRET/);
});

test('json tells what is set, and null for what is unset', async () => {
  const { stdout } = await desk().kit(`auth env -i ${identity} -f json`);
  const change = JSON.parse(stdout);
  assert.is(change.AWS_PROFILE, identity);
  assert.is(change.AWS_ACCESS_KEY_ID, null);
});

for (const format of ['bash', 'fish', 'dotenv', 'json', 'github'])
  test(`without a login nothing is printed in ${format}, and the exit code is 2`, async () => {
    const nobody = { variables: { ATMOS_XDG_DATA_HOME: join(desk().folder, 'nobody') } };
    const run = await desk().kit(`auth env -i ${identity} -f ${format}`, nobody);
    assert.is(run.exitCode, 2);
    assert.is(run.stdout, '');
    assert.match(
      run.stderr,
      /^atmos-kit: You are not signed in at sso .*\n {2}atmos-kit auth login --provider sso\n {2}More: .*\n$/,
    );
  });

test('keys that were remembered and have gone are no answer any more', async () => {
  const words = `auth env -i ${identity}`;
  for (let round = 0; round < 3; round += 1) assert.is((await desk().kit(words)).exitCode, 0);
  const nobody = { variables: { ATMOS_XDG_DATA_HOME: join(desk().folder, 'nobody') } };
  assert.is((await desk().kit(words, nobody)).exitCode, 2);
  execFileSync('rm', ['-r', join(desk().home, '.cache', 'atmos-kit', 'generated')]);
  const { stdout } = await desk().kit(words);
  const [, config = ''] = /AWS_CONFIG_FILE=(\S+);/.exec(stdout) ?? [];
  assert.match(execFileSync('cat', [config], { encoding: 'utf8' }), /credential_process/);
});

test('nobody, somebody unknown and no name at all are told, and print nothing', async () => {
  for (const [words, message] of [
    ['auth env -i false', /There is no environment of nobody/],
    ['auth env -i nobody/here', /nobody\/here/],
    ['auth env', /Nobody can be asked without a terminal/],
    ['auth env -f csh', /-f is one of bash, zsh,/],
    ['auth env -i x --credentials mail', /--credentials is one of process, env, file/],
  ] as const) {
    const run = await desk().kit(words);
    assert.is(run.exitCode, 1, words);
    assert.is(run.stdout, '', words);
    assert.match(run.stderr, message);
  }
});

test.run();
