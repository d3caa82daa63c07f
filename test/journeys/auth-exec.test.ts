/** Commands that run as an identity: how they end, what they are given, and what they are not. */
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withDesk } from './desk.ts';
import { oneDesk } from './one-desk.ts';

const program = join(import.meta.dirname, '..', '..', 'dist', 'atmos-kit.cjs');
const as = ['auth', 'exec', '--identity', 'plat-dev/ReadOnlyAccess', '--'];

const atDesk = oneDesk();

/** Runs a line of bash in which `run COMMAND` runs a command as an identity. */
function inBash(line: string) {
  const desk = atDesk();
  const script = `run() { "${process.execPath}" "${program}" ${as.join(' ')} "$@"; }; ${line}`;
  return execa('bash', ['-c', script], {
    cwd: desk.project,
    env: desk.variables,
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
  });
}

test('a command ends as it would end without us', async () => {
  const desk = atDesk();
  const script = (line: string) => [...as, 'sh', '-c', line];
  desk.write('plain.txt', 'no program\n');
  desk.write('my tools/say it', '#!/bin/sh\necho "$#: $*"\n');
  desk.write('no-interpreter', '#!/nowhere/sh\n');
  desk.write('bare', 'exit 5\n');
  for (const name of ['my tools/say it', 'no-interpreter', 'bare'])
    chmodSync(join(desk.project, name), 0o755);
  const endings: [words: readonly string[], exitCode: number, stdout: string, stderr: RegExp][] = [
    [script('exit 0'), 0, '', /^$/],
    [script('exit 7'), 7, '', /^$/],
    [script('kill -TERM $$'), 143, '', /^$/],
    [script('kill -KILL $$'), 137, '', /^$/],
    [script('kill -HUP $$'), 129, '', /^$/],
    [[...as, 'nowhere-to-be-found'], 127, '', /nowhere-to-be-found: command not found/],
    [[...as, './nowhere'], 127, '', /\.\/nowhere: command not found/],
    [[...as, ''], 127, '', /command not found/],
    [[...as, './plain.txt'], 126, '', /plain\.txt cannot be executed: permission denied/],
    [[...as, './stacks'], 126, '', /stacks cannot be executed: it is a folder/],
    [[...as, './no-interpreter'], 126, '', /the interpreter that its first line names does not exist/],
    [[...as, './bare'], 5, '', /^$/],
    [[...as, './my tools/say it', 'a  b', '', '--help', '-i'], 0, '4: a  b  --help -i\n', /^$/],
  ];
  for (const [words, exitCode, stdout, stderr] of endings) {
    const ended = await desk.kit(words);
    const name = JSON.stringify(words.slice(as.length));
    assert.is(ended.exitCode, exitCode, `${name} ${ended.stderr}`);
    assert.is(ended.stdout, stdout, name);
    assert.match(ended.stderr, stderr, name);
  }
});

test('a reader that goes away ends the command as it ends any other', async () => {
  const { stdout } = await inBash('run yes | head -n 1; echo "$PIPESTATUS"');
  assert.is(stdout, 'y\n141');
});

test('a loop ends where Ctrl-C ended the command, and goes on where the command ended by itself', async () => {
  const desk = atDesk();
  const loop = `exec bash -c 'for n in 1 2; do "$@"; done; echo "went on"' bash "$@"`;
  const ends = desk.onShell(loop, [...as, 'sh', '-c', 'echo ready; exec sleep 60']);
  await ends.waitFor('ready');
  ends.type('\x03');
  assert.is(await ends.ended, 130);
  assert.not.match(ends.shown(), /ready[\s\S]*ready|went on/);
  const trap = 'trap "exit 7" INT; echo ready; while :; do sleep 0.1; done';
  const goesOn = desk.onShell(loop, [...as, 'sh', '-c', trap]);
  for (let round = 0; round < 2; round += 1) {
    await goesOn.waitFor('ready');
    goesOn.type('\x03');
  }
  await goesOn.waitFor('went on');
});

test('stdin and stdout are those of the command', async () => {
  const { stdout } = await inBash('seq 100000 | run cat | run tail -n 1');
  assert.is(stdout, '100000');
});

test('Ctrl-C is the command’s, once, and we wait for its own ending', async () => {
  const desk = atDesk();
  const trap = 'trap "echo got it; sleep 0.3; exit 7" INT; echo ready; while :; do sleep 0.1; done';
  const screen = desk.onTerminal([...as, 'sh', '-c', trap]);
  await screen.waitFor('ready');
  screen.type('\x03');
  assert.is(await screen.ended, 7);
  assert.is(screen.shown().match(/got it/g)?.length, 1);
});

