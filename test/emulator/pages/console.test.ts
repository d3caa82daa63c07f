import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Context } from '../../../emulator/context.ts';
import { Directory } from '../../../emulator/directory/directory.ts';
import { permissionSetRoleName } from '../../../emulator/directory/role-name.ts';
import { ApiServer } from '../../../emulator/eks/api-server.ts';
import { readSeed } from '../../../emulator/seed/read-seed.ts';
import { filesOf } from '../../../emulator/state/folder.ts';
import { makeKey } from '../../../emulator/state/key.ts';
import { Sessions } from '../../../emulator/state/sessions.ts';
import { makeKeys, permissionSetSession } from '../../../emulator/sts/session-keys.ts';
import { sees, signIn, textOf, withPage } from './browser.ts';
import { type Instance, seed, withEmulator } from './instance.ts';
import { headingOf, ScriptedPerson } from './scripted-person.ts';

const destination = 'https://us-east-1.console.aws.amazon.com/s3/home?region=us-east-1';

test('role keys open the console, which says whose account and rights it shows', () =>
  withEmulator(async (emulator) => {
    const token = await signinToken(emulator, { Session: session(emulator) });
    await withPage(emulator.origin, async (page) => {
      await page.goto(loginPath(token));
      assert.match(page.url(), /\/console$/, 'the token is out of the address');
      await sees(page, 'Console of plat-dev');
      const facts = await page.locator('dd').allTextContents();
      const role = /^AWSReservedSSO_PowerUserAccess_[0-9a-f]{16}$/;
      assert.is(facts[0], 'plat-dev (222222222202)');
      assert.is(facts[1], 'PowerUserAccess');
      assert.match(facts[2] ?? '', role);
      assert.is(facts[3], `arn:aws:sts::222222222202:assumed-role/${facts[2]}/dana@acme.example`);
      assert.is(facts[4], 'dana');
      assert.is(facts[5], destination);
      assert.match(facts[6] ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC \(59 min left\)$/);
      assert.equal(emulator.audit('signin'), [
        `GetSigninToken allowed ${facts[3]}`,
        `ConsoleLogin allowed ${facts[3]}`,
      ]);
    });
  }));

test('a console session that has ended says which one it was', () =>
  withEmulator(async (emulator) => {
    const person = new ScriptedPerson(emulator.origin);
    await person.open(loginPath(await signinToken(emulator, { Session: session(emulator) })));
    emulator.pass(3_600_000);
    const page = await person.open('/console');
    assert.is(page.status, 401);
    assert.is(headingOf(page), 'The console session has expired');
    assert.match(page.body, 'plat-dev');
  }));

test('whoever opens the console without a session is told how to get one', () =>
  withEmulator(async ({ origin }) => {
    await withPage(origin, async (page) => {
      await page.goto('/console');
      await sees(page, 'No console session');
      assert.match(await textOf(page.getByRole('alert')), 'from your terminal');
    });
  }));

test('a sign-in token works for fifteen minutes, by GET and by POST, and not for another emulator', () =>
  withEmulator(async (emulator) => {
    const query = new URLSearchParams({ Action: 'getSigninToken', Session: session(emulator) });
    const answer = await fetch(`${emulator.origin}/federation?${query}`);
    assert.match(answer.headers.get('content-type') ?? '', 'application/json');
    assert.is(answer.headers.get('set-cookie'), null, 'a program is given no cookie');
    const { SigninToken: token } = (await answer.json()) as { SigninToken: string };
    const person = new ScriptedPerson(emulator.origin);
    emulator.pass(15 * 60_000 - 1000);
    assert.is((await person.open(loginPath(token))).status, 200);
    emulator.pass(2000);
    assert.is((await person.open(loginPath(token))).status, 400);
    await withEmulator(async (other) => {
      const stranger = new ScriptedPerson(other.origin);
      assert.is((await stranger.open(loginPath(token))).status, 400);
    });
  }));

const refused: [what: string, fields: (emulator: Instance) => Record<string, string>][] = [
  ['no Session', () => ({})],
  ['a Session that is no JSON', () => ({ Session: '{' })],
  ['a Session that is null', () => ({ Session: 'null' })],
  ['a Session without a secret', (emulator) => ({ Session: session(emulator, { key: undefined }) })],
  ['a wrong secret', (emulator) => ({ Session: session(emulator, { key: 'LocalEmulatorSecret/wrong' }) })],
  ['no token', (emulator) => ({ Session: session(emulator, { token: '' }) })],
  ['expired keys', (emulator) => ({ Session: session(emulator, { lifetime: 0 }) })],
  ['a duration for chained keys', (emulator) => duration(session(emulator, { chained: true }), '3600')],
  ['a duration under 15 minutes', (emulator) => duration(session(emulator), '899')],
  ['a duration over 12 hours', (emulator) => duration(session(emulator), '43201')],
  ['a duration that is no number', (emulator) => duration(session(emulator), '1h')],
];
for (const [what, fields] of refused) {
  test(`${what} gets 400 and a page that repeats no secret`, () =>
    withEmulator(async (emulator) => {
      const form = { Action: 'getSigninToken', ...fields(emulator) };
      const reply = await new ScriptedPerson(emulator.origin).post('/federation', form);
      assert.is(reply.status, 400);
      assert.is(headingOf(reply), 'The console cannot be opened');
      assert.not.match(reply.body, /LocalEmulator(Secret|Token)/);
      assert.equal(emulator.audit('signin'), ['GetSigninToken denied -']);
    }));
}

