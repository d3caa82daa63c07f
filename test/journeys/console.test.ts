import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findChromium, sees, withPage } from '../emulator/pages/browser.ts';
import { type Desk, type DeskOptions, withDesk } from './desk.ts';
import { browserOf } from './opened-browser.ts';

const identity = '--identity plat-dev/terraform';

function signedIn(user: string, work: (desk: Desk) => Promise<void>, options?: DeskOptions): Promise<void> {
  return withDesk(async (desk) => {
    assert.is((await desk.signIn(user)).exitCode, 0);
    await work(desk);
  }, options);
}

const devops = { profile: 'devops,local' };

/** What the console's page says of this. */
async function fact(page: Page, name: string): Promise<string> {
  return (await page.locator(`dt:text-is("${name}") + dd`).textContent()) ?? '';
}

test('a person sees the console of her role in her browser, and the address that opens it stands nowhere', () =>
  signedIn('dana', async (desk) => {
    await withPage(desk.emulator.origin, async (page) => {
      const browser = browserOf(desk);
      const opening = desk.begin(`auth console ${identity} --destination s3`, browser);
      const argument = await browser.address();
      assert.match(argument, /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}$/);
      await page.goto(argument);
      await sees(page, 'Console of plat-dev');
      assert.is(await fact(page, 'Permission set'), 'TerraformApplyAccess');
      assert.is(
        await fact(page, 'Destination'),
        'https://us-east-1.console.aws.amazon.com/s3/home?region=us-east-1',
      );
      const { exitCode, stdout, stderr } = await opening.ended;
      assert.is(exitCode, 0, stderr);
      assert.is(stdout, '');
      assert.match(
        stderr,
        /^Opening your browser.*\nThe console of plat-dev\/terraform is open in your browser until .+ \(5\d min left\)\.\n$/,
      );
      assert.not.match(stderr, /SigninToken|http/);
      // The link leads nobody else there.
      assert.is(
        await fetch(argument).then(
          () => 'open',
          () => 'closed',
        ),
        'closed',
      );
    });
  }));

test('--print-only prints the address alone on stdout, and it opens the console', () =>
  signedIn('dana', async (desk) => {
    const { exitCode, stdout, stderr } = await desk.kit(`auth console ${identity} --print-only`);
    assert.is(exitCode, 0, stderr);
    assert.match(stdout, /^http:\/\/127\.0\.0\.1:\d+\/federation\?Action=login&\S+\n$/);
    assert.match(stderr, /^Whoever has this address can open the console as plat-dev\/terraform/);
    assert.not.match(stderr, 'SigninToken');
    assert.is(new URL(stdout).searchParams.get('Issuer'), 'https://acme.awsapps.com/start');
    await withPage(desk.emulator.origin, async (page) => {
      await page.goto(stdout.trim());
      await sees(page, 'Console of plat-dev');
      assert.match(await fact(page, 'Destination'), '/console/home?region=us-east-1');
    });
    assert.is(
      (await desk.kit(`auth console ${identity} --no-open`)).stdout.split('?')[0],
      stdout.split('?')[0],
    );
  }));

test('a duration is asked for where AWS allows it, and clamped to what there is', () =>
  signedIn('dana', async (desk) => {
    for (const [duration, left, note] of [
      ['8h', '7 h 59 min', ''],
      ['20h', '11 h 59 min', 'AWS gives a console session 15 minutes to 12 hours: 12 hours it is.\n'],
      ['1m', '14 min', 'AWS gives a console session 15 minutes to 12 hours: 15 minutes it is.\n'],
    ] as const) {
      const { exitCode, stdout, stderr } = await desk.kit(
        `auth console ${identity} --print-only --duration ${duration}`,
      );
      assert.is(exitCode, 0, stderr);
      assert.ok(stderr.startsWith(note), stderr);
      assert.match(stderr, `(${left} left)`);
      await withPage(desk.emulator.origin, async (page) => {
        await page.goto(stdout.trim());
        assert.match(await fact(page, 'Until'), `(${left} left)`);
      });
    }
    const wrong = await desk.kit(`auth console ${identity} --print-only --duration long`);
    assert.is(wrong.exitCode, 1);
    assert.match(wrong.stderr, '--duration is a time such as 8h or 90m, not "long".');
  }));