for (const [signal, exitCode] of [
  ['SIGTERM', 7],
  ['SIGHUP', 8],
] as const)
  test(`${signal} to us alone is handed on`, async () => {
    const desk = atDesk();
    const trap = 'trap "exit 7" TERM; trap "exit 8" HUP; echo ready >&2; while :; do sleep 0.1; done';
    const begun = desk.begin([...as, 'sh', '-c', trap]);
    await begun.hears(/ready/);
    process.kill(begun.pid, signal);
    assert.is((await begun.ended).exitCode, exitCode);
  });

test('Ctrl-Z stops the command and fg goes on with it', async () => {
  const desk = atDesk();
  const shell = desk.onShell('PS1="$ "; export PS1; exec bash --norc --noprofile -i', 'auth whoami', {
    variables: { KIT: `${process.execPath} ${program} ${as.join(' ')}` },
  });
  shell.type(`$KIT sh -c 'echo rea''dy; read line; echo "read $line"; exit 9'\r`);
  await shell.waitFor('ready');
  shell.type('\x1a');
  await shell.waitFor('Stopped');
  await shell.waitFor('$ ');
  shell.type('fg\r');
  await shell.waitFor('KIT');
  shell.type('words\r');
  await shell.waitFor('read words');
  shell.type('echo "code $?"; exit\r');
  await shell.waitFor('code 9');
  await shell.ended;
});

