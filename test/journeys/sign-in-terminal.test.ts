import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { approve } from '../../scripts/demo/scripted-person.ts';
import type { PseudoTerminal } from '../src/edge/pseudo-terminal.ts';
import { withDesk } from './desk.ts';

const dana = { user: 'dana', password: 'local-dana' };
/** The keys of the terminal. */
const [ctrlC, enter, down] = ['\x03', '\r', '\x1b[B'];

async function addressOn(terminal: PseudoTerminal): Promise<string> {
  await terminal.waitFor('Waiting for you in the browser');
  return /http:\S+user_code=[A-Z-]+/.exec(terminal.shown())?.[0] ?? '';
}

test('the countdown replaces itself, and goes when the person has approved', () =>
  withDesk(async (desk) => {
    const login = desk.onTerminal('auth login --device');
    const url = await addressOn(login);
    await login.waitFor('\r\x1b[2KWaiting for you in the browser');
    await approve(url, dana);
    assert.is(await login.ended, 0);
    const shown = login.shown();
    assert.is(shown.match(/Waiting for you[^\r]*\n/g), null, 'no countdown stays behind');
    assert.match(shown, '\r\x1b[2KApproved in the browser.\r\nSigned in at sso');
  }));

test('Ctrl-C ends the wait: 130, one word, nothing stored, and the next sign-in works', () =>
  withDesk(async (desk) => {
    const login = desk.onTerminal('auth login --device');
    const url = await addressOn(login);
    login.type(ctrlC);
    assert.is(await login.ended, 130);
    assert.ok(login.shown().endsWith('\r\x1b[2Katmos-kit: Interrupted.\r\n'), JSON.stringify(login.shown()));
    assert.not.match(login.shown(), /\bat .*:\d+:\d+/);
    assert.is((await desk.kit('auth whoami')).exitCode, 2);
    assert.is((await desk.kit('auth logout')).stderr, 'Nobody was signed in at sso.\n');
    // Whoever approves the forgotten code signs nobody in.
    await approve(url, dana);
    assert.is((await desk.kit('auth whoami')).exitCode, 2);
    assert.is((await desk.signIn()).exitCode, 0);
    assert.is((await desk.kit('auth whoami')).exitCode, 0);
  }));

test('Ctrl-C while a browser is open ends the wait as well', () =>
  withDesk(async (desk) => {
    const login = desk.onTerminal('auth login', { variables: { BROWSER: 'true' } });
    await login.waitFor('Opening your browser');
    await login.waitFor('Waiting for you in the browser');
    login.type(ctrlC);
    assert.is(await login.ended, 130);
    assert.ok(login.shown().endsWith('\r\x1b[2Katmos-kit: Interrupted.\r\n'), JSON.stringify(login.shown()));
  }));

test('the terminal is as it was after a Ctrl-C in a question', () =>
  withDesk(async (desk) => {
    const script = 'before=$(stty -g); "$@"; echo "code $?"; [ "$before" = "$(stty -g)" ] && echo restored';
    const whoami = desk.onShell(script, 'auth whoami --identity');
    await whoami.waitFor('Run as which identity?');
    await whoami.waitFor('core-root/terraform');
    whoami.type(ctrlC);
    await whoami.waitFor('atmos-kit: Interrupted.');
    await whoami.waitFor('code 130');
    await whoami.waitFor('restored');
    assert.ok(whoami.shown().lastIndexOf('\x1b[?25h') >= whoami.shown().lastIndexOf('\x1b[?25l'));
    await whoami.ended;
  }));

test('of several providers one is picked', () =>
  withDesk(async (desk) => {
    desk.edit(
      'atmos.yaml',
      '  providers:\n',
      '  providers:\n    other:\n      kind: aws/iam-identity-center\n      start_url: https://other.awsapps.com/start\n      region: eu-west-1\n',
    );
    const login = desk.onTerminal('auth login --device');
    await login.waitFor('Sign in where?');
    await login.waitFor('https://other.awsapps.com/start');
    login.type(down);
    await login.waitFor('https://acme.awsapps.com/start');
    login.type(enter);
    await approve(await addressOn(login), dana);
    assert.is(await login.ended, 0);
    assert.match(login.shown(), 'Signed in at sso');
    const nobody = await desk.kit('auth login');
    assert.is(nobody.exitCode, 1);
    assert.is(
      nobody.stderr,
      'atmos-kit: This project has several providers: other, sso.\n  Name one with --provider, or take all of them with --all.\n',
    );
  }));

