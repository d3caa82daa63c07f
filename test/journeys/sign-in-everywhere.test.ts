/** `auth login --all`, and what a sign-in would do. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { approve } from '../../scripts/demo/scripted-person.ts';
import { type Begun, type Desk, withDesk } from './desk.ts';

const dana = { user: 'dana', password: 'local-dana' };
const address = /(?<=\s)http:\S+user_code=\S+(?=\s)/g;

/** Adds two providers before sso: one whose endpoint nobody answers at, and one more portal of the emulator. */
function addProviders(desk: Desk): void {
  desk.write(
    'profiles/local/more.yaml',
    [
      'auth:',
      '  providers:',
      '    away:',
      '      kind: aws/iam-identity-center',
      '      start_url: https://away.awsapps.com/start',
      '      region: us-east-1',
      '      spec: { endpoint_url: http://127.0.0.1:1 }',
      '    second:',
      '      kind: aws/iam-identity-center',
      '      start_url: https://acme.awsapps.com/start',
      '      region: us-west-2',
      `      spec: { endpoint_url: ${desk.emulator.origin} }`,
      '    broken: { kind: aws/iam-identity-center, region: us-east-1 }',
      '',
    ].join('\n'),
  );
}

/** Approves every code that a login shows, as they come. */
async function approveAll(login: Begun, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await login.hears(new RegExp(`(${address.source}[^]*){${index + 1}}`));
    await approve(login.said().match(address)?.at(index) as string, dana);
  }
}

test('every provider has its turn; one that fails keeps nobody from the next, and it is summed up', () =>
  withDesk(async (desk) => {
    addProviders(desk);
    const login = desk.begin('auth login --all --device');
    await approveAll(login, 2);
    const { exitCode, stdout, stderr } = await login.ended;
    assert.is(exitCode, 1);
    assert.is(stdout, '');
    assert.match(stderr, /\naway: Warning: .*127\.0\.0\.1:1/);
    assert.match(
      stderr,
      /\nbroken: Warning: profiles\/local\/more\.yaml:\d+: The provider "broken" has no start_url/,
    );
    assert.match(stderr, /\nSigned in at second \(/);
    assert.match(stderr, /\nSigned in at sso \(/);
    assert.ok(
      stderr.endsWith(
        'atmos-kit: Signed in at 2 of 4 providers, and not at away, broken.\n  atmos-kit auth login --provider away\n',
      ),
      stderr,
    );
  }));

test('where all is well, that is said, and there is nothing to do the second time', () =>
  withDesk(async (desk) => {
    const login = desk.begin('auth login --all --device');
    await approveAll(login, 1);
    assert.match((await login.ended).stderr, /\nYou are signed in at every provider: sso\.\n$/);
    const again = await desk.kit('auth login --all');
    assert.is(again.exitCode, 0);
    assert.match(again.stderr, /^You are already signed in at sso /);
  }));

test('Ctrl-C during one ends it all', () =>
  withDesk(async (desk) => {
    addProviders(desk);
    const login = desk.begin('auth login --all --device');
    await login.hears(address);
    process.kill(login.pid, 'SIGINT');
    const { exitCode, stderr } = await login.ended;
    assert.is(exitCode, 130);
    assert.is(stderr.match(address)?.length, 1);
  }));

test('--all names every provider, so no other name goes with it', () =>
  withDesk(async (desk) => {
    for (const words of ['--provider sso', '-i plat-dev/terraform']) {
      const { exitCode, stderr } = await desk.kit(`auth login --all ${words}`);
      assert.is(exitCode, 1);
      assert.match(stderr, /--all stands for every provider: leave --provider and --identity out/);
    }
  }));

test('a dry run says where and how, and does nothing', () =>
  withDesk(async (desk) => {
    const would = async (words: string, variables = {}) => {
      const { exitCode, stdout, stderr } = await desk.kit(`auth login --dry-run${words}`, { variables });
      assert.is(exitCode, 0, stderr);
      assert.is(stdout, '');
      return stderr;
    };
    const where = 'Would sign in at sso (https://acme.awsapps.com/start)';
    const noBrowser = 'because no browser is used here';
    assert.is(await would(''), `${where} with a code, ${noBrowser} (BROWSER=none).\n`);
    assert.is(
      await would(' --all --device'),
      `${where} with a code, ${noBrowser} (asked for with --device).\n`,
    );
    assert.is(await would('', { BROWSER: 'true' }), `${where} in your browser.\n`);
    await desk.signIn();
    assert.match(
      await would(' --all'),
      /^Nothing to do at sso: you are signed in there \(5\d min left\)\.\n$/,
    );
    assert.is(await would(' --force', { BROWSER: 'true' }), `${where} in your browser.\n`);
  }));

test.run();