test('a configured duration holds for the identities of its provider', () =>
  signedIn('dana', async (desk) => {
    desk.write(
      'profiles/local/console.yaml',
      'auth:\n  providers:\n    sso:\n      console:\n        session_duration: 10h\n',
    );
    assert.match((await desk.kit(`auth console ${identity} --print-only`)).stderr, /\(9 h 5\d min left\)/);
    desk.write(
      'profiles/local/console.yaml',
      'auth:\n  providers:\n    sso:\n      console:\n        session_duration: ten hours\n',
    );
    const { exitCode, stderr } = await desk.kit(`auth console ${identity} --print-only`);
    assert.is(exitCode, 1);
    assert.match(stderr, /^atmos-kit: profiles\/local\/console\.yaml:5: .* is no duration: ten hours\n/);
  }));

test("a role that another role assumed opens the console for what is left of its keys' hour", () =>
  signedIn(
    'olga',
    async (desk) => {
      const run = await desk.kit('auth console --identity core-root/terraform --print-only --duration 8h');
      assert.is(run.exitCode, 0, run.stderr);
      assert.match(
        run.stderr,
        /^AWS ends the console of a role that another role assumed after an hour, not 8 hours\.\n/,
      );
      assert.match(run.stderr, /\(5\d min left\)/);
      await withPage(desk.emulator.origin, async (page) => {
        await page.goto(run.stdout.trim());
        await sees(page, 'Console of core-root');
      });
      const denied = desk.emulator
        .audit()
        .filter(({ action, outcome }) => action === 'GetSigninToken' && outcome !== 'allowed');
      assert.equal(denied, [], 'AWS was not asked for what it refuses');
    },
    devops,
  ));

test('keys that are about to end are made anew for a console', () =>
  signedIn('dana', async (desk) => {
    await desk.kit(`auth whoami ${identity}`);
    const made = () => desk.emulator.audit().filter(({ action }) => action === 'GetRoleCredentials').length;
    const before = made();
    await desk.kit(`auth console ${identity} --print-only`);
    assert.is(made(), before, 'fresh keys serve');
  }));

test('a browser that cannot be used is a Problem before any key is made, and the address is not printed', () =>
  signedIn('dana', async (desk) => {
    for (const variables of [
      { BROWSER: 'none' },
      { BROWSER: '', CI: 'true' },
      { BROWSER: '', SSH_TTY: '/dev/pts/1' },
    ]) {
      const { exitCode, stdout, stderr } = await desk.kit(`auth console ${identity}`, { variables });
      assert.is(exitCode, 1);
      assert.is(stdout, '');
      assert.match(
        stderr,
        /No browser is used here \(.+\)\.\n {2}atmos-kit auth console --identity plat-dev\/terraform --print-only/,
      );
    }
    assert.not.ok(
      desk.emulator.audit().some(({ action }) => /GetRoleCredentials|GetSigninToken/.test(action ?? '')),
    );
  }));

test('giving up while the browser is waited for ends it with 130', () =>
  signedIn('dana', async (desk) => {
    const browser = browserOf(desk);
    const opening = desk.begin(`auth console ${identity}`, browser);
    const address = await browser.address();
    process.kill(opening.pid, 'SIGINT');
    const { exitCode, stdout } = await opening.ended;
    assert.is(exitCode, 130);
    assert.is(stdout, '');
    assert.is(
      await fetch(address).then(
        () => 'open',
        () => 'closed',
      ),
      'closed',
    );
  }));

test('each identity has a browser of its own with --isolated', async () => {
  const found = findChromium();
  if (found === undefined) {
    console.log('\nSKIPPED chromium is not installed');
    return;
  }
  await signedIn('dana', async (desk) => {
    // Root's Chromium needs telling, and nobody looks at a screen here.
    const program = join(desk.folder, 'chromium');
    const flags =
      '--headless --no-sandbox --disable-gpu --remote-debugging-port=0 --disable-background-networking';
    writeFileSync(program, `#!/bin/sh\necho $$ >> '${desk.folder}/pids'\nexec '${found}' ${flags} "$@"\n`, {
      mode: 0o755,
    });
    const folders = join(desk.home, '.local/share/atmos-kit/browsers');
    try {
      for (const [name, account] of [
        ['plat-dev/terraform', 'plat-dev'],
        ['plat-prod/ReadOnlyAccess', 'plat-prod'],
      ] as const) {
        const run = await desk.kit(`auth console --identity ${name} --isolated`, {
          variables: { BROWSER: program },
        });
        assert.is(run.exitCode, 0, run.stderr);
        const folder = readdirSync(folders).find((one) => one.startsWith(account)) ?? '';
        assert.match(folder, new RegExp(`^${name.toLowerCase().replace('/', '-')}-[0-9a-f]{12}$`));
        assert.is(statSync(join(folders, folder)).mode & 0o777, 0o700);
        const [port] = readFileSync(join(folders, folder, 'DevToolsActivePort'), 'utf8').split('\n');
        const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
        const page = browser.contexts()[0]?.pages()[0] as Page;
        await sees(page, `Console of ${account}`);
        await browser.close();
      }
      assert.is(readdirSync(folders).length, 2);
    } finally {
      for (const pid of readFileSync(join(desk.folder, 'pids'), 'utf8').trim().split('\n'))
        await ended(Number(pid));
    }
  });
});

