import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sees, signIn, textOf, withPage } from './browser.ts';
import { withEmulator } from './instance.ts';
import { headingOf, hiddenFields, ScriptedPerson, signedIn } from './scripted-person.ts';

test('whoever opens the start page signs in and sees her accounts and roles', () =>
  withEmulator(async (emulator) => {
    await withPage(emulator.origin, async (page) => {
      await page.goto('/');
      await sees(page, 'Sign in');
      await signIn(page, 'dana', 'local-dana');
      await sees(page, 'Accounts of Dana Developer');
      assert.match(page.url(), /\/start$/);
      assert.is(await page.locator('.accounts > li').count(), 10);
      const roles = await page.getByLabel('Roles in plat-prod').getByRole('listitem').allTextContents();
      assert.equal(roles, ['ReadOnlyAccess', 'TerraformPlanAccess']);
      assert.equal(emulator.audit('signin'), ['SignIn allowed dana']);
    });
  }));

test('a wrong password and an unknown person get the same answer, and the name is kept', () =>
  withEmulator(async (emulator) => {
    await withPage(emulator.origin, async (page) => {
      const answers = [];
      for (const user of ['dana', 'nobody']) {
        await page.goto('/sign-in?next=/device');
        await signIn(page, user, 'local-wrong');
        answers.push(await textOf(page.getByRole('alert')));
        assert.is(await page.getByLabel('User name or e-mail').inputValue(), user);
        assert.is(await page.getByLabel('Password').inputValue(), '');
        await page.locator('#password:focus').waitFor();
      }
      assert.equal(answers, Array(2).fill('User name or password is not right. Try again.'));
      await signIn(page, 'dana', 'local-dana');
      // The way back survives a wrong password.
      await page.waitForURL('**/device');
      assert.equal(emulator.audit('signin'), [
        'SignIn denied dana',
        'SignIn denied -',
        'SignIn allowed dana',
      ]);
    });
  }));

test('signing out asks first, and lets another person go on at the same place', () =>
  withEmulator(async ({ origin, audit }) => {
    await withPage(origin, async (page) => {
      await page.goto('/device');
      await page.goto('/sign-in?next=/device');
      await signIn(page, 'dana', 'local-dana');
      await page.getByRole('link', { name: 'Sign out' }).click();
      await sees(page, 'Sign out Dana Developer?');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await signIn(page, 'nick', 'local-nick');
      await sees(page, 'Enter the code from your terminal');
      await page.goto('/start');
      assert.match(await textOf(page.locator('main')), 'Nothing is assigned to you');
      assert.equal(audit('signin'), ['SignIn allowed dana', 'SignOut allowed dana', 'SignIn allowed nick']);
    });
  }));

test('the cookie is the instance’s own, out of reach of scripts, and new after signing in', () =>
  withEmulator(async ({ origin }) => {
    await withPage(origin, async (page) => {
      await page.goto('/sign-in');
      const [before] = await page.context().cookies();
      await signIn(page, 'dana', 'local-dana');
      await sees(page, 'Accounts of Dana Developer');
      const cookies = await page.context().cookies();
      assert.is(cookies.length, 1);
      const [cookie] = cookies;
      assert.is(cookie?.name, `local-emulator-browser-${new URL(origin).port}`);
      assert.is(cookie?.httpOnly, true);
      assert.is(cookie?.sameSite, 'Lax');
      assert.is(cookie?.path, '/');
      assert.is.not(cookie?.value, before?.value);
    });
  }));

test('a browser that was signed out cannot use its old cookie', () =>
  withEmulator(async ({ origin }) => {
    const dana = await signedIn(origin);
    const stolen = dana.copy();
    assert.is(headingOf(await stolen.open('/start')), 'Accounts of Dana Developer');
    await dana.submit(await dana.open('/sign-out'), {});
    assert.is(headingOf(await stolen.open('/start')), 'Sign in');
  }));

