import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { manyAccounts } from '../emulator/many-accounts.ts';
import { type Desk, withDesk } from './desk.ts';

const asked = (desk: Desk, action: string) =>
  desk.emulator.audit().filter((entry) => entry['action'] === action && entry['outcome'] === 'allowed')
    .length;

const provisioned = (desk: Desk) =>
  join(
    desk.home,
    '.cache/atmos/auth',
    `sso@${desk.emulator.origin.replace(/^http:\/\//, '').replace(':', '-')}`,
    'provisioned-identities.yaml',
  );

test('who is not signed in is told what to type', () =>
  withDesk(async (desk) => {
    const { exitCode, stdout, stderr } = await desk.kit('auth discover');
    assert.is(exitCode, 2);
    assert.is(stdout, '');
    assert.match(stderr, /You are not signed in at sso .*\n {2}atmos-kit auth login --provider sso\n/);
  }));

test('the portal is asked once, and what it said is told with its age until it is asked again', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    const first = await desk.kit('auth discover');
    assert.is(first.exitCode, 0, first.stderr);
    assert.match(first.stdout, /^ACCOUNT +ID +ROLE +IDENTITY\n/);
    assert.match(first.stdout, /\nplat-dev +222222222202 +TerraformApplyAccess +plat-dev\/terraform\n/);
    assert.match(first.stderr, /(^|\n)\d+ roles in \d+ accounts at sso\.\n$/);
    const calls = asked(desk, 'ListAccountRoles');
    assert.ok(calls > 1);
    const second = await desk.kit('auth discover');
    assert.is(second.stdout, first.stdout);
    assert.match(second.stderr, /asked less than a minute ago; --refresh asks again\.\n$/);
    assert.is(asked(desk, 'ListAccountRoles'), calls);
    const data = JSON.parse((await desk.kit('auth discover -f json')).stdout);
    assert.is(data.remembered, true);
    assert.is(data.roles.length, first.stdout.trim().split('\n').length - 1);
    assert.equal(
      (await desk.kit('auth discover -f csv')).stdout.split('\r\n')[0],
      'ACCOUNT,ID,ROLE,IDENTITY',
    );
    assert.is((await desk.kit('auth discover --refresh')).stdout, first.stdout);
    assert.is(asked(desk, 'ListAccountRoles'), 2 * calls);
  }));

test('what is remembered is for its owner alone, and a torn file of it is none', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    const { stdout } = await desk.kit('auth discover');
    const [file = ''] = readdirSync(join(desk.home, '.cache/atmos-kit/discovered'));
    const path = join(desk.home, '.cache/atmos-kit/discovered', file);
    assert.is(statSync(path).mode & 0o777, 0o600);
    assert.is(statSync(join(path, '..')).mode & 0o777, 0o700);
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, 40));
    const again = await desk.kit('auth discover');
    assert.is(again.stdout, stdout);
    assert.not.match(again.stderr, /ago/);
  }));

test('--write provisions identities in the format of Atmos, and auth list shows them', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    const rehearsal = await desk.kit('auth discover --write --dry-run');
    assert.is(rehearsal.exitCode, 0, rehearsal.stderr);
    assert.match(rehearsal.stdout, /^(\+ .*\n)+$/);
    assert.match(rehearsal.stdout, /^\+ plat-dev\/TerraformApplyAccess$/m);
    assert.match(rehearsal.stderr, /Would write \d+ identities of sso in /);
    assert.not.ok(existsSync(provisioned(desk)));
    const unasked = await desk.kit('auth discover --write');
    assert.is(unasked.exitCode, 1);
    assert.match(unasked.stderr, /\n {2}atmos-kit auth discover --write --yes\n/);
    assert.not.ok(existsSync(provisioned(desk)));
    const written = await desk.kit('auth discover --write --yes');
    assert.is(written.exitCode, 0, written.stderr);
    assert.is(written.stdout, rehearsal.stdout);
    const text = readFileSync(provisioned(desk), 'utf8');
    assert.match(
      text,
      /\n {4}plat-dev\/TerraformApplyAccess:\n {6}kind: aws\/permission-set\n {6}principal:\n {8}account:\n {10}id: "222222222202"\n {10}name: plat-dev\n {8}name: TerraformApplyAccess\n {6}provider: sso\n {6}via:\n {8}provider: sso\n/,
    );
    assert.is(statSync(provisioned(desk)).mode & 0o777, 0o600);
    const { identities } = JSON.parse((await desk.kit('auth list -f json')).stdout);
    assert.is(identities['plat-dev/TerraformApplyAccess'].place, `${provisioned(desk)}:${placeIn(text)}`);
    // What the project says itself wins: this one stands in a profile under the same name.
    assert.match(identities['plat-dev/ReadOnlyAccess'].place, /^profiles\//);
    const who = await desk.kit('auth whoami -i PLAT-DEV/TerraformApplyAccess');
    assert.is(who.exitCode, 0, who.stderr);
    const again = await desk.kit('auth discover --write');
    assert.is(again.stdout, '');
    assert.match(again.stderr, /Nothing changes: /);
  }));

