/** Docker signed in at ECR: its config, and credential helpers that stand in for real ones and write down what they are told. */
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Desk } from './desk.ts';
import { oneDesk } from './one-desk.ts';

const atDesk = oneDesk();
const registry = '222222222202.dkr.ecr.us-east-1.amazonaws.com';
const login = 'aws ecr login -i plat-dev/terraform';

const folder = (desk: Desk) => join(desk.home, '.docker');
const config = (desk: Desk) => join(folder(desk), 'config.json');
const readConfig = (desk: Desk) => JSON.parse(readFileSync(config(desk), 'utf8'));

function fresh(desk: Desk, content?: string | object): void {
  rmSync(folder(desk), { recursive: true, force: true });
  if (content === undefined) return;
  mkdirSync(folder(desk));
  writeFileSync(config(desk), typeof content === 'string' ? content : JSON.stringify(content, null, '\t'));
}

/** A helper on PATH that writes down its arguments and what it reads, and ends as told. */
function helper(desk: Desk, name: string, end = 'exit 0') {
  const bin = join(desk.folder, 'helpers');
  mkdirSync(bin, { recursive: true });
  const [file, log] = [join(bin, `docker-credential-${name}`), join(bin, `${name}.log`)];
  rmSync(log, { force: true });
  writeFileSync(file, `#!/bin/sh\n{ printf '%s\\n' "$*"; cat; echo; } >> '${log}'\n${end}\n`);
  chmodSync(file, 0o755);
  const variables = { PATH: `${bin}:${desk.variables['PATH']}` };
  // Passwords are found wherever they are left when the desk is searched.
  const forget = () => rmSync(bin, { recursive: true });
  return { variables, forget, told: () => readFileSync(log, 'utf8').trim().split('\n') };
}

