/** An identity in a person's own shell: `use`, what it leaves behind, and what becomes of it when something goes wrong. */

import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { makeWorkplace, type Workplace } from '../../bench/workplace.ts';
import type { Shell } from '../../src/domain/shell.ts';
import { integrated, type Seat, seatAt, variants } from './integrated.ts';

let place: Workplace;
let seat: Seat;
test.before(async () => {
  place = await makeWorkplace(join(import.meta.dirname, '..', '..'));
  seat = seatAt(place);
});
test.after(() => place?.close());

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
const status: Readonly<Record<Shell, string>> = {
  bash: 'echo "s=$?"',
  zsh: 'echo "s=$?"',
  fish: 'echo "s=$status"',
};

for (const variant of variants)
  test(`${variant.name}: an identity is put in, changed and taken out again`, async () => {
    const { shell } = variant;
    const typed = await integrated(seat, variant);
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
    seat.started();
    await typed.line(`atmos-kit use ${reader}`);
    await typed.line('atmos-kit use plat-dev/terraform');
    assert.match(await typed.line('tell'), 'got<plat-dev/terraform>');
    await typed.line('atmos-kit use --off');
    assert.match(await typed.line('tell'), before);
    assert.is(seat.started(), 0, typed.terminal.shown());
    await typed.end();
  });

test.run();