/** What `env` says of AWS, as pairs. */
async function given(
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, string>>> {
  const { exitCode, stdout, stderr } = await atDesk().kit(words, { variables });
  assert.is(exitCode, 0, stderr);
  const pairs = stdout.split('\n').map((line) => line.split(/=(.*)/s) as [string, string]);
  return Object.fromEntries(pairs.filter(([name]) => /^(AWS|ATMOS_KIT|ATMOS_IDENTITY|HERE)/.test(name)));
}

const stale = {
  AWS_ACCESS_KEY_ID: 'stale',
  AWS_SECRET_ACCESS_KEY: 'stale',
  AWS_SESSION_TOKEN: 'stale',
  AWS_PROFILE: 'stale',
  AWS_DEFAULT_PROFILE: 'stale',
  AWS_REGION: 'eu-west-1',
  AWS_ROLE_ARN: 'stale',
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/',
  AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1',
  AWS_VAULT: 'stale',
};

test('a command is given the identity and nothing that would choose another', async () => {
  const desk = atDesk();
  const seen = await given([...as, 'env'], { ...stale, AWS_PAGER: 'less' });
  assert.not.match(JSON.stringify(seen), /stale|eu-west-1|127\.0\.0\.1:1[/"]/);
  assert.is(seen['AWS_PROFILE'], 'plat-dev/ReadOnlyAccess');
  assert.is(seen['AWS_REGION'], 'us-east-1');
  assert.is(seen['AWS_PAGER'], 'less');
  assert.is(seen['AWS_ACCESS_KEY_ID'], undefined);
  assert.is(seen['AWS_ENDPOINT_URL_STS'], desk.emulator.origin);
  assert.is(seen['ATMOS_IDENTITY'], undefined);
});

test('keys stand in the environment where that was asked for, and then nothing else does', async () => {
  const words = ['auth', 'exec', '-i', 'plat-dev/ReadOnlyAccess', '--credentials', 'env', '--', 'env'];
  const seen = await given(words, stale);
  assert.match(seen['AWS_ACCESS_KEY_ID'] ?? '', /^ASIA/);
  assert.ok(Date.parse(seen['AWS_CREDENTIAL_EXPIRATION'] ?? '') > Date.now());
  assert.is(seen['AWS_PROFILE'], undefined);
});

test('keys stand in files where that was asked for, and nowhere else', async () => {
  const desk = atDesk();
  const words = ['auth', 'exec', '-i', 'plat-dev/ReadOnlyAccess', '--credentials', 'file', '--'];
  const seen = await given([...words, 'env'], stale);
  assert.is(seen['AWS_PROFILE'], 'plat-dev/ReadOnlyAccess');
  assert.is(seen['AWS_ACCESS_KEY_ID'], undefined);
  const { stdout } = await desk.kit([...words, 'sh', '-c', 'cat "$AWS_SHARED_CREDENTIALS_FILE"']);
  assert.match(stdout, /^aws_access_key_id\s+= ASIA/m);
});

test('`env` of atmos.yaml is set as well, and outranks none of the credentials', async () => {
  const desk = atDesk();
  const file = desk.write('atmos.d/env.yaml', 'env: { HERE: in the project, AWS_PROFILE: other }\n');
  const seen = await given([...as, 'env']);
  rmSync(file);
  assert.is(seen['HERE'], 'in the project');
  assert.is(seen['AWS_PROFILE'], 'plat-dev/ReadOnlyAccess');
});

for (const [signal, exitCode] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)
  test(`${signal} while we wait for a sign-in ends us with ${exitCode}`, async () => {
    const login = atDesk().begin('auth login --device --force');
    await login.hears(/user_code=/);
    process.kill(login.pid, signal);
    const { exitCode: code, stderr } = await login.ended;
    assert.is(code, exitCode, stderr);
    assert.not.match(stderr, /this is a bug/);
  });

for (const no of ['false', 'off', 'no', '0'])
  test(`--identity=${no} runs without an identity, on purpose, and leaves the environment alone`, async () => {
    const desk = atDesk();
    const seen = await given(['auth', 'exec', `--identity=${no}`, '--', 'env'], stale);
    assert.equal(seen, { ...stale, ATMOS_KIT_ENDPOINT: desk.emulator.origin });
  });

test('ATMOS_IDENTITY names one, and --identity outranks it', async () => {
  const variables = { ATMOS_IDENTITY: 'plat-dev/terraform' };
  assert.is((await given(['auth', 'exec', '--', 'env'], variables))['AWS_PROFILE'], 'plat-dev/terraform');
  assert.is((await given([...as, 'env'], variables))['AWS_PROFILE'], 'plat-dev/ReadOnlyAccess');
});

test('where nothing names an identity a person chooses one, and a script gets the list', async () => {
  const desk = atDesk();
  const script = await desk.kit('auth exec -- true');
  assert.is(script.exitCode, 1);
  assert.match(script.stderr, /Name one with --identity: .*plat-dev\/ReadOnlyAccess/);
  const bare = await desk.kit('auth exec --identity -- true', {
    variables: { ATMOS_IDENTITY: 'plat-dev/terraform' },
  });
  assert.match(bare.stderr, /Run as which identity\? Nobody can be asked without a terminal/);
  const screen = desk.onTerminal(['auth', 'exec', '--', 'sh', '-c', 'echo "I am $AWS_PROFILE"']);
  await screen.waitFor('Run as which one?');
  screen.type('dev/Read');
  await screen.waitFor('plat-dev/ReadOnlyAccess');
  screen.type('\r');
  await screen.waitFor('I am plat-dev/ReadOnlyAccess');
  assert.is(await screen.ended, 0);
});

test('--profile chooses the profiles', async () => {
  const desk = atDesk();
  const words = ['auth', 'exec', '--profile', 'devops,local', '-i', 'plat-prod/terraform', '--', 'env'];
  const { exitCode, stderr } = await desk.kit(words, { variables: { ATMOS_PROFILE: 'nobody' } });
  assert.is(exitCode, 1);
  assert.match(stderr, /You are not assigned the permission set/);
});

test('what cannot be run is told with the next step', () =>
  withDesk(async (desk) => {
    const gone = join(desk.folder, 'gone');
    mkdirSync(gone);
    const faults: [Promise<{ exitCode: number; stderr: string }>, number, RegExp][] = [
      [
        desk.kit('auth exec'),
        1,
        /auth exec needs a command: auth exec -- COMMAND\.\n {2}atmos-kit auth exec --help/,
      ],
      [desk.kit('auth exec --'), 1, /auth exec needs a command/],
      [desk.kit('auth exec true'), 1, /does not take "true" before --, only after it: auth exec -- command/],
      [desk.kit('auth exec -i nobody -- true'), 1, /no identity.*nobody|nobody.*not/i],
      [desk.kit([...as, 'true']), 2, /not signed in at sso.*\n {2}atmos-kit auth login --provider sso/],
      [
        desk.kit([...as, 'true'], { cwd: desk.home, variables: { ATMOS_PROFILE: undefined } }),
        1,
        /No atmos\.yaml was found/,
      ],
      [desk.kit([...as, 'true'], { variables: { ATMOS_PROFILE: 'nobody' } }), 2, /profile/],
    ];
    for (const [ended, exitCode, message] of faults) {
      const { exitCode: code, stderr } = await ended;
      assert.is(code, exitCode, stderr);
      assert.match(stderr, message);
      assert.not.match(stderr, /this is a bug/);
    }
    const lost = desk.onShell(`cd '${gone}' && rmdir '${gone}' && exec "$@"`, [...as, 'true']);
    await lost.waitFor('The folder you are in no longer exists.');
    assert.is(await lost.ended, 1);
    rmSync(gone, { recursive: true, force: true });
  }));

test.run();
