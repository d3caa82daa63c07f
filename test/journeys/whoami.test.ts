import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { acme } from '../emulator/running.ts';
import { type Desk, more, withDesk } from './desk.ts';

const count = (desk: Desk, action: string) =>
  desk.emulator.audit().filter((entry) => entry['action'] === action && entry['outcome'] === 'allowed')
    .length;

test('who is not signed in is told so, and what to type', () =>
  withDesk(async (desk) => {
    for (const [words, message] of [
      ['auth whoami', 'You are not signed in at sso.'],
      ['auth whoami -o json', 'You are not signed in at sso.'],
      ['auth whoami -i plat-dev/terraform', 'You are not signed in at sso (https://acme.awsapps.com/start).'],
    ] as const) {
      const { exitCode, stdout, stderr } = await desk.kit(words);
      assert.is(
        stderr,
        `atmos-kit: ${message}\n  atmos-kit auth login --provider sso\n${more('login-required')}`,
      );
      assert.is(stdout, '');
      assert.is(exitCode, 2);
    }
  }));

test('the sign-in is told: where, since when, until when, for people and for programs', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    const { stdout, stderr, exitCode } = await desk.kit('auth whoami');
    assert.is(exitCode, 0);
    assert.is(stderr, '');
    const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d`;
    assert.match(
      stdout,
      new RegExp(
        `^Signed in  sso \\(https://acme\\.awsapps\\.com/start at ${desk.emulator.origin}\\)\nSince      ${time}\nUntil      ${time} \\(5\\d min left\\), then it renews itself .*\nProfiles   developers, local\n$`,
      ),
    );
    const { sign_ins: signIns, ...rest } = JSON.parse((await desk.kit('auth whoami -o json')).stdout);
    assert.equal(rest, { realm: 'acme', profiles: ['developers', 'local'] });
    const [{ signed_in_at: since, expiration, ...signIn }, ...others] = signIns;
    assert.equal(others, []);
    assert.equal(signIn, {
      provider: 'sso',
      start_url: 'https://acme.awsapps.com/start',
      endpoint_url: desk.emulator.origin,
      renews_itself: true,
    });
    assert.ok(Date.parse(since) < Date.parse(expiration));
  }));

test('an identity is told: account, role, principal and time left; its keys are made once', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    const first = await desk.kit('auth whoami --identity plat-dev/terraform');
    assert.match(
      first.stdout,
      /^Identity {4}plat-dev\/terraform\nBecause {5}named by --identity\nAccount {5}plat-dev \(222222222202\)\n/,
    );
    assert.match(first.stdout, /\nKeys until {2}\d{4}-.* \(5\d min left\)\n$/);
    const { stdout } = await desk.kit('auth whoami -i PLAT-dev/Terraform -o json');
    const { principal, expiration, seconds_left: left, ...rest } = JSON.parse(stdout);
    assert.equal(rest, {
      realm: 'acme',
      provider: 'sso',
      identity: 'plat-dev/terraform',
      because: 'named by --identity',
      account: '222222222202',
      account_name: 'plat-dev',
      role: 'TerraformApplyAccess',
      region: 'us-east-1',
    });
    assert.match(
      principal,
      /^arn:aws:sts::222222222202:assumed-role\/AWSReservedSSO_TerraformApplyAccess_\w+\/dana@acme\.example$/,
    );
    assert.match(expiration, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    assert.ok(Number.isInteger(left) && left > 3000 && left <= 3600);
    assert.is(count(desk, 'GetRoleCredentials'), 1);
  }));

test('what decided is told: the flag, the variable, or the default and its place, warm or not', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    const because = async (words: string, variables = {}) => {
      const { stdout } = await desk.kit(words, { variables });
      return (/^Because +(.*)$/m.exec(stdout) ??
        /"because": "(.*)"/.exec(stdout) ??
        /^because: (.*)$/m.exec(stdout))?.[1];
    };
    const ATMOS_IDENTITY = 'plat-dev/terraform';
    for (const form of ['', ' -f json', ' -f yaml', ' -f json']) {
      assert.is(await because(`auth whoami${form}`, { ATMOS_IDENTITY }), 'named by ATMOS_IDENTITY');
      assert.is(
        await because(`auth whoami -i plat-dev/terraform${form}`, { ATMOS_IDENTITY }),
        'named by --identity',
      );
    }
    desk.edit(
      'profiles/developers/plat.yaml',
      'plat-dev/terraform:\n',
      'plat-dev/terraform:\n      default: true\n',
    );
    for (const form of ['', '', ' -f yaml'])
      assert.match(
        (await because(`auth whoami${form}`)) ?? '',
        /^the default of the profile \(profiles\/developers\/plat\.yaml:\d+\)$/,
      );
  }));

