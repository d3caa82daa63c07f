/** `doctor`: what is wrong with a machine and a project, and what puts it right. */
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Finding } from '../../src/domain/finding.ts';
import { acme } from '../emulator/running.ts';
import { type Desk, type RunOptions, withDesk } from './desk.ts';

interface Looked {
  readonly exitCode: number;
  /** By subject; the last one where there are several. */
  readonly of: Readonly<Record<string, Finding>>;
}

/** Programs that tell their versions at once: the real ones may take longer than doctor waits on a busy machine. */
function quickTools(desk: Desk): string {
  const bin = join(desk.folder, 'quick');
  mkdirSync(bin, { recursive: true });
  for (const name of ['terraform', 'git', 'aws', 'atmos'])
    writeFileSync(join(bin, name), '#!/bin/sh\necho 1.2.3\n', { mode: 0o755 });
  return `${bin}:${process.env['PATH']}`;
}

async function doctor(desk: Desk, words = '', options: RunOptions = {}): Promise<Looked> {
  const variables = { PATH: quickTools(desk), ...options.variables };
  const { exitCode, stdout, stderr } = await desk.kit(`doctor --format json ${words}`, {
    ...options,
    variables,
  });
  assert.is(stderr, 'Looking at the configuration\n');
  const { findings } = JSON.parse(stdout) as { findings: readonly Finding[] };
  return { exitCode, of: Object.fromEntries(findings.map((one) => [one.subject, one])) };
}

const broken = (looked: Looked) => Object.values(looked.of).filter(({ level }) => level === 'broken');

test('where somebody is signed in, all is well, for people and for programs', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    const { exitCode, of } = await doctor(desk);
    assert.is(exitCode, 0);
    for (const subject of [
      'node',
      'git',
      'configuration',
      'profiles',
      'auth',
      'keyring',
      'clock',
      'variables',
      'locks',
    ])
      assert.is(of[subject]?.level, 'ok', subject);
    assert.is(of['portal of sso']?.text, `${desk.emulator.origin} answers`);
    assert.match(of['sign-in at sso']?.text ?? '', /^lasts until .*Z, and renews itself$/);
    assert.match(of['keyring']?.text ?? '', /^file: auth\.keyring\.type is file; the key to them is in /);
    const table = await desk.kit('doctor', { variables: { PATH: quickTools(desk) } });
    assert.is(table.exitCode, 0);
    assert.match(table.stdout, /^ok {7}node +\d+\.\d+/);
    assert.match(table.stdout, /\n\nAll is well\.\n$/);
    assert.match(
      (await desk.kit('doctor -f yaml')).stdout,
      /^findings:\n {2}- level: ok\n {4}subject: node\n/,
    );
    assert.is((await desk.kit('auth whoami')).exitCode, 0, 'the trial left the sign-in as it was');
  }));

test('who is not signed in gets a warning with the command, and an exit code with --strict', () =>
  withDesk(async (desk) => {
    const { exitCode, of } = await doctor(desk);
    assert.is(exitCode, 0);
    assert.equal(of['sign-in at sso'], {
      subject: 'sign-in at sso',
      level: 'warning',
      text: 'you are not signed in',
      fix: 'atmos-kit auth login --provider sso',
    });
    assert.is((await doctor(desk, '--strict')).exitCode, 1);
    const { stdout } = await desk.kit('doctor', { variables: { PATH: quickTools(desk) } });
    assert.match(
      stdout,
      /\nwarning {2}sign-in at sso {2}you are not signed in\n +→ atmos-kit auth login --provider sso\n/,
    );
    assert.match(stdout, /\n\nOne warning\.\n$/);
  }));

test('a portal that nobody answers at is broken, within the deadline', () =>
  withDesk(async (desk) => {
    const looked = await doctor(desk, '', { variables: { ATMOS_KIT_ENDPOINT: 'http://127.0.0.1:1' } });
    assert.is(looked.exitCode, 1);
    assert.equal(
      broken(looked).map(({ subject, fix }) => [subject, fix]),
      [['portal of sso', 'atmos-kit emulator start']],
    );
  }));

test('a clock that is off is told: a little is odd, more than AWS bears is broken', () =>
  withDesk(async (desk) => {
    desk.emulator.pass(-120_000);
    const odd = await doctor(desk);
    assert.is(odd.of['clock']?.level, 'warning');
    assert.match(odd.of['clock']?.text ?? '', /^is 1[12]\d s ahead of that of http/);
    desk.emulator.pass(120_000 + 600_000);
    const far = await doctor(desk);
    assert.is(far.of['clock']?.level, 'broken');
    assert.match(far.of['clock']?.text ?? '', /^is (59|60)\d s behind that of .*: AWS refuses/);
  }));

test('a faulty entry, a profile that is not there and broken YAML are told with their place', () =>
  withDesk(async (desk) => {
    desk.write('profiles/local/more.yaml', 'auth:\n  identities:\n    odd: { kind: aws/nothing }\n');
    const faulty = broken(await doctor(desk));
    assert.is(faulty.length, 1);
    assert.match(faulty[0]?.text ?? '', /^profiles\/local\/more\.yaml:3: .*"odd"/);
    desk.write('profiles/local/more.yaml', 'auth: [\n');
    assert.match(broken(await doctor(desk))[0]?.text ?? '', /more\.yaml:\d+: This is not valid YAML/);
    desk.write('profiles/local/more.yaml', '');
    const nowhere = await doctor(desk, '', { variables: { ATMOS_PROFILE: 'nobody' } });
    assert.match(broken(nowhere)[0]?.text ?? '', /There is no profile "nobody"/);
    assert.is(nowhere.exitCode, 1);
  }));

