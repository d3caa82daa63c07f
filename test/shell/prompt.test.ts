/** What the prompt says of the identity in use, and what else a person's own shell has to bear. */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Shell } from '../../src/domain/shell.ts';
import { quoteForShell } from '../../src/domain/shell-word.ts';
import { integrated, oneSeat, program, status, variants } from './integrated.ts';

const seat = oneSeat();

const reader = 'plat-dev/ReadOnlyAccess';
const plain = variants.filter(({ startUp, before }) => startUp === undefined && before === undefined);
const assign = (shell: Shell, name: string, value: string) =>
  shell === 'fish' ? `set -gx ${name} ${quoteForShell(value)}` : `export ${name}=${quoteForShell(value)}`;

/** The value of a variable in the shell that was typed into last. */
const pathIn = (shown: string) => /v=(\/[^\s]*)/.exec(shown)?.[1] as string;

for (const variant of plain) {
  const { shell } = variant;

  test(`${shell} says in its prompt who is in use and for how long, and starts nothing for it`, async () => {
    const typed = await integrated(seat(), variant);
    assert.match(await typed.line('sh -c "exit 3"'), 'ready> ');
    assert.match(await typed.line(status[shell]), 's=3');
    await typed.line(`atmos-kit use ${reader}`);
    await typed.line('sh -c "exit 3"');
    assert.match(await typed.line(status[shell]), 's=3');
    const ends = pathIn(await typed.line('sh -c \'echo "v=$ATMOS_KIT_ENDS"\''));
    const signIn = `${pathIn(await typed.line('sh -c \'echo "v=$ATMOS_KIT_SIGN_IN"\''))}.`;
    const whole = readFileSync(ends, 'utf8');
    const now = Math.floor(Date.now() / 1000);
    seat().started();
    const says = async (end: number, text: string) => {
      writeFileSync(ends, `${end}\t${end}\t222222222202\n`);
      await typed.line('tell');
      assert.match(await typed.line('tell'), `(${reader} 222222222202 ${text}) ready> `);
    };
    await says(now + 3 * 3600 + 50, '3h0m');
    await says(now + 47 * 60 + 50, '47m');
    await says(now + 9 * 60 + 50, '!9m');
    assert.match(typed.terminal.shown(), /\x1b\[33m!9m/);
    await says(now - 5, 'ended');
    assert.match(typed.terminal.shown(), /\x1b\[31m(\x1b\S*)?ended/);
    writeFileSync(ends, '$(touch ran)\t`touch ran`\t$(touch ran)\n');
    await typed.line('tell');
    assert.match(await typed.line('tell'), `(${reader} ended) ready> `);
    writeFileSync(ends, whole);
    const folder = join(signIn, '..');
    const hidden = (from: string, to: string) => {
      for (const name of readdirSync(folder))
        if (join(folder, name).startsWith(signIn) && name.endsWith(from))
          renameSync(join(folder, name), join(folder, name.slice(0, -from.length) + to));
    };
    hidden('.jwe', '.away');
    await typed.line('tell');
    assert.match(await typed.line('tell'), 'signed out) ready> ');
    hidden('.away', '.jwe');
    await typed.line(assign(shell, 'ATMOS_KIT_SHOW_SEGMENT', 'no'));
    assert.not.match((await typed.line('tell')).split('got<')[1] as string, 'ReadOnlyAccess 2');
    assert.match(
      await typed.line('sh -c \'echo "v=/$ATMOS_KIT_SEGMENT"\''),
      /v=\/plat-dev\/ReadOnlyAccess 222222222202 \d/,
    );
    await typed.line(assign(shell, 'ATMOS_KIT_SHOW_SEGMENT', ''));
    // Read twice, it is there once.
    await typed.line(`source '${join(seat().place.environment['HOME'] as string, `snippet.${shell}`)}'`);
    await typed.line('tell');
    assert.is((await typed.line('tell')).split(`(${reader}`).length, 2);
    await typed.line(assign(shell, 'ATMOS_KIT_PROMPT', '$(touch ran)`touch ran`\\$(touch ran)%F{red}'));
    await typed.line('tell');
    assert.match(await typed.line('tell'), '(? 222222222202');
    assert.is(seat().started(), 0);
    assert.not(existsSync(join(seat().place.project, 'ran')), 'what a variable holds was run');
    await typed.end();
  });

  test(`${shell} is changed by a whole answer or not at all`, async () => {
    const typed = await integrated(seat(), variant);
    await typed.line(assign(shell, 'AWS_PROFILE', 'mine'));
    writeFileSync(seat().slow, '');
    typed.type('atmos-kit use plat-dev/terraform --profile developers,local\r');
    await typed.shows('waiting');
    typed.type('^C');
    await typed.shows('ready> ');
    rmSync(seat().slow);
    assert.match(await typed.line('tell'), 'got<mine><unset>');

    // Without a name it asks, although what it prints is taken.
    typed.type('atmos-kit use\r');
    await typed.shows('select');
    typed.type('plat-dev/term');
    await typed.shows('plat-dev/term\r\n');
    typed.type('\r');
    await typed.shows('This shell runs as plat-dev/terraform now.');
    await typed.shows('ready> ');
    assert.match(await typed.line('tell'), 'got<plat-dev/terraform>');

    // In a shell within it nobody knows what was there before.
    await typed.line('atmos-kit use --off');
    assert.match(await typed.line('tell'), 'got<mine><unset>');
    await typed.end();
  });

  test(`${shell} takes a hostile name for a name`, async () => {
    const name = `odd "it's" $(touch ran) \`touch ran\` ;touch ran %F{red} \\`;
    const kind =
      'aws/permission-set, via: { provider: sso }, principal: { name: ReadOnlyAccess, account: { id: "222222222202" } }';
    const file = join(seat().place.project, 'profiles', 'developers', 'odd.yaml');
    writeFileSync(file, `auth:\n  identities:\n    ${JSON.stringify(name)}: { kind: ${kind} }\n`);
    const typed = await integrated(seat(), variant);
    for (let round = 0; round < 2; round += 1) {
      assert.match(await typed.line(`atmos-kit use ${quoteForShell(name)}`), 'This shell runs as odd');
      assert.match(await typed.line('sh -c \'echo "v=/$ATMOS_KIT_IDENTITY"\''), `v=/${name}`);
      assert.match(await typed.line('tell'), /\(odd \?it\?s\? \?\?touch ran/);
    }
    await typed.line('atmos-kit use --off');
    assert.match(await typed.line('tell'), 'got<unset><unset>');
    assert.not(existsSync(join(seat().place.project, 'ran')), 'what a name holds was run');
    rmSync(file);
    await typed.end();
  });

  test(`${shell} has the lines of the login guide under their own name, unless there is an atmos`, async () => {
    const typed = await integrated(seat(), variant);
    for (const [line, shown] of [
      ['atmos auth login --provider sso', 'signed in'],
      ['atmos auth whoami', 'sso'],
      ['atmos auth list', reader],
      [`atmos auth exec --identity ${reader} -- tell`, `got<${reader}>`],
      [`atmos auth shell --identity ${reader} -- -c tell`, `got<${reader}><${reader}>`],
      ['atmos auth console --identity plat-dev/terraform --print-only', 'http'],
      ['atmos terraform plan vpc -s plat-ue1-dev --dry-run', 'plat-ue1-dev'],
    ] as const)
      assert.match((await typed.line(line)).toLowerCase(), shown.toLowerCase(), line);
    program(seat().bin, 'atmos', '#!/bin/sh\necho "the other one: $*"\n');
    assert.match(await typed.line('atmos auth whoami'), 'the other one: auth whoami');
    rmSync(join(seat().bin, 'atmos'));
    await typed.end();
  });
}

test.run();
