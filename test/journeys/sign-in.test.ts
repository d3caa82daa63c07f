import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { copyProject, type Desk, more, withDesk } from './desk.ts';

const roleKeysMade = (desk: Desk) =>
  desk.emulator.audit().filter(({ action }) => action === 'GetRoleCredentials').length;

/** Waits for the way of signing in, then gives up; everything that was said. */
async function wayOf(desk: Desk, variables: Readonly<Record<string, string | undefined>>): Promise<string> {
  const login = desk.begin('auth login', { variables });
  await login.hears(/Waiting for you in the browser \(/);
  process.kill(login.pid, 'SIGINT');
  const { exitCode, stderr } = await login.ended;
  assert.is(exitCode, 130);
  return stderr;
}

for (const [why, variables] of [
  ['over SSH', { BROWSER: 'true', SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }],
  ['no display', { BROWSER: undefined }],
  ['BROWSER=none', { BROWSER: 'none' }],
] as const)
  test(`${why}: a code instead of a browser, by itself`, () =>
    withDesk(async (desk) => {
      const said = await wayOf(desk, variables);
      assert.ok(said.startsWith(`Signing in with a code, because no browser is used here (${why}).\n`), said);
      assert.match(said, /\n {2}http:\S+\/device\?user_code=[A-Z]{4}-[A-Z]{4}\n/);
      assert.is((await desk.kit('auth whoami')).exitCode, 2);
    }));

test('a browser that does not start is no fault: the address is there', () =>
  withDesk(async (desk) => {
    assert.match(
      await wayOf(desk, { BROWSER: '/nowhere/browser' }),
      /\nIf none opens, follow this address:\n\n {2}http:\S+\/authorize\?\S+\n\n/,
    );
  }));

test('in CI nobody is waited for', () =>
  withDesk(async (desk) => {
    for (const variables of [{ CI: 'true' }, { GITHUB_ACTIONS: 'true', BROWSER: 'true' }])
      for (const words of ['auth login', 'login', 'auth login --force -i plat-dev/terraform']) {
        const { exitCode, stdout, stderr } = await desk.kit(words, { variables });
        assert.is(
          stderr,
          'atmos-kit: You are not signed in at sso (https://acme.awsapps.com/start), and in CI nobody is there to do it in a browser.\n' +
            '  atmos-kit auth login --device shows a code that somebody can enter in a browser elsewhere.\n' +
            more('login-required'),
        );
        assert.is(stdout, '');
        assert.is(exitCode, 2);
      }
    const device = await desk.signIn('dana', { variables: { CI: 'true' } });
    assert.is(device.exitCode, 0, device.stderr);
    // What is there already is found.
    assert.is((await desk.kit('auth login', { variables: { CI: 'true' } })).exitCode, 0);
  }));

test('whoever is signed in is told so, and --force asks again', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    assert.match((await desk.kit('auth login')).stderr, /^You are already signed in at sso /);
    const again = desk.begin('auth login --device --force');
    await again.hears(/check that it shows the code/);
    process.kill(again.pid, 'SIGINT');
    assert.is((await again.ended).exitCode, 130);
    // Giving up does not cost the sign-in that was there.
    assert.is((await desk.kit('auth whoami')).exitCode, 0);
  }));

test('login signs in and says who that is', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    const { exitCode, stdout } = await desk.kit('login');
    assert.is(exitCode, 0);
    assert.match(stdout, /^Signed in {2}sso /);
  }));

test('two checkouts of a project share everything; another realm shares only the sign-in', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    await desk.kit('auth whoami -i plat-dev/terraform');
    assert.is(roleKeysMade(desk), 1);
    const second = { cwd: copyProject(join(desk.folder, 'second')) };
    assert.is((await desk.kit('auth whoami -i plat-dev/terraform', second)).exitCode, 0);
    assert.is(roleKeysMade(desk), 1);
    desk.edit('atmos.yaml', 'realm: acme', 'realm: other');
    assert.is((await desk.kit('auth whoami')).exitCode, 0);
    const { identities } = JSON.parse((await desk.kit('auth list -f json')).stdout);
    assert.is(identities['plat-dev/terraform'].active, false);
    assert.is((await desk.kit('auth whoami -i plat-dev/terraform')).exitCode, 0);
    assert.is(roleKeysMade(desk), 2);
  }));