test('for programs there is YAML too, of a sign-in and of an identity', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    const signIn = await desk.kit('auth whoami --format yaml');
    assert.match(signIn.stdout, /^profiles:\n {2}- developers\n {2}- local\nrealm: acme\nsign_ins:\n/);
    assert.match(signIn.stdout, /\n {4}provider: sso\n/);
    const identity = await desk.kit('auth whoami -i plat-dev/terraform -o yaml');
    assert.match(identity.stdout, /\nidentity: plat-dev\/terraform\n/);
    assert.match(identity.stdout, /^account: "222222222202"\n/);
  }));

test('a chain of two steps ends in the role that it assumes, and both steps keep their keys', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    const { stdout } = await desk.kit('auth whoami -i core-root/terraform -o json');
    assert.is(
      JSON.parse(stdout).principal,
      'arn:aws:sts::111111111101:assumed-role/acme-core-gbl-root-terraform-plan/atmos-kit-core-root-terraform',
    );
    const list = JSON.parse((await desk.kit('auth list --format json')).stdout);
    const active = Object.entries<{ active: boolean }>(list.identities).filter(([, one]) => one.active);
    assert.equal(active.map(([name]) => name).sort(), ['core-identity/terraform', 'core-root/terraform']);
  }));

test('what is not assigned is refused by the portal, and nothing is kept of it', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    for (const words of [
      'auth whoami -i plat-prod/AdministratorAccess',
      'auth login -i plat-prod/AdministratorAccess',
    ]) {
      const { exitCode, stdout, stderr } = await desk.kit(words);
      assert.is(exitCode, 1);
      assert.is(stdout, '');
      assert.ok(
        stderr.endsWith(
          'or ask whoever administers IAM Identity Center to assign AdministratorAccess in account 222222222204 to you.\n' +
            more('role-not-assigned'),
        ),
        stderr,
      );
    }
    assert.is(desk.emulator.audit().filter(({ outcome }) => outcome === 'denied').length, 2);
    const { identities } = JSON.parse((await desk.kit('auth list -f json')).stdout);
    assert.is(identities['plat-prod/AdministratorAccess'].active, false);
  }));

test('ATMOS_IDENTITY names the identity, the flag outranks it, and false is nobody', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    const as = async (words: string, name: string) => {
      const { stdout } = await desk.kit(`${words} -o json`, { variables: { ATMOS_IDENTITY: name } });
      return (JSON.parse(stdout) as { identity?: string }).identity;
    };
    assert.is(await as('auth whoami', 'plat-prod/readonlyaccess'), 'plat-prod/ReadOnlyAccess');
    assert.is(
      await as('auth whoami -i plat-dev/ReadOnlyAccess', 'plat-prod/terraform'),
      'plat-dev/ReadOnlyAccess',
    );
    assert.is(await as('auth whoami', 'false'), undefined);
    const wrong = await desk.kit('auth whoami', { variables: { ATMOS_IDENTITY: 'plat-dev/terrafrm' } });
    assert.is(wrong.exitCode, 1);
    assert.match(
      wrong.stderr,
      'There is no identity "plat-dev/terrafrm" here. Did you mean "plat-dev/terraform"?',
    );
  }));

test('after its end a token renews itself in silence, and after the portal session nobody is signed in', () =>
  withDesk(
    async (desk) => {
      await desk.signIn();
      await new Promise((resolve) => setTimeout(resolve, 2100));
      const who = await desk.kit('auth whoami');
      assert.is(who.exitCode, 0, who.stderr);
      assert.is(who.stderr, '');
      const renewals = desk.emulator.audit().filter(({ detail }) => detail === 'refresh_token');
      assert.ok(renewals.length >= 1);
      desk.emulator.pass(9 * 3_600_000);
      await new Promise((resolve) => setTimeout(resolve, 2100));
      const over = await desk.kit('auth whoami');
      assert.is(over.exitCode, 2);
      assert.match(over.stderr, 'You are not signed in at sso.');
    },
    { seed: { ...acme, lifetimes: { ...acme.lifetimes, accessToken: 2000 } } },
  ));

