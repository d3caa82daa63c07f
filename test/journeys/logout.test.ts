/** What is left when somebody signs out, in all the ways in which that can be said. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Desk, withDesk } from './desk.ts';

const enter = '\r';
/** An access key as AWS writes its own in examples. */
const keyId = 'AKIAIOSFODNN7EXAMPLE';
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

async function keepUserKeys(desk: Desk): Promise<void> {
  desk.write(
    'profiles/local/users.yaml',
    'auth:\n  identities:\n    robot: { kind: aws/user, credentials: { region: us-east-1 } }\n',
  );
  const configured = desk.onShell(`printf '${keyId}\\n${secret}\\n' | "$@"`, 'auth user configure robot');
  assert.is(await configured.ended, 0, configured.shown());
}

const said = async (desk: Desk, words: string): Promise<string> => {
  const { exitCode, stdout, stderr } = await desk.kit(words);
  assert.is(exitCode, 0, stderr);
  assert.is(stdout, '');
  return stderr;
};

test('--all is everything of the project, as without a name, and goes with no other name', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    await desk.kit('auth whoami -i plat-dev/terraform');
    assert.is(
      await said(desk, 'auth logout --all --dry-run'),
      'Would sign out of sso and remove the keys of plat-dev/terraform.\n',
    );
    assert.match(
      await said(desk, 'auth logout --all'),
      /^Signed out of sso\. The keys of one identity were removed\.\n/,
    );
    assert.is((await desk.kit('auth whoami')).exitCode, 2);
    for (const words of ['--provider sso', 'plat-dev/terraform']) {
      const { exitCode, stderr } = await desk.kit(`auth logout --all ${words}`);
      assert.is(exitCode, 1);
      assert.match(stderr, /--all stands for everything of this project/);
    }
  }));

test("users' long-lived keys stay, until --keychain says otherwise and somebody agrees", () =>
  withDesk(async (desk) => {
    await keepUserKeys(desk);
    assert.is(await said(desk, 'auth logout'), 'Nobody was signed in at sso.\n');
    assert.match(
      await said(desk, 'auth logout --keychain --dry-run'),
      /\nWould remove the long-lived keys of robot\.\n$/,
    );
    const alone = await desk.kit('auth logout --keychain');
    assert.is(alone.exitCode, 1);
    assert.match(alone.stderr, /nobody can be asked without a terminal\.\n {2}Add --yes to remove them/);

    const kept = desk.onTerminal('auth logout robot --keychain');
    await kept.waitFor('Remove the long-lived keys of robot?');
    kept.type(enter);
    assert.is(await kept.ended, 0);
    assert.match(kept.shown(), 'Nothing was removed.');

    assert.match(
      await said(desk, 'auth logout robot --keychain --yes'),
      /The long-lived keys of robot were removed from here\. AWS still knows them\.\n$/,
    );
    assert.match(
      await said(desk, 'auth logout robot --keychain --yes'),
      /^No long-lived keys are kept here\.\n/,
    );
  }));

test('--keychain is about users, which belong to no provider', () =>
  withDesk(async (desk) => {
    const { exitCode, stderr } = await desk.kit('auth logout --provider sso --keychain');
    assert.is(exitCode, 1);
    assert.match(stderr, /--keychain is about the keys of users/);
  }));

test("what others have of us is told: a portal's session is ended there, and keys that are out last until their end", () =>
  withDesk(async (desk) => {
    await desk.signIn();
    await desk.kit('auth process --identity plat-dev/terraform');
    const text = await said(desk, 'auth logout');
    assert.match(text, /\nKeys that a running program already holds stay valid until \d{4}-/);
    const ended = desk.emulator.audit().filter(({ action }) => action === 'Logout');
    assert.is(ended.length, 1);
    assert.is((await desk.kit('auth process --identity plat-dev/terraform')).exitCode, 2);
  }));

test.run();