const lengths: [what: string, shape: SessionShape, seconds: string | undefined, hours: RegExp][] = [
  ['as long as its keys', {}, undefined, /\(59 min left\)/],
  ['as long as chained keys', { chained: true }, undefined, /\(59 min left\)/],
  ['as long as it was asked to', {}, '43200', /\(11 h 59 min left\)/],
];
for (const [what, shape, seconds, left] of lengths) {
  test(`a console session lasts ${what}`, () =>
    withEmulator(async (emulator) => {
      const Session = session(emulator, shape);
      const token = await signinToken(
        emulator,
        seconds === undefined ? { Session } : duration(Session, seconds),
      );
      const person = new ScriptedPerson(emulator.origin);
      await person.open(loginPath(token));
      emulator.pass(2000);
      assert.match((await person.open('/console')).body, left);
    }));
}

test('a link of the portal opens the console for whoever has the role, before a sign-in and after it', () =>
  withEmulator(async (emulator) => {
    await withPage(emulator.origin, async (page) => {
      const link = (role: string, more = '') =>
        `/start/#/console?account_id=222222222202&role_name=${role}${more}`;
      await page.goto(link('ReadOnlyAccess'));
      await signIn(page, 'dana', 'local-dana');
      await sees(page, 'Console of plat-dev');
      assert.match(await textOf(page.locator('dl')), /Permission setReadOnlyAccess/);
      await page.goto('about:blank');
      await page.goto(
        link('TerraformApplyAccess', '&destination=https%3A%2F%2Fconsole.aws.amazon.com%2Fiam%2Fhome'),
      );
      await sees(page, 'Console of plat-dev');
      assert.match(await textOf(page.locator('dl')), /Permission setTerraformApplyAccess/);
      assert.match(await textOf(page.locator('dl')), /https:\/\/console\.aws\.amazon\.com\/iam\/home/);
      await page.goto('about:blank');
      await page.goto(link('BillingAccess'));
      await sees(page, 'This role is not yours');
      assert.equal(emulator.audit('signin'), [
        'SignIn allowed dana',
        ...['ReadOnlyAccess', 'TerraformApplyAccess'].map((set) => {
          const role = permissionSetRoleName('222222222202', set);
          return `ConsoleLogin allowed arn:aws:sts::222222222202:assumed-role/${role}/dana@acme.example`;
        }),
        'ConsoleLogin denied dana',
      ]);
    });
  }));

const destinations: [string, number][] = [
  ['https://console.aws.amazon.com/', 200],
  ['https://eu-west-1.console.aws.amazon.com/ec2/home', 200],
  ['https://console.amazonaws.cn/s3/home', 200],
  ['', 400],
  ['http://console.aws.amazon.com/', 400],
  ['https://console.aws.amazon.com.other.example/', 400],
  ['https://other.example/console.aws.amazon.com', 400],
  ['javascript:alert(1)', 400],
];
test('only the console itself can be the destination', () =>
  withEmulator(async (emulator) => {
    const token = await signinToken(emulator, { Session: session(emulator) });
    for (const [address, status] of destinations) {
      const reply = await new ScriptedPerson(emulator.origin).open(loginPath(token, address));
      assert.is(reply.status, status, address);
    }
  }));

interface SessionShape {
  readonly chained?: boolean;
  readonly lifetime?: number;
  readonly key?: string | undefined;
  readonly token?: string;
}

/** The keys of a role that dana has, as the federation endpoint wants them. Lifetime in milliseconds. */
function session(
  emulator: Instance,
  { chained = false, lifetime = 3_600_000, ...changes }: SessionShape = {},
): string {
  const context = contextOf(emulator);
  const dana = { user: 'dana', email: 'dana@acme.example' };
  const role = { ...permissionSetSession(context, '222222222202', 'PowerUserAccess', dana), chained };
  const keys = makeKeys(context, role, lifetime);
  return JSON.stringify({
    sessionId: keys.accessKeyId,
    sessionKey: 'key' in changes ? changes.key : keys.secretAccessKey,
    sessionToken: changes.token ?? keys.sessionToken,
  });
}

/** Keys are derived from what lies in the emulator's folder, so they can be made beside it. */
function contextOf({ dir, origin, now }: Instance): Context {
  const folder = filesOf(dir);
  const read = readSeed(seed);
  return {
    origin,
    folder,
    seed: read,
    directory: new Directory(read),
    key: makeKey(folder.key),
    issued: () => {},
    sessions: new Sessions(folder.sessions),
    audit: () => {},
    apiServer: new ApiServer({ origin, seed: read, folder, audit: () => {} }),
    now,
  };
}

function duration(Session: string, SessionDuration: string): Record<string, string> {
  return { Session, SessionDuration };
}

async function signinToken({ origin }: Instance, fields: Record<string, string>): Promise<string> {
  const reply = await new ScriptedPerson(origin).post('/federation', { Action: 'getSigninToken', ...fields });
  assert.is(reply.status, 200, reply.body);
  return (JSON.parse(reply.body) as { SigninToken: string }).SigninToken;
}

function loginPath(SigninToken: string, Destination = destination): string {
  return `/federation?${new URLSearchParams({ Action: 'login', Issuer: 'atmos-kit', Destination, SigninToken })}`;
}

test.run();