test('the list is a table for people, JSON and CSV for programs', () =>
  withDesk(async (desk) => {
    const before = (await desk.kit('auth list')).stdout;
    assert.match(
      before,
      /^PROVIDER {2}SIGN-IN +AT\nsso +not signed in {2}https:\/\/acme\.awsapps\.com\/start \(/,
    );
    assert.match(before, /\nplat-dev\/terraform +222222222202 {2}TerraformApplyAccess +sso +-\n/);
    await desk.signIn();
    await desk.kit('auth whoami -i plat-dev/terraform');
    const table = (await desk.kit('auth list')).stdout;
    assert.match(table, /\nsso +signed in {2}/);
    assert.match(table, /\nplat-dev\/terraform +222222222202 {2}TerraformApplyAccess +sso +5\d min left\n/);
    const data = JSON.parse((await desk.kit('auth list -f json')).stdout);
    const { expiration: end, ...sso } = data.providers.sso;
    assert.equal(sso, {
      kind: 'aws/iam-identity-center',
      region: 'us-east-1',
      place: 'atmos.yaml:42',
      start_url: 'https://acme.awsapps.com/start',
      endpoint_url: desk.emulator.origin,
      active: true,
    });
    assert.ok(Date.parse(end) > Date.now());
    const { expiration, ...identity } = data.identities['plat-dev/terraform'];
    assert.equal(identity, {
      kind: 'aws/permission-set',
      via: 'sso',
      account: '222222222202',
      role: 'TerraformApplyAccess',
      provider: 'sso',
      region: 'us-east-1',
      place: 'profiles/developers/plat.yaml:14',
      principal: { name: 'TerraformApplyAccess', account: { id: '222222222202' } },
      active: true,
    });
    assert.ok(Date.parse(expiration) > Date.now());
    const [head, ...rows] = (await desk.kit('auth list -f csv')).stdout.trimEnd().split('\r\n');
    assert.is(head, 'IDENTITY,ACCOUNT,ROLE,VIA,KEYS');
    assert.is(rows.length, Object.keys(data.identities).length);
    const kept = await desk.kit('auth list --signed-in -f tree');
    assert.match(
      kept.stdout,
      /^acme \(profiles developers, local\)\n└── sso .*signed in\n {4}└── plat-dev\/terraform, .*5\d min left\n$/,
    );
    const unknown = await desk.kit('auth list --identities plat-dv/terraform');
    assert.is(
      unknown.stderr,
      'atmos-kit: There is no identity "plat-dv/terraform" here. Did you mean "plat-dev/terraform"?\n' +
        '  atmos-kit auth list shows all of them; another profile may define more.\n',
    );
    const both = await desk.kit('auth list --providers --identities');
    assert.match(both.stderr, /--providers and --identities cannot be used together/);
    const noKind = await desk.kit('auth list --kind nope');
    assert.is(noKind.exitCode, 1);
    assert.match(noKind.stderr, /--kind is one of aws\/iam-identity-center, aws\/saml, .*, not "nope"\.\n/);
    // A kind that is known, and of which nothing is here, is no mistake.
    assert.is((await desk.kit('auth list --kind assume-root')).exitCode, 0);
  }));

test('signing out says what it does, does it at the portal too, and the second time there is nobody', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    await desk.kit('auth whoami -i plat-dev/terraform');
    const rehearsal = await desk.kit('auth logout --dry-run');
    assert.is(rehearsal.stderr, 'Would sign out of sso and remove the keys of plat-dev/terraform.\n');
    assert.is((await desk.kit('auth whoami')).exitCode, 0);
    assert.is(count(desk, 'Logout'), 0);

    const { exitCode, stdout, stderr } = await desk.kit('auth logout');
    assert.is(exitCode, 0);
    assert.is(stdout, '');
    assert.match(
      stderr,
      /^Signed out of sso\. The keys of one identity were removed\.\nKeys that a running program already holds stay valid until .*: nobody can take those back\.\n$/,
    );
    assert.is(count(desk, 'Logout'), 1);
    assert.is((await desk.kit('auth whoami')).exitCode, 2);
    assert.is((await desk.kit('auth whoami -i plat-dev/terraform')).exitCode, 2);
    assert.is((await desk.kit('auth logout')).stderr, 'Nobody was signed in at sso.\n');
    assert.is((await desk.kit('auth logout --dry-run')).stderr, 'Nobody is signed in at sso.\n');
    assert.is(count(desk, 'Logout'), 1);
  }));

test("one identity's keys are forgotten, and the sign-in stays", () =>
  withDesk(async (desk) => {
    await desk.signIn();
    await desk.kit('auth whoami -i plat-dev/terraform');
    const would = await desk.kit('auth logout plat-dev/terraform --dry-run');
    assert.is(would.stderr, 'Would remove the keys of plat-dev/terraform.\n');
    assert.match((await desk.kit('auth logout plat-dev/terraform')).stderr, 'were removed');
    assert.is(
      (await desk.kit('auth logout plat-dev/terraform')).stderr,
      'No keys of plat-dev/terraform are here.\n',
    );
    assert.is((await desk.kit('auth whoami')).exitCode, 0);
  }));

test.run();