test('variables that decide in silence are told, and keys among them that have ended', () =>
  withDesk(async (desk) => {
    const variables = {
      ATMOS_IDENTITY: 'plat-dev/terraform',
      AWS_PROFILE: 'mine',
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEEXAMPLE00',
      AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z',
    };
    const { exitCode, of } = await doctor(desk, '', { variables });
    assert.is(exitCode, 0);
    assert.match(of['ATMOS_IDENTITY']?.text ?? '', /outranks the identity of every stack$/);
    assert.is(of['AWS_PROFILE']?.fix, 'unset AWS_PROFILE');
    assert.match(of['AWS_ACCESS_KEY_ID']?.text ?? '', /, and have ended; /);
    const unknown = await doctor(desk, '', { variables: { ATMOS_IDENTITY: 'nobody/here' } });
    assert.is(unknown.exitCode, 1);
    assert.match(unknown.of['ATMOS_IDENTITY']?.text ?? '', /does not define$/);
  }));

test('what killed commands left is told, and --fix removes it and nothing else', () =>
  withDesk(
    async (desk) => {
      await desk.signIn();
      const killed = desk.begin('auth login --device --force');
      await killed.hears(/check that it shows the code/);
      process.kill(killed.pid, 'SIGKILL');
      await killed.ended;
      const data = join(desk.home, '.local/share/atmos-kit');
      const draft = join(data, 'sessions', `.torn.jwe.${'a'.repeat(12)}.tmp`);
      writeFileSync(draft, '');
      utimesSync(draft, new Date(0), new Date(0));
      mkdirSync(join(data, 'leases'), { recursive: true });
      writeFileSync(join(data, 'leases', 'not a claim'), '');
      const before = await doctor(desk);
      assert.is(before.of['locks']?.text, 'one claim of a process that was killed');
      assert.is(before.of['drafts']?.fix, 'atmos-kit doctor --fix');
      const fixed = await doctor(desk, '--fix');
      assert.match(fixed.of['locks']?.text ?? '', /; removed$/);
      const after = await doctor(desk);
      for (const subject of ['locks', 'drafts', 'sessions']) assert.is(after.of[subject]?.level, 'ok');
      assert.equal(readdirSync(join(data, 'leases')), ['not a claim']);
      assert.is((await desk.kit('auth whoami')).exitCode, 0);
    },
    { seed: acme },
  ));

test('outside of a project the machine is still looked at', () =>
  withDesk(async (desk) => {
    const { exitCode, of } = await doctor(desk, '', {
      cwd: desk.home,
      variables: { ATMOS_PROFILE: undefined },
    });
    assert.is(exitCode, 0);
    assert.is(of['configuration']?.fix, 'cd into your Atmos project');
    assert.is(of['keyring']?.level, 'ok');
    assert.not('portal of sso' in of);
  }));

test('without a folder in memory, sessions end with each command, and doctor says so', () =>
  withDesk(async (desk) => {
    const { of } = await doctor(desk, '', { variables: { ATMOS_KEYRING_TYPE: 'memory' } });
    assert.is(of['keyring']?.level, 'warning');
    assert.match(of['keyring']?.text ?? '', /^memory, which ends with each command: /);
  }));

test('a terraform that does not answer is given up', () =>
  withDesk(async (desk) => {
    const bin = join(desk.folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'terraform'), '#!/bin/sh\nexec sleep 600\n', { mode: 0o755 });
    const { of, exitCode } = await doctor(desk, '', {
      variables: { PATH: `${bin}:${process.env['PATH']}` },
    });
    assert.is(exitCode, 0);
    assert.match(of['terraform']?.text ?? '', /does not say its version within 5 s$/);
  }));

test('an integration of a shell that is shadowed, outdated or damaged is told, and none where there is none', () =>
  withDesk(async (desk) => {
    const found = async () =>
      Object.values((await doctor(desk)).of)
        .filter(({ subject }) => subject.endsWith('integration'))
        .map(({ subject, level, text }) => `${level} ${subject}: ${text}`);
    assert.equal(await found(), []);
    const install = 'shell install --shell all --profile devops --yes';
    assert.is((await desk.kit(install)).exitCode, 0);
    writeFileSync(join(desk.home, '.zlogin'), 'export ATMOS_PROFILE=managers\n');
    writeFileSync(join(desk.home, '.local/share/atmos-kit/shell/init.fish'), '# old\n');
    writeFileSync(join(desk.home, '.bashrc'), '# >>> atmos-kit >>>\n');
    assert.equal(await found(), [
      'warning zsh integration: ~/.zlogin:1 outranks what ~/.zshrc says of ATMOS_PROFILE',
      'warning bash integration: ~/.bashrc: The lines "# >>> atmos-kit >>>" and "# <<< atmos-kit <<<" do not stand there once and in this order.',
      'note fish integration: what it reads is of another version',
    ]);
    writeFileSync(join(desk.home, '.bashrc'), '');
    assert.is((await desk.kit(install)).exitCode, 0);
    assert.equal(
      (await found()).map((text) => text.replace(/:.*/, '')),
      ['ok zsh integration', 'ok bash integration', 'ok fish integration'],
    );
  }));

test.run();
