import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { approve } from '../../../scripts/demo/scripted-person.ts';
import { compose } from '../../../src/compose.ts';
import { isProblem, type Problem } from '../../../src/domain/problem.ts';
import { currentSignIn } from '../../../src/flows/current-sign-in.ts';
import { signIn } from '../../../src/flows/sign-in.ts';
import { signInKey } from '../../../src/identity/session-key.ts';
import { type Laptop, root, urlIn, withLaptop } from './laptop.ts';

const dana = { user: 'dana', password: 'local-dana' };
const minutes = 60_000;
const target = (laptop: Laptop) => laptop.target;

async function problemOf(work: Promise<unknown>): Promise<Problem> {
  try {
    await work;
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test('a code that is approved signs in, and everybody may read until when but not how', () =>
  withLaptop(async (laptop) => {
    await laptop.signIn();
    assert.match(laptop.said(), /shows the code [A-Z]{4}-[A-Z]{4}/);
    const [entry] = laptop.keyring.labels();
    assert.is(entry?.key, signInKey(target(laptop)));
    assert.is(entry?.label.renewable, true);
    assert.ok(Date.parse(entry?.label.expiresAt ?? '') > Date.now() + 55 * minutes);
    assert.not.match(JSON.stringify(entry), /accessToken|clientSecret/);
  }));

test('a second sign-in finds the first one and asks nobody', () =>
  withLaptop(async (laptop) => {
    await laptop.signIn();
    const { fresh } = await signIn(laptop.ports, laptop.keyring, target(laptop), { device: true });
    assert.is(fresh, false);
  }));

test('--force starts over, with a client registration of its own', () =>
  withLaptop(async (laptop) => {
    await laptop.signIn();
    const before = laptop.said().length;
    const again = signIn(laptop.ports, laptop.keyring, target(laptop), { device: true, force: true });
    await approve(await urlIn(() => laptop.said().slice(before)), dana);
    assert.is((await again).fresh, true);
    const registrations = laptop.emulator.audit().filter(({ action }) => action === 'RegisterClient');
    assert.is(registrations.length, 2);
  }));

test('of two processes that sign in at once one asks, and the other finds it done', () =>
  withLaptop(async (laptop) => {
    const other = laptop.another();
    const both = [laptop.ports, other].map((ports) =>
      signIn(ports, ports.keyring({ type: 'file' }), target(laptop), { device: true }),
    );
    await approve(await urlIn(laptop.said), dana);
    assert.equal((await Promise.all(both)).map(({ fresh }) => fresh).sort(), [false, true]);
    assert.is(laptop.said().match(/shows the code/g)?.length, 1);
  }));

test('in a browser the authorization code comes back by the loopback address', () =>
  withLaptop(async (laptop) => {
    // A browser that does what its person would: it signs in and approves.
    const browser = join(laptop.home, 'browser');
    const log = join(laptop.home, 'opened');
    writeFileSync(browser, `#!/bin/sh\nprintf %s "$1" > ${log}\n`);
    chmodSync(browser, 0o755);
    const ports = desktop(laptop, browser);
    const done = signIn(ports, laptop.keyring, target(laptop));
    let opened: string | undefined;
    while (opened === undefined || opened === '') {
      await new Promise((resolve) => setTimeout(resolve, 20));
      opened = laptop.ports.files.read(log);
    }
    assert.match(opened, /\/authorize\?response_type=code&.*code_challenge_method=S256/);
    assert.match(await approve(opened, dana), /signed in/i);
    const { signIn: made } = await done;
    assert.ok(made.refreshToken);
  }));

function desktop(laptop: Laptop, browser: string) {
  const { BROWSER: _none, ...variables } = laptop.variables;
  const parts = { variables: { ...variables, BROWSER: browser, DISPLAY: ':0' }, folder: root, build: 'test' };
  const { stdin, stderr } = process;
  return {
    ...compose({ ...parts, stdin, stderr, uid: process.getuid?.() ?? 0, program: [] }),
    terminal: laptop.ports.terminal,
  };
}

test('a code that is refused says so and stores nothing', () =>
  withLaptop(async (laptop) => {
    const done = problemOf(signIn(laptop.ports, laptop.keyring, target(laptop), { device: true }));
    await approve(await urlIn(laptop.said), dana, 'Deny');
    assert.is((await done).code, 'login-denied');
    assert.equal(laptop.keyring.labels(), []);
  }));

test('a code that nobody enters in time says so', () =>
  withLaptop(async (laptop) => {
    const done = problemOf(signIn(laptop.ports, laptop.keyring, target(laptop), { device: true }));
    await urlIn(laptop.said);
    laptop.pass(11 * minutes);
    assert.is((await done).code, 'login-expired');
  }));

test('Ctrl-C while waiting ends it with 130, and the next one may begin at once', () =>
  withLaptop(async (laptop) => {
    const controller = new AbortController();
    const interrupts = { listen: () => ({ signal: controller.signal, dispose: () => {} }) };
    const done = problemOf(
      signIn({ ...laptop.ports, interrupts }, laptop.keyring, target(laptop), { device: true }),
    );
    await urlIn(laptop.said);
    controller.abort();
    const { code, exitCode } = await done;
    assert.equal([code, exitCode], ['interrupted', 130]);
    await laptop.signIn();
  }));

test('a token that is about to end is renewed in silence, once for ten processes', () =>
  withLaptop(async (laptop) => {
    await laptop.signIn();
    laptop.pass(58 * minutes);
    const before = laptop.said();
    const all = Array.from({ length: 10 }, () => laptop.another()).map((ports) =>
      currentSignIn(ports, ports.keyring({ type: 'file' }), target(laptop)),
    );
    const tokens = new Set((await Promise.all(all)).map((one) => one?.accessToken));
    assert.is(tokens.size, 1);
    assert.not.ok(tokens.has(undefined));
    assert.is(laptop.said(), before);
    const refreshes = laptop.emulator
      .audit()
      .filter(({ action, detail }) => action === 'CreateToken' && detail?.includes('refresh'));
    assert.is(refreshes.length, 1, JSON.stringify(laptop.emulator.audit().slice(-3)));
  }));

test('after the portal session there is no sign-in, and no token of it stays', () =>
  withLaptop(async (laptop) => {
    await laptop.signIn();
    laptop.pass(9 * 60 * minutes);
    assert.is(await currentSignIn(laptop.ports, laptop.keyring, target(laptop)), undefined);
    assert.equal(laptop.keyring.labels(), []);
  }));

test('a portal that is away leaves a token that still has time in use', () =>
  withLaptop(async (laptop) => {
    await laptop.signIn();
    laptop.pass(57 * minutes);
    const elsewhere = {
      ...laptop.ports,
      aws: {
        ...laptop.ports.aws,
        signIn: () => laptop.ports.aws.signIn({ region: 'us-east-1', endpointUrl: 'http://127.0.0.1:9' }),
      },
    };
    assert.ok(await currentSignIn(elsewhere, laptop.keyring, target(laptop)));
  }));

test.run();
