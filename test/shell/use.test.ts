/** An identity in a person's own shell: `use`, what it leaves behind, and what becomes of it when something goes wrong. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Shell } from '../../src/domain/shell.ts';
import { integrated, oneSeat, pathOf, status, variants } from './integrated.ts';

const seat = oneSeat();

const reader = 'plat-dev/ReadOnlyAccess';

const had: Readonly<Record<Shell, readonly string[]>> = {
  bash: ['export AWS_PROFILE=mine AWS_VAULT="o\'l d" AWS_REGION=', 'AWS_MFA_SERIAL=plain'],
  zsh: ['export AWS_PROFILE=mine AWS_VAULT="o\'l d" AWS_REGION=', 'AWS_MFA_SERIAL=plain'],
  fish: [
    'set -gx AWS_PROFILE mine; set -gx AWS_VAULT "o\'l d"; set -gx AWS_REGION ""',
    'set -g AWS_MFA_SERIAL plain',
  ],
};
const before = "got<mine><unset><o'l d><><unset>";

for (const variant of variants)
  test(`${variant.name}: an identity is put in, changed and taken out again`, async () => {
    const { shell } = variant;
    const typed = await integrated(seat(), variant);
    for (const line of had[shell]) await typed.line(line);
    assert.match(await typed.line('tell'), before);

    assert.match(await typed.line(`atmos-kit use ${reader}`), `This shell runs as ${reader} now.`);
    const shown = await typed.line('tell');
    assert.match(shown, `got<${reader}><${reader}><unset><us-east-1><unset>`);
    assert.match(shown, /\(plat-dev\/ReadOnlyAccess 222222222202 \d+h\d+m\) ready> \s*$/);
    await typed.line('atmos-kit use plat-dev/terraform');
    assert.match(
      await typed.line('tell'),
      'got<plat-dev/terraform><plat-dev/terraform><unset><us-east-1><unset>',
    );

    assert.match(await typed.line('atmos-kit use nobody/here'), /no identity|not.*found|nobody\/here/i);
    assert.match(await typed.line(status[shell]), 's=1');
    assert.match(await typed.line('tell'), 'got<plat-dev/terraform>');

    await typed.line('atmos-kit use --off');
    const after = await typed.line('tell');
    assert.match(after, before);
    assert.not.match(after, '(plat');
    assert.match(await typed.line('echo "p=$AWS_MFA_SERIAL"'), 'p=plain');
    assert.match(await typed.line('atmos-kit use --off'), 'No identity is in use in this shell.');

    // By now both are warm: the program is not started any more.
    for (const name of [reader, 'plat-dev/terraform'])
      for (let round = 0; round < 2; round += 1) await typed.line(`atmos-kit auth exec -i ${name} -- tell`);
    seat().started();
    await typed.line(`atmos-kit use ${reader}`);
    await typed.line('atmos-kit use plat-dev/terraform');
    assert.match(await typed.line('tell'), 'got<plat-dev/terraform>');
    await typed.line('atmos-kit use --off');
    assert.match(await typed.line('tell'), before);
    assert.is(seat().started(), 0, typed.terminal.shown());
    await typed.end();
  });

const strict: readonly (readonly [shell: Shell, argv: readonly [string, ...string[]]])[] = [
  ['bash', ['bash', '-eu']],
  ['bash', ['bash', '--posix', '-eu']],
  ['zsh', ['zsh', '-f', '-eu']],
  ['zsh', ['zsh', '--emulate', 'sh', '-eu']],
  ['zsh', ['zsh', '--emulate', 'ksh', '-eu']],
  ['fish', ['fish', '--no-config']],
];

for (const [shell, argv] of strict)
  test(`a script of ${argv.join(' ')} goes through all of it, and through a shell within it`, async () => {
    const snippet = join(seat().place.folder, `snippet.${shell}`);
    const options = {
      cwd: seat().place.project,
      env: { ...seat().place.environment, PATH: pathOf(seat()), SNIPPET: snippet },
      extendEnv: false,
      stdin: 'ignore',
    } as const;
    const { stdout: text } = await execa(
      process.execPath,
      [seat().place.program, 'shell', 'init', shell],
      options,
    );
    writeFileSync(snippet, `${text}\n`);
    const lines = [
      '. "$SNIPPET"',
      '_atmos_kit_segment',
      'export AWS_PROFILE=mine',
      `atmos-kit use ${reader}`,
      'atmos-kit use plat-dev/terraform',
      '_atmos_kit_segment',
      'echo "segment $ATMOS_KIT_SEGMENT"',
      'tell',
      `${argv.join(' ')} -c '. "$SNIPPET"; tell; atmos-kit use --off; tell'`,
      `atmos-kit auth exec -i ${reader} -- tell`,
      'atmos-kit use --off',
      '_atmos_kit_segment',
      'tell',
    ];
    const file = join(seat().place.folder, 'script');
    writeFileSync(file, lines.join('\n'));
    const { stdout, stderr } = await execa(argv[0], [...argv.slice(1), file], options);
    const rest = '<unset><us-east-1><unset>';
    const used = `got<plat-dev/terraform><plat-dev/terraform>${rest}`;
    const nobody = '<unset><unset><unset>';
    assert.equal(stdout.split('\n').slice(1), [
      ...[used, used, `got<unset><unset>${nobody}`],
      ...[`got<${reader}><plat-dev/terraform>${rest}`, `got<mine><unset>${nobody}`],
    ]);
    assert.match(stdout, /^segment plat-dev\/terraform 222222222202 (\d+h)?\d+m\n/);
    assert.not.match(stderr, /error|not found|line \d|invalid/i);
  });

test('a shell that may not change a variable is left as it is', async () => {
  for (const variant of variants.filter(({ name }) => name === 'bash' || name === 'zsh')) {
    const typed = await integrated(seat(), variant);
    await typed.line('export AWS_REGION=mine; readonly AWS_PROFILE=fixed');
    assert.match(await typed.line(`atmos-kit use ${reader}`), 'read-only');
    assert.match(await typed.line('tell'), 'got<unset><unset><unset><mine><unset>');
    await typed.end();
  }
});

test('in an auth shell use --off leads back to the identity of that shell', async () => {
  const [variant] = variants;
  const typed = await integrated(seat(), variant as (typeof variants)[number]);
  const snippet = join(seat().place.environment['HOME'] as string, 'snippet.bash');
  writeFileSync(
    join(seat().place.environment['HOME'] as string, '.bashrc'),
    `PS1='ready> '; . '${snippet}'\n`,
  );
  await typed.line(`atmos-kit auth shell --shell bash -i ${reader}`);
  assert.match(
    await typed.line('atmos-kit use --off'),
    `This is an auth shell as ${reader}; exit leads back.`,
  );
  assert.match(await typed.line('atmos-kit use plat-dev/terraform'), '(plat-dev/terraform) ready> ');
  assert.match(await typed.line('tell'), 'got<plat-dev/terraform><plat-dev/terraform>');
  assert.match(await typed.line('atmos-kit use --off'), `This shell runs as ${reader} again.`);
  assert.match(await typed.line('tell'), `got<${reader}><${reader}>`);
  await typed.line('exit');
  assert.match(await typed.line('tell'), 'got<unset><unset>');
  await typed.end();
});

test('a program cannot put an identity into the shell that starts it, and says what can', async () => {
  const options = {
    cwd: seat().place.project,
    env: seat().place.environment,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  } as const;
  const kit = (...words: string[]) => execa(process.execPath, [seat().place.program, ...words], options);
  const alone = await kit('use', reader);
  assert.is(alone.exitCode, 1);
  assert.is(alone.stdout, '');
  assert.match(alone.stderr, `eval "$(atmos-kit use ${reader} --shell bash)"`);
  const nobody = await kit('use', '--shell', 'bash');
  assert.is(nobody.stdout, '');
  assert.match(nobody.stderr, /as in atmos-kit use NAME: .*plat-dev\/terraform/);
  const both = await kit('use', reader, '--off', '--shell', 'zsh');
  assert.is(both.exitCode, 1);
});

test.run();
