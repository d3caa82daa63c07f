/** One login for fifty processes: what happens when everything asks at once. */
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { approve } from '../../scripts/demo/scripted-person.ts';
import { acme } from '../emulator/running.ts';
import { type Desk, type Ended, withDesk } from './desk.ts';
import { withSlowTokens } from './slow-endpoint.ts';

const dana = { user: 'dana', password: 'local-dana' };

/** How often the emulator was asked for something, and how it answered. */
const calls = (desk: Desk, action: string) =>
  desk.emulator.audit().filter((entry) => entry['action'] === action);

const refreshes = (desk: Desk) =>
  calls(desk, 'CreateToken').filter(({ detail }) => detail === 'refresh_token');

/** A browser that notes every address it is opened with, a line each. */
function notingBrowser(desk: Desk) {
  const program = join(desk.folder, 'browser');
  const noted = join(desk.folder, 'addresses');
  writeFileSync(noted, '');
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$1" >> '${noted}'\n`, { mode: 0o755 });
  const addresses = () => readFileSync(noted, 'utf8').split('\n').slice(0, -1);
  return { variables: { BROWSER: program }, addresses };
}

/** The stored sessions of the home, those of other machines too. */
function sessionFiles(desk: Desk): string[] {
  const folder = join(desk.home, '.local/share/atmos-kit/sessions');
  return readdirSync(folder).map((name) => join(folder, name));
}

function allWell(ended: readonly Ended[]): void {
  const failed = ended.filter(({ exitCode }) => exitCode !== 0);
  assert.equal(failed, []);
}

test('fifty that start together on an empty keyring open one page, and all get keys', () =>
  withDesk(async (desk) => {
    const { variables, addresses } = notingBrowser(desk);
    const fifty = Array.from({ length: 50 }, () =>
      desk.begin('auth login --identity plat-dev/terraform', { variables }),
    );
    while (addresses().length === 0) await pause(20);
    await approve(addresses()[0] as string, dana);
    const ended = await Promise.all(fifty.map((one) => one.ended));
    allWell(ended);
    for (const { stderr } of ended) assert.match(stderr, /Keys of plat-dev\/terraform are ready until/);
    assert.is(addresses().length, 1);
    for (const action of ['RegisterClient', 'CreateToken', 'GetRoleCredentials'])
      assert.is(calls(desk, action).length, 1, action);
  }));

test('ten that find an expired token, and a slow portal: one refresh, and nobody fails', () => {
  const brief = { ...acme, lifetimes: { ...acme.lifetimes, accessToken: 1000 } };
  return withDesk(
    async (desk) => {
      await withSlowTokens(desk.emulator.origin, 250, async (origin) => {
        const variables = { ATMOS_KIT_ENDPOINT: origin };
        const signedIn = await desk.signIn('dana', { variables });
        assert.is(signedIn.exitCode, 0, signedIn.stderr);
        await pause(1100);
        await desk.emulator.restart(acme);
        const ten = Array.from(
          { length: 10 },
          () => desk.begin('auth process --identity plat-dev/terraform', { variables }).ended,
        );
        const ended = await Promise.all(ten);
        allWell(ended);
        for (const { stdout } of ended) assert.match(stdout, /"SecretAccessKey":/);
        assert.is(refreshes(desk).length, 1);
        assert.is(calls(desk, 'GetRoleCredentials').length, 1);
      });
    },
    { seed: brief },
  );
});

test('a holder that is killed while its page is open keeps nobody from opening the next', () =>
  withDesk(async (desk) => {
    const { variables, addresses } = notingBrowser(desk);
    const first = desk.begin('auth login', { variables });
    while (addresses().length === 0) await pause(20);
    const second = desk.begin('auth login', { variables });
    await second.hears(/Another command is signing in at sso \(process \d+, since/);
    process.kill(first.pid, 'SIGKILL');
    while (addresses().length === 1) await pause(20);
    await approve(addresses()[1] as string, dana);
    allWell([await second.ended]);
    assert.is((await first.ended).exitCode, -1);
  }));

test('a session that was torn apart is a miss, and a new sign-in takes its place', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    const [file] = sessionFiles(desk);
    truncateSync(file as string, 200);
    assert.is((await desk.kit('auth whoami')).exitCode, 2);
    allWell([await desk.signIn(), await desk.kit('auth process -i plat-dev/terraform')]);
    assert.ok(sessionFiles(desk).includes(file as string));
  }));

test.run();
