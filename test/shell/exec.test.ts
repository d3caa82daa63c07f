/** `auth exec` in a person's own shell: without Node where it is warm, and for the command no other than the program's. */
import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { signIn } from '../../bench/workplace.ts';
import { type IntegratedShell, integrated, oneSeat, program, status, variants } from './integrated.ts';

const seat = oneSeat(({ bin }) => {
  program(bin, 'plain-text', 'echo ran as text\n');
  writeFileSync(join(bin, 'not-executable'), '');
});

const exec = 'atmos-kit auth exec -i plat-dev/ReadOnlyAccess --';

const stateFile = () =>
  join(
    ...[seat().place.environment['HOME'] as string, '.cache', 'atmos-kit', 'shell', seat().place.project],
    ...['+developers,local', 'plat-dev', 'ReadOnlyAccess.state'],
  );

/** Runs a command until it needs no program. */
async function warmUp(typed: IntegratedShell, line: string): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    seat().started();
    await typed.line(line);
    if (seat().started() === 0) return;
  }
  throw new Error(`${line} does not get warm:\n${typed.terminal.shown()}`);
}

const endings: readonly (readonly [command: string, code: number, shown: string, warm?: boolean])[] = [
  ["sh -c 'exit 7'", 7, ''],
  ["sh -c 'kill -TERM $$'", 143, ''],
  ['plain-text', 0, 'ran as text'],
  ['no-such-command', 127, 'no-such-command', false],
  ['./atmos.yaml', 126, 'atmos.yaml', false],
  ['sh -c \'echo "<$1>"\' - "it\'s  *"', 0, "<it's  *>"],
  ['sh -c \'cat; echo "=$AWS_PROFILE"\' </dev/null', 0, '=plat-dev/ReadOnlyAccess'],
];

// How a shell was started changes nothing here, its options may.
for (const variant of variants.filter(({ startUp, before }) => startUp === undefined || before !== undefined))
  test(`${variant.name}: a warm command runs without Node, ends as it ends, and leaves the shell alone`, async () => {
    const { shell } = variant;
    const typed = await integrated(seat(), variant);
    await warmUp(typed, `${exec} tell`);
    for (const way of [
      exec,
      exec.replace('-i ', '--identity='),
      exec.replace('-i', '--identity'),
      exec.replace('-kit', ''),
    ])
      await warmUp(typed, `${way} tell`);
    for (const [command, code, shown, warm = true] of endings) {
      seat().started();
      assert.match(await typed.line(`${exec} ${command}`), shown);
      assert.match(await typed.line(status[shell]), `s=${code}`, command);
      assert.is(seat().started(), warm ? 0 : 1, command);
    }
    assert.match(await typed.line('tell'), 'got<unset><unset>');

    typed.type(`${exec} sh -c 'echo be"gun"; read line'\r`);
    await typed.shows('begun');
    typed.type('^C');
    await typed.shows('ready> ');
    assert.match(await typed.line(status[shell]), 's=130');

    typed.type(`${exec} sh -c 'echo be"gun"; read line; echo do"ne" as $AWS_PROFILE; exit 5'\r`);
    await typed.shows('begun');
    typed.type('^Z');
    await typed.shows('ready> ');
    typed.type('fg\r');
    // What is typed while a terminal changes hands may be lost.
    const nudge = setInterval(() => typed.type('\r'), 300);
    await typed.shows('done as plat-dev/ReadOnlyAccess').finally(() => clearInterval(nudge));
    // zsh and fish forget the exit code of any function that was suspended.
    if (shell === 'bash') {
      typed.type(`${status[shell]}\r`);
      await typed.shows('s=5');
    }
    await typed.end();
  });

for (const variant of variants.filter(({ startUp }) => startUp === undefined))
  test(`${variant.name}: what is no longer so is the program's to tell`, async () => {
    const typed = await integrated(seat(), variant);
    const told = async (line: string, shown: string) => {
      seat().started();
      assert.match(await typed.line(line), shown);
      assert.is(seat().started(), 1, line);
    };
    const assign = (name: string, value: string) =>
      variant.shell === 'fish' ? `set -gx ${name} ${value}` : `export ${name}=${value}`;
    await warmUp(typed, `${exec} tell`);

    const config = join(seat().place.project, 'atmos.yaml');
    utimesSync(config, new Date(), new Date());
    await told(`${exec} tell`, 'got<plat-dev/ReadOnlyAccess>');
    await warmUp(typed, `${exec} tell`);

    writeFileSync(join(seat().place.project, 'profiles', 'developers', 'more.yaml'), '{}');
    await told(`${exec} tell`, 'got<plat-dev/ReadOnlyAccess>');
    rmSync(join(seat().place.project, 'profiles', 'developers', 'more.yaml'));
    await warmUp(typed, `${exec} tell`);

    // Keys that are about to end are made anew, and whoever is told of it is told once.
    const [, , ends] = readFileSync(stateFile(), 'utf8').split('\n');
    writeFileSync(ends as string, '1\t1\t222222222202\n');
    await told(`${exec} tell`, 'got<plat-dev/ReadOnlyAccess>');
    assert.match(readFileSync(ends as string, 'utf8'), /^\d{10}\t\d{10}\t222222222202\n$/);
    await warmUp(typed, `${exec} tell`);

    await typed.line(assign('ATMOS_PROFILE', 'devops,local'));
    await told(`${exec} tell`, 'got<plat-dev/ReadOnlyAccess>');
    await typed.line(assign('ATMOS_PROFILE', 'developers,local'));
    await typed.line(assign('ATMOS_BASE_PATH', '/nowhere'));
    await told(`${exec} tell`, '');
    await typed.line(variant.shell === 'fish' ? 'set -e ATMOS_BASE_PATH' : 'unset ATMOS_BASE_PATH');
    await told(`${exec} --help`, '--help');
    await told('atmos-kit auth exec -i plat-dev/ReadOnlyAccess --credentials env -- tell', 'got<unset>');

    // Somebody signs out in another terminal.
    await warmUp(typed, `${exec} tell`);
    const cwd = seat().place.project;
    await typed.line('command atmos-kit auth logout');
    await told(`${exec} tell </dev/null`, 'sign');
    await signIn(seat().place.program, cwd, seat().place.environment);
    await typed.end();
  });

test('the file that a shell reads is private and holds no secret', () => {
  const text = readFileSync(stateFile(), 'utf8');
  assert.is(statSync(stateFile()).mode & 0o777, 0o600);
  assert.is(text.split('\n').length, 23);
  assert.not.match(text, /ASIA[A-Z0-9]|aws_secret_access_key|sessionToken/);
});

test.run();