test('a sign-in of a browser ends with the portal session', () =>
  withEmulator(async ({ origin, pass }) => {
    const dana = await signedIn(origin);
    pass(8 * 3_600_000 - 60_000);
    assert.is(headingOf(await dana.open('/start')), 'Accounts of Dana Developer');
    pass(60_000);
    assert.is(headingOf(await dana.open('/start')), 'Sign in');
  }));

test('a sign-in form that this browser was not given signs nobody in', () =>
  withEmulator(async ({ origin }) => {
    const person = new ScriptedPerson(origin);
    const { body } = await person.open('/sign-in');
    const fields = { ...hiddenFields(body), user: 'dana', password: 'local-dana' };
    const answer = await new ScriptedPerson(origin).post('/sign-in', fields);
    assert.is(answer.status, 403);
    assert.is(headingOf(answer), 'This form is out of date');
    assert.is(headingOf(await person.open('/start')), 'Sign in');
  }));

const foreign: [string, Record<string, string>][] = [
  ['another site', { origin: 'https://other.example', 'sec-fetch-site': 'cross-site' }],
  ['another port of this machine', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
  ['a page that hides its origin', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
];
for (const [what, headers] of foreign) {
  test(`a form sent by ${what} is refused even with the right token`, () =>
    withEmulator(async ({ origin }) => {
      const person = new ScriptedPerson(origin);
      const { body } = await person.open('/sign-in');
      const fields = { ...hiddenFields(body), user: 'dana', password: 'local-dana' };
      assert.is((await person.post('/sign-in', fields, headers)).status, 403);
      assert.is(headingOf(await person.open('/start')), 'Sign in');
    }));
}

const pages: [path: string, status: number][] = [
  ['/', 200],
  ['/sign-in', 200],
  ['/device', 200],
  ['/device?user_code=x', 404],
  ['/authorize', 400],
  ['/authorize?request=x', 404],
  ['/console', 401],
  ['/federation', 400],
];
/** Pages at which a link of the portal may arrive run the one script that follows it. */
const followLinks = ['/', '/sign-in'];
test('every page says that it is local, and tells the browser to keep and send nothing, and to run nothing else', () =>
  withEmulator(async ({ origin }) => {
    for (const [path, status] of pages) {
      const reply = await new ScriptedPerson(origin).open(path);
      assert.is(reply.status, status, path);
      assert.match(reply.body, 'Local emulator — not AWS', path);
      assert.match(reply.headers.get('content-type') ?? '', 'text/html', path);
      assert.is(reply.headers.get('cache-control'), 'no-store', path);
      assert.is(reply.headers.get('referrer-policy'), 'no-referrer', path);
      assert.is(reply.headers.get('x-content-type-options'), 'nosniff', path);
      assert.is(reply.headers.get('x-frame-options'), 'DENY', path);
      assert.is(reply.headers.get('access-control-allow-origin'), null, path);
      const policy = reply.headers.get('content-security-policy') ?? '';
      const scripts = followLinks.includes(path) ? "script-src 'sha256-[^']+'; " : '';
      const expected = `^default-src 'none'; ${scripts}style-src 'sha256-[^']+'; form-action 'self'; `;
      assert.match(policy, new RegExp(expected), path);
    }
  }));

test('pages are styled under their own policy, and nothing is wider than a phone', () =>
  withEmulator(async ({ origin }) => {
    await withPage(origin, async (page) => {
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      await page.setViewportSize({ width: 320, height: 640 });
      await page.goto('/sign-in');
      await signIn(page, 'dana', 'local-dana');
      await sees(page, 'Accounts of Dana Developer');
      for (const path of ['/start', '/device', '/sign-out']) {
        await page.goto(path);
        assert.is(await page.evaluate('document.documentElement.scrollWidth'), 320, path);
        const weight = "getComputedStyle(document.querySelector('.mark')).fontWeight";
        assert.is(await page.evaluate(weight), '700', path);
      }
      assert.equal(complaints, []);
    });
  }));

test.run();
