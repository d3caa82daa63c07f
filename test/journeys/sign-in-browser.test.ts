import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { approve, deny, sees, signIn, textOf, withPage } from '../emulator/pages/browser.ts';
import { acme } from '../emulator/running.ts';
import { type Desk, withDesk } from './desk.ts';
import { browserOf } from './opened-browser.ts';

async function nothingStored(desk: Desk): Promise<void> {
  assert.is((await desk.kit('auth whoami')).exitCode, 2);
  assert.is((await desk.kit('auth logout')).stderr, 'Nobody was signed in at sso.\n');
}

test('a person signs in in her browser, approves, and is signed in', () =>
  withDesk(async (desk) => {
    await withPage(desk.emulator.origin, async (page) => {
      const browser = browserOf(desk);
      const login = desk.begin('auth login', browser);
      await page.goto(await browser.address());
      assert.match(login.said(), /Opening your browser/);
      assert.match(login.said(), await browser.address());
      await signIn(page, 'dana', 'local-dana');
      await approve(page);
      await sees(page, 'You are signed in');
      assert.match(await textOf(page.locator('main')), 'You can close this tab.');
      const { exitCode, stdout, stderr } = await login.ended;
      assert.is(exitCode, 0, stderr);
      assert.is(stdout, '');
      assert.match(
        stderr,
        /Signed in at sso \(https:\/\/acme\.awsapps\.com\/start\)\.\nThis lasts until .+ left/,
      );
      const who = await desk.kit('auth whoami');
      assert.is(who.exitCode, 0);
      assert.match(who.stdout, `Signed in  sso (https://acme.awsapps.com/start at ${desk.emulator.origin})`);
    });
  }));

test('the tokens stand in no address, on no screen and in no file as they are', () =>
  withDesk(async (desk) => {
    await withPage(desk.emulator.origin, async (page) => {
      const browser = browserOf(desk);
      const login = desk.begin('auth login', browser);
      await page.goto(await browser.address());
      await signIn(page, 'dana', 'local-dana');
      await approve(page);
      await sees(page, 'You are signed in');
      const code = new URL(page.url()).searchParams.get('code') ?? '';
      assert.ok(code.length > 10);
      const { stderr } = await login.ended;
      assert.not.ok(stderr.includes(code));
      assert.not.match(stderr, /verifier|accessToken|local-dana/);
      // The answer's address is used up: opening it again gets nothing.
      const again = await page.reload().catch(() => undefined);
      assert.is(again?.ok() ?? false, false);
    });
  }));

test('denying in the browser ends the sign-in, and nothing is stored', () =>
  withDesk(async (desk) => {
    await withPage(desk.emulator.origin, async (page) => {
      const browser = browserOf(desk);
      const login = desk.begin('auth login', browser);
      await page.goto(await browser.address());
      await signIn(page, 'dana', 'local-dana');
      await deny(page);
      await sees(page, 'You are not signed in');
      const { exitCode, stderr } = await login.ended;
      assert.is(exitCode, 1);
      assert.match(stderr, /atmos-kit: The sign-in was denied in the browser\.\n {2}atmos-kit auth login\n$/);
      await nothingStored(desk);
    });
  }));

test('a wrong password is said on the page, and the right one goes on', () =>
  withDesk(async (desk) => {
    await withPage(desk.emulator.origin, async (page) => {
      const browser = browserOf(desk);
      const login = desk.begin('auth login', browser);
      await page.goto(await browser.address());
      await signIn(page, 'dana', 'not-hers');
      await page.getByRole('alert').waitFor();
      await signIn(page, 'dana', 'local-dana');
      await approve(page);
      await sees(page, 'You are signed in');
      assert.is((await login.ended).exitCode, 0);
    });
  }));

test('a code is typed by hand, in lower case and without its dash', () =>
  withDesk(async (desk) => {
    await withPage(desk.emulator.origin, async (page) => {
      const login = desk.begin('auth login --device');
      const [, code = ''] = await login.hears(/check that it shows the code ([A-Z]{4}-[A-Z]{4}):/);
      await page.goto('/device');
      await page.getByLabel('Code').fill(code.toLowerCase().replace('-', ''));
      await page.getByRole('button', { name: 'Continue' }).click();
      await signIn(page, 'dana', 'local-dana');
      await sees(page, 'Is this the code in your terminal?');
      assert.is(await textOf(page.locator('.code')), code);
      await approve(page);
      await sees(page, 'Approved');
      const { exitCode, stderr } = await login.ended;
      assert.is(exitCode, 0);
      assert.match(stderr, /Approved in the browser\.\nSigned in at sso/);
    });
  }));

test('a wrong code is refused on the page, and the terminal goes on waiting for the right one', () =>
  withDesk(async (desk) => {
    await withPage(desk.emulator.origin, async (page) => {
      const login = desk.begin('auth login --device');
      const [url] = await login.hears(/(?<=\s)http:\S+user_code=\S+(?=\s)/);
      await page.goto('/device');
      await page.getByLabel('Code').fill('AAAA-AAAA');
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('alert').waitFor();
      await page.goto(url);
      await signIn(page, 'dana', 'local-dana');
      await approve(page);
      await sees(page, 'Approved');
      assert.is((await login.ended).exitCode, 0);
    });
  }));

test('denying a code ends the sign-in', () =>
  withDesk(async (desk) => {
    await withPage(desk.emulator.origin, async (page) => {
      const login = desk.begin('auth login --device');
      const [url] = await login.hears(/(?<=\s)http:\S+user_code=\S+(?=\s)/);
      await page.goto(url);
      await signIn(page, 'dana', 'local-dana');
      await deny(page);
      await sees(page, 'Denied');
      const { exitCode, stderr } = await login.ended;
      assert.is(exitCode, 1);
      assert.match(stderr, /atmos-kit: The sign-in was denied in the browser\.\n {2}atmos-kit auth login\n$/);
      await nothingStored(desk);
    });
  }));

test('a code that nobody confirms expires: the terminal says so, and so does the page', () =>
  withDesk(
    async (desk) => {
      await withPage(desk.emulator.origin, async (page) => {
        const login = desk.begin('auth login --device');
        const [url] = await login.hears(/(?<=\s)http:\S+user_code=\S+(?=\s)/);
        const { exitCode, stderr } = await login.ended;
        assert.is(exitCode, 1);
        assert.match(
          stderr,
          /atmos-kit: The code [A-Z-]{9} has expired; nobody approved it in time\.\n {2}atmos-kit auth login starts again\.\n$/,
        );
        await page.goto(url);
        await sees(page, 'This code has expired');
        await nothingStored(desk);
      });
    },
    { seed: { ...acme, lifetimes: { ...acme.lifetimes, deviceCode: 3000 } } },
  ));

test.run();