test('--isolated says so where no browser can do it', () =>
  signedIn('dana', async (desk) => {
    const { exitCode, stderr } = await desk.kit(`auth console ${identity} --isolated`, {
      variables: { BROWSER: 'lynx', PATH: join(desk.folder, 'nothing') },
    });
    assert.is(exitCode, 1);
    assert.match(stderr, 'No browser was found here that can keep a session apart.');
  }));

test('a link of the portal needs no sign-in, no keys and no secret', () =>
  withDesk(async (desk) => {
    const query = 'account_id=222222222202&role_name=TerraformApplyAccess';
    const { exitCode, stdout, stderr } = await desk.kit(`auth console ${identity} --portal --print-only`);
    assert.is(exitCode, 0, stderr);
    assert.is(stderr, '');
    assert.is(stdout, `${desk.emulator.origin}/start/#/console?${query}\n`);
    const browser = browserOf(desk);
    const opened = await desk.kit(`auth console ${identity} --portal -d iam`, browser);
    assert.is(opened.exitCode, 0, opened.stderr);
    assert.is(
      await browser.address(),
      `${desk.emulator.origin}/start/#/console?${query}&destination=${encodeURIComponent('https://console.aws.amazon.com/iam/home')}`,
    );
    assert.match(opened.stderr, await browser.address());
    desk.edit('profiles/local/emulator.yaml', 'endpoint_url', 'unused');
    assert.is(
      (await desk.kit(`auth console ${identity} --portal --print-only`)).stdout,
      `https://acme.awsapps.com/start/#/console?${query}\n`,
    );
  }));

test('the portal shows no role that another role assumes', () =>
  withDesk(async (desk) => {
    const { exitCode, stderr } = await desk.kit(
      'auth console --identity core-root/terraform --portal --print-only',
    );
    assert.is(exitCode, 1);
    assert.match(stderr, 'The access portal shows only permission sets');
  }, devops));

test('whoever is not signed in is told so, and whoever names nothing that there is as well', () =>
  withDesk(async (desk) => {
    const out = await desk.kit(`auth console ${identity} --print-only`);
    assert.is(out.exitCode, 2);
    assert.match(out.stderr, /You are not signed in at sso .*\n {2}atmos-kit auth login/);
    for (const [words, said] of [
      ['--destination lamda', /Did you mean "lambda"\?/],
      ['--destination https://evil.example/', /leads only to its own pages/],
      ['--destination', /needs a service without a terminal: .*athena/],
      ['--identity=off', /The console is opened as somebody/],
      ['--identity=nobody', /There is no identity "nobody"/],
    ] as const) {
      const { exitCode, stdout, stderr } = await desk.kit(`auth console ${identity} --print-only ${words}`);
      assert.is(exitCode, 1, words);
      assert.is(stdout, '');
      assert.match(stderr, said);
    }
  }));

test('on a terminal a service is chosen from a list', () =>
  signedIn('dana', async (desk) => {
    const terminal = desk.onTerminal(`auth console ${identity} --print-only --destination`);
    await terminal.waitFor('Which service?');
    terminal.type('cloudforma');
    await terminal.waitFor('cloudformation');
    terminal.type('\r');
    assert.is(await terminal.ended, 0);
    assert.match(terminal.shown().replace(/\s/g, ''), /cloudformation%2Fhome/);
  }));

async function ended(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGTERM');
    for (let tries = 0; tries < 250; tries += 1) {
      process.kill(pid, 0);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } catch {
    // It is gone.
  }
}

test.run();