test('without a helper the password rests in the config, for its owner alone, beside all that was there', async () => {
  const desk = atDesk();
  const before = {
    auths: { 'ghcr.io': { auth: 'abc' } },
    proxies: { default: { noProxy: 'x' } },
    plugins: { p: {} },
  };
  fresh(desk, before);
  const { exitCode, stdout, stderr } = await desk.kit(login);
  assert.is(exitCode, 0, stderr);
  assert.is(stdout, '');
  assert.match(stderr, new RegExp(`Docker is signed in at ${registry} as plat-dev/terraform until `));
  assert.is(statSync(config(desk)).mode & 0o777, 0o600);
  const { auths, ...rest } = readConfig(desk);
  const { [registry]: ours, ...others } = auths;
  assert.equal({ auths: others, ...rest }, before);
  const password = Buffer.from(ours.auth, 'base64').toString();
  assert.match(password, /^AWS:LocalEmulatorPassword\//);
  assert.not.ok(stderr.includes(password.slice(4)));
  const out = await desk.kit(`${login} --logout`);
  assert.match(out.stderr, /Docker is signed out of/);
  assert.is(readFileSync(config(desk), 'utf8'), JSON.stringify(before, null, '\t'));
  assert.match((await desk.kit(`${login} --logout`)).stderr, /Docker was not signed in at/);
});

test('public registries, another account and region, and DOCKER_CONFIG', async () => {
  const desk = atDesk();
  fresh(desk);
  const elsewhere = join(desk.folder, 'docker');
  const variables = { DOCKER_CONFIG: elsewhere };
  await desk.kit(`${login} --public`, { variables });
  await desk.kit(`${login} --registry-id 111111111102 --region eu-west-1`, { variables });
  const { auths } = JSON.parse(readFileSync(join(elsewhere, 'config.json'), 'utf8'));
  assert.equal(Object.keys(auths), ['public.ecr.aws', '111111111102.dkr.ecr.eu-west-1.amazonaws.com']);
  assert.not.ok(existsSync(config(desk)));
  rmSync(elsewhere, { recursive: true });
});

test('a helper is told over stdin, and no password is in the config', async () => {
  const desk = atDesk();
  const { variables, told, forget } = helper(desk, 'stand-in');
  for (const [key, value] of [
    ['credsStore', 'stand-in'],
    ['credHelpers', { [registry]: 'stand-in' }],
  ] as const) {
    const before = { [key]: value, HttpHeaders: { a: 'b' } };
    fresh(desk, before);
    const { exitCode, stderr } = await desk.kit(login, { variables });
    assert.is(exitCode, 0, stderr);
    assert.match(stderr, /\(docker-credential-stand-in\)/);
    assert.equal(readConfig(desk), { ...before, auths: { [registry]: {} } });
    const [action, input = ''] = told().slice(-2);
    assert.is(action, 'store');
    const { ServerURL, Username, Secret } = JSON.parse(input);
    assert.equal([ServerURL, Username], [registry, 'AWS']);
    assert.match(Secret, /^LocalEmulatorPassword\//);
    await desk.kit(`${login} --logout`, { variables });
    assert.equal(told().slice(-2), ['erase', registry]);
  }
  forget();
});

test('a helper that refuses or is not there is told, without the password, and nothing is changed', async () => {
  const desk = atDesk();
  const { variables, told, forget } = helper(
    desk,
    'locked',
    'echo "cannot unlock: $(tail -n 1 "$(dirname "$0")/locked.log")"; exit 1',
  );
  const before = { credsStore: 'locked' };
  fresh(desk, before);
  const locked = await desk.kit(login, { variables });
  assert.is(locked.exitCode, 1);
  assert.match(
    locked.stderr,
    /docker-credential-locked did not keep the password \(exit code 1\): cannot unlock: .*"Secret":"…"/,
  );
  assert.match(told()[1] ?? '', /LocalEmulatorPassword/);
  assert.not.match(locked.stderr, /LocalEmulatorPassword/);
  assert.equal(readConfig(desk), before);
  forget();
  fresh(desk, { credsStore: 'nowhere' });
  const missing = await desk.kit(login);
  assert.is(missing.exitCode, 127);
  assert.match(missing.stderr, /docker-credential-nowhere: command not found/);
  assert.equal(readConfig(desk), { credsStore: 'nowhere' });
});

test('a dry run asks nobody for a password, and says where it would go', async () => {
  const desk = atDesk();
  fresh(desk, { credsStore: 'desktop' });
  const asked = () => desk.emulator.audit().filter(({ service }) => service === 'ecr').length;
  const before = asked();
  const { stderr } = await desk.kit(`${login} --dry-run`);
  assert.match(
    stderr,
    new RegExp(
      `Would ask for a password of ${registry} as plat-dev/terraform, and hand it to docker-credential-desktop`,
    ),
  );
  assert.is(asked(), before);
});

for (const [what, content, says] of [
  ['invalid JSON', '{', /is no config of Docker, so it is left as it is: it is not valid JSON/],
  ['a list', '[]', /is no config of Docker/],
] as const)
  test(`${what} in Docker's config is told, and stays`, async () => {
    const desk = atDesk();
    fresh(desk, content);
    const { exitCode, stderr } = await desk.kit(login);
    assert.is(exitCode, 1);
    assert.match(stderr, says);
    assert.is(readFileSync(config(desk), 'utf8'), content);
  });

test('a config that is a folder, a wrong account and a role without the right are told', async () => {
  const desk = atDesk();
  fresh(desk);
  mkdirSync(config(desk), { recursive: true });
  assert.match((await desk.kit(login)).stderr, /is a folder/);
  fresh(desk);
  assert.match(
    (await desk.kit(`${login} --registry-id acme`)).stderr,
    /account of twelve digits, not "acme"/,
  );
  const nobody = await desk.kit('aws ecr login --identity=false');
  assert.is(nobody.exitCode, 1);
  assert.not.ok(existsSync(folder(desk)));
});

test.run();
