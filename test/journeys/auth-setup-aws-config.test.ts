/** `auth setup-aws-config`, `auth process` and `time-left`: what is behind them is asked by AWS's own tools. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { oneDesk } from './one-desk.ts';

const desk = oneDesk();
const identity = 'plat-dev/ReadOnlyAccess';
const whoAmI = join(import.meta.dirname, 'programs', 'who-am-i.mjs');
const configFile = () => join(desk().home, '.aws', 'config');

test.before.each(() => {
  rmSync(join(desk().home, '.aws'), { recursive: true, force: true });
  mkdirSync(join(desk().home, '.aws'));
});

/** A program of somebody else, in another folder and with another profile of Atmos chosen. */
const elsewhere = (file: string, args: readonly string[], AWS_PROFILE: string) =>
  execa(file, args, {
    cwd: desk().home,
    env: { ...desk().variables, ATMOS_PROFILE: 'nobody', AWS_PROFILE },
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    timeout: 60_000,
  });

test('the SDK for JavaScript has the identity in every folder', async () => {
  const set = await desk().kit('auth setup-aws-config --yes --prefix acme-');
  assert.is(set.exitCode, 0, set.stderr);
  assert.is(set.stdout, '');
  const { stdout, stderr } = await elsewhere(process.execPath, [whoAmI, 'fromIni'], `acme-${identity}`);
  assert.match(stdout, /AWSReservedSSO_ReadOnlyAccess_/, stderr);
});

if (spawnSync('sh', ['-c', 'command -v aws']).status === 0)
  test('so has the AWS CLI', async () => {
    await desk().kit('auth setup-aws-config --yes');
    const { stdout, stderr } = await elsewhere('aws', ['sts', 'get-caller-identity'], identity);
    assert.match(stdout, /AWSReservedSSO_ReadOnlyAccess_/, stderr);
  });
else console.log('SKIPPED the AWS CLI is not installed: it was not tried');

for (const [what, text] of [
  ['an empty line at its end', '[default]\nregion = eu-west-1\n\n'],
  ['no line break at its end', '[default]\nregion = eu-west-1'],
  ['carriage returns', '[default]\r\nregion = eu-west-1\r\n'],
] as const)
  test(`a file with ${what} comes back byte for byte, with its mode`, async () => {
    writeFileSync(configFile(), text);
    chmodSync(configFile(), 0o640);
    const set = await desk().kit('auth setup-aws-config --yes');
    assert.match(set.stderr, /^\+\[profile plat-dev\/ReadOnlyAccess\]$/m);
    assert.ok(readFileSync(configFile(), 'utf8').startsWith(text));
    assert.is(statSync(configFile()).mode & 0o777, 0o640);
    assert.is((await desk().kit('auth setup-aws-config --uninstall --yes')).exitCode, 0);
    assert.is(readFileSync(configFile(), 'utf8'), text);
    assert.is(statSync(configFile()).mode & 0o777, 0o640);
  });

test('a file that was not there is for its owner alone, and goes again', async () => {
  await desk().kit('auth setup-aws-config --yes');
  assert.is(statSync(configFile()).mode & 0o777, 0o600);
  const again = await desk().kit('auth setup-aws-config --yes');
  assert.match(again.stderr, /is up to date/);
  await desk().kit('auth setup-aws-config --uninstall --yes');
  assert.not.ok(existsSync(configFile()));
  assert.match((await desk().kit('auth setup-aws-config --uninstall')).stderr, /No profiles of this project/);
});

