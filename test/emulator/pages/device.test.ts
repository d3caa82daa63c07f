import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { approve, deny, sees, signIn, textOf, withPage } from './browser.ts';
import { startProgram, withEmulator } from './instance.ts';
import { headingOf, hiddenFields, signedIn } from './scripted-person.ts';

test('a code typed in lower case and without its dash is approved after signing in', () =>
  withEmulator(async (emulator) => {
    const program = await startProgram(emulator);
    const { userCode, deviceCode } = await program.startDevice();
    await withPage(emulator.origin, async (page) => {
      await page.goto('/device');
      await page.getByLabel('Code').fill(userCode.toLowerCase().replace('-', ''));
      await page.getByRole('button', { name: 'Continue' }).click();
      await signIn(page, 'dana', 'local-dana');
      await sees(page, 'Is this the code in your terminal?');
      assert.is(await textOf(page.locator('.code')), userCode);
      const text = await textOf(page.locator('main'));
      for (const part of ['atmos-kit', 'sso:account:access', 'dana@acme.example']) assert.match(text, part);
      assert.is(await program.token({ deviceCode }), 'AuthorizationPendingException');
      await approve(page);
      await sees(page, 'Approved');
      assert.match(await textOf(page.locator('main')), 'You can close this tab');
      assert.is(await program.token({ deviceCode }), 'tokens');
      assert.ok(emulator.audit('sso-oidc').includes('ApproveDevice allowed dana'));
    });
  }));

test('the complete address leads to the same question, and denying it ends the sign-in', () =>
  withEmulator(async (emulator) => {
    const program = await startProgram(emulator);
    const { userCode, deviceCode, complete } = await program.startDevice();
    await withPage(emulator.origin, async (page) => {
      await page.goto(complete);
      await signIn(page, 'Dana@acme.example', 'local-dana');
      assert.is(await textOf(page.locator('.code')), userCode);
      await deny(page);
      await sees(page, 'Denied');
      assert.is(await program.token({ deviceCode }), 'AccessDeniedException');
      assert.ok(emulator.audit('sso-oidc').includes('ApproveDevice denied dana'));
    });
  }));

test('a keyboard is enough: code, sign-in and approval with Tab and Enter', () =>
  withEmulator(async (emulator) => {
    const program = await startProgram(emulator);
    const { userCode, deviceCode } = await program.startDevice();
    await withPage(emulator.origin, async (page) => {
      const keys = page.keyboard;
      await page.goto('/device');
      await page.locator('#user_code:focus').waitFor();
      await keys.type(userCode);
      await keys.press('Enter');
      await page.locator('#user:focus').waitFor();
      await keys.type('dana');
      await keys.press('Tab');
      await keys.type('local-dana');
      await keys.press('Enter');
      await sees(page, 'Is this the code in your terminal?');
      await keys.press('Tab');
      await keys.press('Enter');
      await sees(page, 'Approved');
      assert.is(await program.token({ deviceCode }), 'tokens');
    });
  }));

test('a wrong code is said so beside the field, which keeps what was typed', () =>
  withEmulator(async ({ origin }) => {
    await withPage(origin, async (page) => {
      await page.goto('/device');
      await page.getByLabel('Code').fill('aaaa-aaaa');
      await page.getByRole('button', { name: 'Continue' }).click();
      assert.match(await textOf(page.getByRole('alert')), 'no such code');
      const field = page.getByLabel('Code');
      assert.is(await field.inputValue(), 'aaaa-aaaa');
      assert.is(await field.getAttribute('aria-invalid'), 'true');
      assert.match(await page.title(), /^Error: /);
    });
  }));

test('an expired code says what to do, and leads back to the form', () =>
  withEmulator(async (emulator) => {
    const program = await startProgram(emulator);
    const { complete } = await program.startDevice();
    emulator.pass(11 * 60_000);
    await withPage(emulator.origin, async (page) => {
      await page.goto(complete);
      await sees(page, 'This code has expired');
      assert.match(await textOf(page.getByRole('alert')), 'Start the sign-in in your terminal again');
      await page.getByRole('link', { name: 'Enter another code' }).click();
      await sees(page, 'Enter the code from your terminal');
    });
  }));

test('a code that expires while the question is open cannot be approved', () =>
  withEmulator(async (emulator) => {
    const { complete } = await (await startProgram(emulator)).startDevice();
    const dana = await signedIn(emulator.origin);
    const question = await dana.open(complete);
    emulator.pass(11 * 60_000);
    const answer = await dana.submit(question, { decision: 'approve' });
    assert.is(answer.status, 410);
    assert.is(headingOf(answer), 'This code has expired');
  }));

test('a second decision about a code is refused, and the first one stands', () =>
  withEmulator(async (emulator) => {
    const program = await startProgram(emulator);
    const { deviceCode, complete } = await program.startDevice();
    const dana = await signedIn(emulator.origin);
    const question = await dana.open(complete);
    assert.is(headingOf(await dana.submit(question, { decision: 'deny' })), 'Denied');
    const second = await dana.submit(question, { decision: 'approve' });
    assert.is(second.status, 409);
    assert.is(headingOf(second), 'This code has been used');
    assert.match(second.body, 'denied it already');
    assert.is(headingOf(await dana.open(complete)), 'This code has been used');
    assert.is(await program.token({ deviceCode }), 'AccessDeniedException');
  }));

const forgeries: [string, (fields: Record<string, string>) => Record<string, string>][] = [
  ['no token', ({ csrf: _, ...fields }) => fields],
  ['a made-up token', (fields) => ({ ...fields, csrf: 'x'.repeat(43) })],
  ['no decision', ({ decision: _, ...fields }) => fields],
  ['an unknown decision', (fields) => ({ ...fields, decision: 'constructor' })],
];
for (const [what, forge] of forgeries) {
  test(`a form with ${what} decides nothing`, () =>
    withEmulator(async (emulator) => {
      const program = await startProgram(emulator);
      const { deviceCode, complete } = await program.startDevice();
      const dana = await signedIn(emulator.origin);
      const { body } = await dana.open(complete);
      const answer = await dana.post('/device', forge({ ...hiddenFields(body), decision: 'approve' }));
      assert.is(answer.status, 403);
      assert.is(headingOf(answer), 'This form is out of date');
      assert.is(await program.token({ deviceCode }), 'AuthorizationPendingException');
    }));
}

test('the token of one code is worth nothing for another code, and nothing in another browser', () =>
  withEmulator(async (emulator) => {
    const program = await startProgram(emulator);
    const [one, other] = [await program.startDevice(), await program.startDevice()];
    const [dana, olga] = [await signedIn(emulator.origin), await signedIn(emulator.origin, 'olga')];
    const fields = hiddenFields((await dana.open(one.complete)).body);
    const swapped = { ...fields, user_code: other.userCode, decision: 'approve' };
    assert.is((await dana.post('/device', swapped)).status, 403);
    assert.is((await olga.post('/device', { ...fields, decision: 'approve' })).status, 403);
    assert.is(await program.token(one), 'AuthorizationPendingException');
    assert.is(await program.token(other), 'AuthorizationPendingException');
  }));

test('the name of a program cannot add anything to the page', () =>
  withEmulator(async (emulator) => {
    const program = await startProgram(emulator, '<b id=x>"\'&');
    const dana = await signedIn(emulator.origin);
    const { body } = await dana.open((await program.startDevice()).complete);
    assert.not.match(body, '<b id=x>');
    assert.match(body, '&lt;b id=x&gt;&quot;&#39;&amp;');
  }));

test.run();
