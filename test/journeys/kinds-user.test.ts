/** Users with long-lived keys and MFA devices: what is asked for, what rests where, and who sees it. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Desk } from './desk.ts';
import { filesBelow } from './files-below.ts';
import { atEmulator, kindsJourney, user } from './kinds.ts';
import { spawnWith } from './piped.ts';

const role = 'arn:aws:iam::111111111101:role/acme-core-gbl-root-breakglass';
const mfa = `arn:aws:iam::111111111101:mfa/${user.name}`;
const breakglass = `
identities:
  breakglass: { kind: aws/user, credentials: { mfa_arn: "${mfa}" }, session: { duration: 36h }, ${atEmulator} }
  root-writer: { kind: aws/assume-role, via: { identity: breakglass }, principal: { assume_role: "${role}", duration: 4h } }
`;

const lines = `${user.accessKeyId}\n${user.secretAccessKey}\n`;
const enter = '\r';

const codes = (desk: Desk, action: string) =>
  desk.emulator
    .audit()
    .filter((entry) => entry.action === action)
    .map(({ outcome }) => outcome);

kindsJourney(
  'keys come through a pipe into the keyring, and are readable nowhere',
  breakglass,
  async (desk) => {
    const stored = await spawnWith(desk, 'auth user configure breakglass', lines);
    assert.is(stored.exitCode, 0, stored.stderr);
    assert.is(stored.stdout, '');
    assert.match(
      stored.stderr,
      /^The keys of breakglass are in the file keyring \(.*\)\.\nTry them: atmos-kit auth login --identity breakglass\n$/,
    );
    for (const text of [stored.stderr, ...filesBelow(desk.home), ...filesBelow(desk.run)])
      assert.not.ok(text.includes(user.accessKeyId) || text.includes(user.secretAccessKey));
    const asJson = JSON.stringify({
      AccessKey: { UserName: 'b', AccessKeyId: user.accessKeyId, SecretAccessKey: user.secretAccessKey },
    });
    assert.is((await spawnWith(desk, 'auth user configure breakglass', asJson)).exitCode, 0);
  },
);

kindsJourney(
  'a code is asked for at a terminal, and a role that wants one is taken',
  breakglass,
  async (desk) => {
    await spawnWith(desk, 'auth user configure breakglass', lines);
    const without = await desk.kit('auth whoami -i root-writer');
    assert.is(without.exitCode, 2);
    assert.match(
      without.stderr,
      `atmos-kit: breakglass needs a code of its MFA device (${mfa}).\n  atmos-kit auth login --identity breakglass\n`,
    );
    const login = desk.onTerminal('auth login -i root-writer', { columns: 160 });
    await login.waitFor(`Code of ${mfa} for breakglass:`);
    login.type(`12${enter}`);
    await login.waitFor('A code has six digits.');
    login.type(`\x7f\x7f${desk.emulator.mfaCode(user.name)}${enter}`);
    assert.is(await login.ended, 0, login.shown());
    assert.match(login.shown(), /Keys of root-writer are ready until/);

    const who = await desk.kit('auth whoami -i root-writer -o json');
    assert.is(who.exitCode, 0, who.stderr);
    const { principal, seconds_left: left } = JSON.parse(who.stdout);
    assert.match(principal, /assumed-role\/acme-core-gbl-root-breakglass\/atmos-kit-root-writer$/);
    assert.ok(left > 3.9 * 3600, `a user's session is no role: four hours are given (${left})`);
    const session = JSON.parse((await desk.kit('auth whoami -i breakglass -o json')).stdout);
    assert.ok(session.seconds_left > 35.9 * 3600, String(session.seconds_left));
    assert.equal(codes(desk, 'GetSessionToken'), ['allowed'], 'one code served for everything');
  },
);

kindsJourney('a wrong code is told and asked for again, once', breakglass, async (desk) => {
  await spawnWith(desk, 'auth user configure breakglass', lines);
  const code = desk.emulator.mfaCode(user.name);
  const wrong = String((Number(code) + 500_000) % 1_000_000).padStart(6, '0');
  const login = desk.onTerminal('auth login -i breakglass', { columns: 160 });
  await login.waitFor('for breakglass:');
  login.type(`${wrong}${enter}`);
  await login.waitFor('MultiFactorAuthentication failed with invalid MFA one time pass code');
  login.type(`${code}${enter}`);
  assert.is(await login.ended, 0, login.shown());
  assert.equal(codes(desk, 'GetSessionToken'), ['denied', 'allowed']);
});

kindsJourney(
  'on a terminal both keys are asked for, and the secret is not shown',
  breakglass,
  async (desk) => {
    const configure = desk.onTerminal('auth user configure', { columns: 160 });
    await configure.waitFor('Whose keys?');
    configure.type(enter);
    await configure.waitFor('Access key id of breakglass:');
    configure.type(`ASIAXXXXXXXXXXXXXXXX${enter}`);
    await configure.waitFor('belongs to a session, not to a user');
    configure.type(`${'\x7f'.repeat(20)}${user.accessKeyId}${enter}`);
    await configure.waitFor('Secret access key (not shown):');
    configure.type(`${user.secretAccessKey}${enter}`);
    assert.is(await configure.ended, 0, configure.shown());
    assert.not.match(configure.shown(), user.secretAccessKey);
    assert.match(configure.shown(), /The keys of breakglass are in the file keyring/);
  },
);

kindsJourney('what is wrong is told, and nothing is stored by half', breakglass, async (desk) => {
  for (const [input, message] of [
    ['', /^atmos-kit: Without a terminal the keys are read from stdin\. The access key id/],
    [`${user.accessKeyId}\n`, /A secret access key has forty characters/],
    [`ASIAXXXXXXXXXXXXXXXX\n${user.secretAccessKey}`, /begins with ASIA belongs to a session/],
    ['x'.repeat(20_000), /longer than 10000 bytes/],
  ] as const) {
    const { exitCode, stderr } = await spawnWith(desk, 'auth user configure breakglass', input);
    assert.is(exitCode, 1);
    assert.match(stderr, message);
    assert.not.ok(stderr.includes(user.secretAccessKey));
  }
  const other = await desk.kit('auth user configure root-writer');
  assert.match(
    other.stderr,
    /root-writer is of kind aws\/assume-role, which has no keys of its own\.\n {2}Those that have: breakglass\./,
  );
  const nobody = await desk.kit('auth user configure');
  assert.match(nobody.stderr, /nobody can be asked without a terminal\.\n {2}Name one of breakglass\./);
  const who = await desk.kit('auth whoami -i breakglass');
  assert.is(
    who.stderr,
    'atmos-kit: There are no keys of the user breakglass here.\n  atmos-kit auth user configure breakglass\n',
  );
});

kindsJourney(
  'keys are taken out again with the sessions that came from them',
  breakglass.replace(`mfa_arn: "${mfa}"`, ''),
  async (desk) => {
    await spawnWith(desk, 'auth user configure breakglass', lines);
    assert.is((await desk.kit('auth whoami -i breakglass')).exitCode, 0);
    assert.match(
      (await desk.kit('auth user configure breakglass --remove --dry-run')).stderr,
      /^Would remove the keys/,
    );
    const removed = await desk.kit('auth user configure breakglass --remove');
    assert.match(removed.stderr, /^The keys of breakglass and the sessions made with them were removed/);
    assert.match(
      (await desk.kit('auth whoami -i breakglass')).stderr,
      /There are no keys of the user breakglass here/,
    );
    assert.match(
      (await desk.kit('auth user configure breakglass --remove')).stderr,
      /^No keys of breakglass are here\.\n$/,
    );
  },
);

kindsJourney(
  'a logout forgets the sessions of users, and leaves their keys',
  breakglass.replace(`mfa_arn: "${mfa}"`, ''),
  async (desk) => {
    await spawnWith(desk, 'auth user configure breakglass', lines);
    assert.is((await desk.kit('auth whoami -i breakglass')).exitCode, 0);
    assert.match(
      (await desk.kit('auth logout --dry-run')).stderr,
      /Would remove the keys of breakglass, which came from breakglass\.\n$/,
    );
    assert.match(
      (await desk.kit('auth logout')).stderr,
      /The keys of one identity that came from breakglass were removed\. What already holds them may use them until /,
    );
    assert.is((await desk.kit('auth whoami -i breakglass')).exitCode, 0);
    assert.equal(codes(desk, 'GetSessionToken'), ['allowed', 'allowed']);
  },
);

kindsJourney(
  'a sign-in for developers is refused by its name',
  breakglass.replace('credentials: {', 'credentials: { webflow_enabled: true,'),
  async (desk) => {
    const { exitCode, stderr } = await desk.kit('auth whoami -i breakglass');
    assert.is(exitCode, 1);
    assert.match(
      stderr,
      /profiles\/kinds\/kinds\.yaml:\d+: .*\(webflow_enabled\), which atmos-kit does not do/,
    );
  },
);

test.run();