const placeIn = (text: string): number =>
  text.split('\n').findIndex((line) => line.includes('plat-dev/TerraformApplyAccess:')) + 2;

test('a right that was taken away goes from what is provisioned, and one that is new comes', () =>
  withDesk(
    async (desk) => {
      await desk.signIn();
      await desk.kit('auth discover --write --yes');
      await desk.emulator.restart(manyAccounts(3, 1));
      const { stdout } = await desk.kit('auth discover --refresh --dry-run');
      assert.is(stdout, '- team-0001/Role02\n- team-0002/Role02\n+ team-0003/Role01\n');
    },
    { seed: manyAccounts(2, 2) },
  ));

test('what another portal offered is nothing here, and a broken file of it stops no command', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    await desk.kit('auth discover --write --yes');
    const real = { variables: { ATMOS_PROFILE: 'developers' } };
    const { identities } = JSON.parse((await desk.kit('auth list -f json', real)).stdout);
    assert.is(identities['plat-dev/TerraformApplyAccess'], undefined);
    writeFileSync(provisioned(desk), 'auth: {identities: [');
    assert.is((await desk.kit('auth list')).exitCode, 0);
  }));

// Names of accounts are chosen at AWS, by somebody else.
const hostile = `a"b'c | $(touch /tmp/owned)\n!exec x {{ .y }}\u001b]0;owned\u0007`;

test('a name of an account that would steer a terminal, a shell or YAML is only a name', () => {
  const seed = manyAccounts(2, 1);
  const [first, second] = seed.accounts as [(typeof seed.accounts)[0], (typeof seed.accounts)[0]];
  return withDesk(
    async (desk) => {
      await desk.signIn();
      const table = await desk.kit('auth discover');
      assert.is(table.exitCode, 0, table.stderr);
      assert.is(table.stdout.split('\n').length, 4);
      const written = await desk.kit('auth discover --write --yes');
      assert.is(written.exitCode, 0, written.stderr);
      for (const { stdout, stderr } of [table, written, await desk.kit('auth list')])
        assert.not.match(`${stdout}${stderr}`, /[^\P{Cc}\n]/u);
      const { identities } = JSON.parse((await desk.kit('auth list -f json')).stdout);
      assert.equal(identities[`${hostile}/Role01`].principal, { name: 'Role01', account: { id: first.id } });
      const again = await desk.kit('auth discover --write --yes');
      assert.match(again.stderr, /Nothing changes/);
      const who = await desk.kit(['auth', 'whoami', '-o', 'json', '-i', `${hostile}/Role01`]);
      assert.is(who.exitCode, 0, who.stderr);
      assert.is(JSON.parse(who.stdout).account_name, hostile);
    },
    { seed: { ...seed, accounts: [{ ...first, name: hostile }, second] } },
  );
});

test('two accounts of one name are told apart by their ids', () => {
  const seed = manyAccounts(2, 1);
  const accounts = seed.accounts.map((one) => ({ ...one, name: 'team' }));
  return withDesk(
    async (desk) => {
      await desk.signIn();
      const { stdout } = await desk.kit('auth discover --write --dry-run');
      assert.is(stdout, '+ team-500000000001/Role01\n+ team-500000000002/Role01\n');
    },
    { seed: { ...seed, accounts } },
  );
});