test('whoami --identity without a name asks, and typing narrows the choice', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    const whoami = desk.onTerminal('auth whoami --identity', { columns: 140 });
    await whoami.waitFor('Run as which identity?');
    await whoami.waitFor('core-root/terraform');
    await whoami.waitFor('type to narrow');
    whoami.type('devread');
    await whoami.waitFor('plat-dev/ReadOnlyAccess');
    whoami.type(enter);
    assert.is(await whoami.ended, 0);
    assert.match(
      whoami.shown(),
      /Identity {4}plat-dev\/ReadOnlyAccess\r\nBecause {5}chosen by you just now\r\nAccount {5}plat-dev \(222222222202\)/,
    );
    // What was used last stands first the next time, also where it was named.
    const again = desk.onTerminal('auth whoami -i', { columns: 140 });
    await again.waitFor('❯ plat-dev/ReadOnlyAccess');
    again.type(enter);
    assert.is(await again.ended, 0);
    await desk.onTerminal('auth whoami -i=PLAT-staging/terraform').ended;
    const third = desk.onTerminal('auth whoami --identity', { columns: 140 });
    await third.waitFor('❯ plat-staging/terraform');
    await third.waitFor('plat-dev/ReadOnlyAccess');
    third.type(ctrlC);
    assert.is(await third.ended, 130);
    const kept = readFileSync(join(desk.home, '.cache/atmos-kit/recent-identities.json'), 'utf8');
    assert.equal(JSON.parse(kept), { acme: ['plat-staging/terraform', 'plat-dev/ReadOnlyAccess'] });
  }));

test('an identity goes by its name in any case, by its alias, and by every spelling of the flag', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    desk.edit(
      'profiles/developers/plat.yaml',
      '    plat-dev/terraform:\n',
      '    plat-dev/terraform:\n      alias: dev\n',
    );
    for (const words of [
      '-i plat-dev/terraform',
      '-i=plat-dev/terraform',
      '--identity plat-dev/terraform',
      '--identity=plat-dev/terraform',
      '--identity PLAT-DEV/Terraform',
      '--identity Dev',
    ]) {
      const { exitCode, stdout, stderr } = await desk.kit(`auth whoami ${words}`);
      assert.is(exitCode, 0, stderr);
      assert.match(stdout, /^Identity {4}plat-dev\/terraform\n/, words);
    }
    for (const off of ['false', 'off', 'NO', '0']) {
      const { exitCode, stdout } = await desk.kit(`auth whoami --identity=${off}`);
      assert.is(exitCode, 0, off);
      assert.match(stdout, /^Signed in {2}sso/, off);
    }
    const near = await desk.kit('auth whoami -i dve');
    assert.match(near.stderr, /There is no identity "dve" here\. Did you mean "dev"\?/);
  }));

test('with NO_COLOR nothing is coloured, and without it only what stands on the terminal', () =>
  withDesk(async (desk) => {
    const colour = /\x1b\[[\d;]+m/;
    const plain = desk.onTerminal('auth whoami --identity', { variables: { NO_COLOR: '1' } });
    await plain.waitFor('core-root/terraform');
    plain.type(ctrlC);
    assert.is(await plain.ended, 130);
    assert.not.match(plain.shown(), colour);
    for (const verb of ['auth whoami', 'auth list', '--help', 'identity vpc -s plat-ue1-dev --explain']) {
      const { stdout, stderr } = await desk.kit(verb, { variables: { FORCE_COLOR: undefined } });
      assert.not.match(stdout + stderr, colour);
    }
  }));

test.run();
