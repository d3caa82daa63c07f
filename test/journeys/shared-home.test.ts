/** Two machines that share a home, as over a network: leases are files, and nobody takes the other's for broken. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { approve } from '../../scripts/demo/scripted-person.ts';
import { acme } from '../emulator/running.ts';
import { type AnotherMachine, anotherMachine, noSecondMachine } from './another-machine.ts';
import { type Begun, type Desk, type DeskOptions, type Ended, withDesk } from './desk.ts';
import { withSlowTokens } from './slow-endpoint.ts';

const dana = { user: 'dana', password: 'local-dana' };
const passphrase = { ATMOS_KEYRING_PASSWORD: 'correct horse battery' };

/** A test with two machines; skipped out loud where there can be no second one. */
function onTwo(
  title: string,
  work: (desk: Desk, other: AnotherMachine) => Promise<void>,
  options: DeskOptions = {},
): void {
  test(title, () => {
    const missing = noSecondMachine();
    if (missing === undefined) return withDesk((desk) => work(desk, anotherMachine(desk)), options);
    if (process.env['ATMOS_KIT_TEST_CI'] === 'true') throw new Error(missing);
    return console.log(`SKIPPED ${missing}`);
  });
}

/** Every stored session of the home, by file name. */
function sessions(desk: Desk): Readonly<Record<string, string>> {
  const folder = join(desk.home, '.local/share/atmos-kit/sessions');
  const names = readdirSync(folder).filter((name) => name.endsWith('.jwe'));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

async function approved(login: Begun): Promise<Ended> {
  const [url] = await login.hears(/(?<=\s)http:\S+user_code=\S+(?=\s)/);
  await approve(url, dana);
  return login.ended;
}

function allWell(ended: readonly Ended[]): void {
  assert.equal(
    ended.filter(({ exitCode }) => exitCode !== 0),
    [],
  );
}

onTwo(
  'without a passphrase each machine has a sign-in of its own, and neither touches the other',
  async (desk, other) => {
    allWell([await desk.signIn()]);
    const own = sessions(desk);
    assert.is((await other.begin('auth whoami').ended).exitCode, 2);
    allWell([await approved(other.begin('auth login --device'))]);
    assert.is(Object.keys(sessions(desk)).length, 2);
    assert.equal({ ...sessions(desk), ...own }, sessions(desk), 'the first is as it was');
    allWell([await desk.kit('auth whoami'), await other.begin('auth whoami').ended]);
    allWell([await other.begin('auth logout').ended]);
    assert.equal(sessions(desk), own);
    allWell([await desk.kit('auth whoami')]);
  },
);

onTwo(
  'with one passphrase they share a sign-in, and an expired token is renewed once for both',
  (desk, other) =>
    // So slow that the other machine comes while the renewal is under way.
    withSlowTokens(desk.emulator.origin, 3000, async (origin) => {
      const variables = { ...passphrase, ATMOS_KIT_ENDPOINT: origin };
      allWell([await desk.signIn('dana', { variables })]);
      await pause(1100);
      await desk.emulator.restart(acme);
      const words = 'auth process --identity plat-dev/terraform';
      const five = Array.from({ length: 5 });
      allWell(
        await Promise.all([
          ...five.map(() => desk.kit(words, { variables })),
          ...five.map(() => other.begin(words, variables).ended),
        ]),
      );
      const refreshes = desk.emulator.audit().filter(({ detail }) => detail === 'refresh_token');
      assert.is(refreshes.length, 1);
    }),
  { seed: { ...acme, lifetimes: { ...acme.lifetimes, accessToken: 1000 } } },
);

onTwo('a claim of the other machine is waited for, and told as that', async (desk, other) => {
  const there = other.begin('auth login --device');
  const [url] = await there.hears(/(?<=\s)http:\S+user_code=\S+(?=\s)/);
  const here = desk.begin('auth login --device');
  await here.hears(/Another command is signing in at sso \(process \d+ on another machine, since/);
  await approve(url, dana);
  allWell([await there.ended]);
  // What the other has stored is sealed with the key of that machine.
  allWell([await approved(here)]);
});

test.run();