test('a link stays a link, and what it leads to is changed', async () => {
  const target = join(desk().home, 'dotfiles-config');
  writeFileSync(target, '[default]\n');
  symlinkSync(target, configFile());
  await desk().kit('auth setup-aws-config --yes');
  assert.ok(lstatSync(configFile()).isSymbolicLink());
  assert.match(readFileSync(target, 'utf8'), /^\[default\]\n# >>> atmos-kit/);
});

test('a link to an empty file is a link to an empty file again', async () => {
  const target = join(desk().home, 'empty-dotfile');
  writeFileSync(target, '');
  symlinkSync(target, configFile());
  await desk().kit('auth setup-aws-config --yes');
  await desk().kit('auth setup-aws-config --uninstall --yes');
  assert.ok(lstatSync(configFile()).isSymbolicLink());
  assert.is(readFileSync(target, 'utf8'), '');
});

test('a link that leads nowhere stays as it is: its file comes and goes, and its folder is not made', async () => {
  const target = join(desk().home, 'dotfile-to-be');
  symlinkSync(target, configFile());
  const set = await desk().kit('auth setup-aws-config --yes');
  assert.is(set.exitCode, 0, set.stderr);
  assert.match(readFileSync(target, 'utf8'), /^# >>> atmos-kit/);
  assert.is((await desk().kit('auth setup-aws-config --uninstall --yes')).exitCode, 0);
  assert.is(readlinkSync(configFile()), target);
  assert.not.ok(existsSync(target));
  unlinkSync(configFile());
  symlinkSync(join(desk().home, 'not mounted', 'config'), configFile());
  const refused = await desk().kit('auth setup-aws-config --yes');
  assert.is(refused.exitCode, 1);
  assert.match(
    refused.stderr,
    /\.aws\/config cannot be written: a link leads to a folder that is not there\.\n/,
  );
  assert.not.ok(existsSync(join(desk().home, 'not mounted')));
});

test("somebody's profile of the same name is told and left alone, in the credentials file too", async () => {
  writeFileSync(configFile(), `[profile ${identity}]\nregion = eu-west-1\n`);
  writeFileSync(join(desk().home, '.aws', 'credentials'), '[plat-dev/terraform]\naws_access_key_id = AKIA\n');
  const { stderr } = await desk().kit('auth setup-aws-config --yes');
  for (const name of [identity, 'plat-dev/terraform']) {
    assert.match(stderr, new RegExp(`^The profile ${name} is there already`, 'm'));
    assert.is(
      readFileSync(configFile(), 'utf8').split(`[profile ${name}]`).length,
      name === identity ? 2 : 1,
    );
  }
});

test('a dry run prints the change and makes none, and nothing is changed without a yes', async () => {
  const dry = await desk().kit(`auth setup-aws-config --dry-run --identities ${identity}`);
  assert.is(dry.exitCode, 0);
  assert.match(dry.stdout, /^--- \/dev\/null\n\+\+\+ .*config\n/);
  assert.is(dry.stdout.match(/^\+\[profile /gm)?.length, 1);
  const unasked = await desk().kit('auth setup-aws-config');
  assert.is(unasked.exitCode, 1);
  assert.match(unasked.stderr, /nobody can be asked without a terminal\.\n {2}Say --yes/);
  assert.not.ok(existsSync(configFile()));
});

test('a person is asked, sees the change first, and may say no', async () => {
  const run = desk().onTerminal(`auth setup-aws-config --identities ${identity}`);
  await run.waitFor('Change ');
  assert.match(run.shown(), /\+\[profile plat-dev\/ReadOnlyAccess\]/);
  run.type('n\r');
  await run.ended;
  assert.not.ok(existsSync(configFile()));
});

test("in a shell of ours the person's own file is meant, not the one that the shell was given", async () => {
  const AWS_CONFIG_FILE = join(desk().home, '.cache', 'atmos-kit', 'generated', 'x', 'config');
  await desk().kit('auth setup-aws-config --yes', { variables: { AWS_CONFIG_FILE } });
  assert.ok(existsSync(configFile()));
});

test('auth process never asks and opens nothing: nobody signed in is said on stderr, with exit code 2', async () => {
  const nobody = { variables: { ATMOS_XDG_DATA_HOME: join(desk().folder, 'nobody') } };
  const run = desk().onTerminal(`auth process --identity ${identity}`, nobody);
  assert.is(await run.ended, 2);
  assert.match(run.shown(), /You are not signed in at sso/);
  assert.not.match(run.shown(), /"Version"|Sign in now/);
});

test('time-left counts, and ends with 2 where nothing is left', async () => {
  for (const verb of ['time-left', 'auth time-left']) {
    const seconds = Number((await desk().kit(`${verb} -f seconds`)).stdout);
    assert.ok(seconds > 0 && seconds <= 8 * 3600);
  }
  await desk().kit(`auth process -i ${identity}`);
  const [keys] = JSON.parse((await desk().kit(`time-left -f json -i ${identity}`)).stdout);
  assert.is(keys.identity, identity);
  assert.is(keys.renews_itself, false);
  assert.match((await desk().kit('time-left')).stdout, /^sso {2}.* left \(until /);
  const inShell = { variables: { ATMOS_KIT_IDENTITY: identity } };
  assert.match((await desk().kit('time-left', inShell)).stdout, new RegExp(`^${identity} `));
  const none = await desk().kit('time-left -i plat-sandbox/ReadOnlyAccess -f seconds');
  assert.is(none.exitCode, 2);
  assert.is(none.stdout, '');
  const nobody = { variables: { ATMOS_XDG_DATA_HOME: join(desk().folder, 'nobody') } };
  assert.is((await desk().kit('time-left', nobody)).exitCode, 2);
});

test.run();