test('sessions of the emulator and real ones never meet', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    await desk.kit('auth whoami -i plat-dev/terraform');
    const real = { variables: { ATMOS_PROFILE: 'developers' } };
    for (const words of ['auth whoami', 'auth whoami -i plat-dev/terraform'])
      assert.is((await desk.kit(words, real)).exitCode, 2);
    assert.is((await desk.kit('auth logout', real)).stderr, 'Nobody was signed in at sso.\n');
    const { providers, identities } = JSON.parse((await desk.kit('auth list -f json', real)).stdout);
    assert.is(providers.sso.active, false);
    assert.is(identities['plat-dev/terraform'].active, false);
    assert.is((await desk.kit('auth whoami')).exitCode, 0);
    // Another emulator is another portal.
    const elsewhere = { variables: { ATMOS_KIT_ENDPOINT: 'http://127.0.0.1:1' } };
    assert.is((await desk.kit('auth whoami', elsewhere)).exitCode, 2);
  }));

test('profiles are chosen by variable or flag, with blanks or without, from any folder of the project', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    const list = async (words: string, variables = {}, cwd = desk.project) => {
      const { stdout, stderr } = await desk.kit(words, { variables, cwd });
      assert.is(stderr, '');
      return JSON.parse(stdout) as { profiles: string[]; identities: Record<string, { role: string }> };
    };
    assert.equal((await list('auth list -f json', { ATMOS_PROFILE: 'developers , local' })).profiles, [
      'developers',
      'local',
    ]);
    const managers = await list('auth list -f json --profile managers,local');
    assert.equal(managers.profiles, ['managers', 'local']);
    assert.is(managers.identities['plat-dev/terraform']?.role, 'TerraformStateAccess');
    const deep = join(desk.project, 'components/terraform/vpc');
    assert.equal(await list('auth list -f json', {}, deep), await list('auth list -f json'));
    assert.is((await desk.kit('auth whoami', { cwd: deep })).exitCode, 0);
  }));

test('an unknown profile is told with those that there are', () =>
  withDesk(async (desk) => {
    for (const words of ['auth whoami', 'auth login', 'auth list', 'identity vpc -s plat-ue1-dev']) {
      const { exitCode, stdout, stderr } = await desk.kit(words, {
        variables: { ATMOS_PROFILE: 'developres,local' },
      });
      assert.is(
        stderr,
        'atmos-kit: There is no profile "developres". The profiles here are developers, devops, local, managers.\n' +
          '  Type: export ATMOS_PROFILE=developers\n',
      );
      assert.is(stdout, '');
      assert.is(exitCode, 2);
    }
  }));

test('a home with blanks, quotes and letters of other scripts is a home', () =>
  withDesk(
    async (desk) => {
      assert.is((await desk.signIn()).exitCode, 0);
      for (const words of ['auth whoami', 'auth whoami -i plat-dev/terraform', 'auth list', 'auth logout'])
        assert.is((await desk.kit(words)).exitCode, 0);
    },
    { name: `Dana's "desk" ünï 机 $HOME` },
  ));

test('a folder without a project is told as that', () =>
  withDesk(async (desk) => {
    const cwd = join(desk.folder, 'elsewhere');
    mkdirSync(cwd);
    for (const [words, variables, code, message] of [
      [
        'auth login',
        {},
        2,
        `There is no profile "developers": no atmos.yaml was found in ${cwd} or above it.`,
      ],
      ...['auth login', 'auth whoami', 'auth list', 'auth logout'].map(
        (verb) =>
          [
            verb,
            { ATMOS_PROFILE: undefined },
            1,
            `No atmos.yaml was found in ${cwd} or above it, so there is nowhere to sign in.`,
          ] as const,
      ),
    ] as const) {
      const { exitCode, stdout, stderr } = await desk.kit(words, { cwd, variables });
      assert.is(stderr, `atmos-kit: ${message}\n  cd into your Atmos project.\n`);
      assert.is(stdout, '');
      assert.is(exitCode, code);
    }
    rmSync(cwd, { recursive: true });
  }));

test.run();