test('the flags of writing are refused where nothing is written', () =>
  withDesk(async (desk) => {
    for (const [words, says] of [
      ['auth discover --yes', /--yes goes with --write/],
      ['auth discover --write -f json', /--format is for what the portal offers/],
      ['auth discover --provider sos', /Did you mean "sso"/],
    ] as const)
      assert.match((await desk.kit(words)).stderr, says);
  }));

test('two hundred accounts are asked for, eight at a time', () =>
  withDesk(
    async (desk) => {
      await desk.signIn();
      desk.emulator.traffic({ latencyMs: 50 });
      const { exitCode, stdout, stderr } = await desk.kit('auth discover -f csv');
      assert.is(exitCode, 0, stderr);
      assert.is(stdout.trimEnd().split('\r\n').length, 1001);
    },
    { seed: manyAccounts(200, 5) },
  ));

test('on a terminal it offers the sign-in, says how far it is, and ends with a Ctrl-C', () =>
  withDesk(
    async (desk) => {
      const offered = desk.onTerminal('auth discover');
      await offered.waitFor('You are not signed in at sso. Sign in now?');
      offered.type('\r');
      assert.is(await offered.ended, 2);
      await desk.signIn();
      desk.emulator.traffic({ latencyMs: 200 });
      const screen = desk.onTerminal('auth discover');
      await screen.waitFor('of 200 accounts');
      screen.type('\x03');
      assert.is(await screen.ended, 130);
      assert.match(screen.shown(), /Interrupted\./);
      assert.not.ok(existsSync(join(desk.home, '.cache/atmos-kit/discovered')));
    },
    { seed: manyAccounts(200, 5) },
  ));

test('a portal that refuses most calls is asked until all have answered', () =>
  withDesk(
    async (desk) => {
      await desk.signIn();
      desk.emulator.traffic({ latencyMs: 5, portalRequestsPerSecond: 20 });
      const { exitCode, stdout, stderr } = await desk.kit('auth discover -f csv');
      assert.is(exitCode, 0, stderr);
      assert.is(stdout.trimEnd().split('\r\n').length, 601);
    },
    { seed: manyAccounts(120, 5) },
  ));

test('an account that fails for itself is left out and told, and nothing of it is remembered or written', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    const answer = { status: 400, code: 'InvalidRequestException', message: 'no such account' };
    desk.emulator.traffic({ faults: [{ operation: 'ListAccountRoles', times: 1, answer }] });
    const first = await desk.kit('auth discover');
    assert.is(first.exitCode, 1);
    assert.match(
      first.stderr,
      /(^|\n)Left out: AWS did not list the roles in account \d{12}: .*no such account/,
    );
    const second = await desk.kit('auth discover');
    assert.is(second.exitCode, 0);
    assert.not.match(second.stderr, /ago/);
  }));

test('a provider that asks for it has its identities provisioned by each new login', () =>
  withDesk(async (desk) => {
    assert.not.match((await desk.signIn()).stderr, /offers you/);
    assert.not.ok(existsSync(provisioned(desk)));
    desk.edit(
      'atmos.yaml',
      'kind: aws/iam-identity-center',
      'kind: aws/iam-identity-center\n      auto_provision_identities: true',
    );
    const again = await desk.kit('auth login');
    assert.match(again.stderr, /You are already signed in/);
    assert.not.ok(existsSync(provisioned(desk)));
    const answer = { status: 400, code: 'InvalidRequestException', message: 'no such account' };
    desk.emulator.traffic({ faults: [{ operation: 'ListAccountRoles', times: 1, answer }] });
    await desk.kit('auth logout --all');
    const partly = await desk.signIn();
    assert.match(
      partly.stderr,
      /Signed in at sso[\s\S]*1 account could not be asked, so their identities would get lost/,
    );
    assert.not.ok(existsSync(provisioned(desk)));
    await desk.kit('auth logout --all');
    const { stderr } = await desk.signIn();
    assert.match(stderr, /Signed in at sso[\s\S]*The portal offers you (\d+) identities \(\1 new\)\.\n/);
    assert.match((await desk.kit('auth list -f csv')).stdout, /plat-dev\/TerraformApplyAccess/);
    await desk.kit('auth logout --all');
    assert.match((await desk.signIn()).stderr, /The portal offers you \d+ identities \(as before\)\.\n/);
  }));

test.run();
