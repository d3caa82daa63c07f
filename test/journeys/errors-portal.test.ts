/** What the access portal refuses, met with the built program. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withDesk } from './desk.ts';
import { refused } from './refused.ts';

const who = 'auth whoami -i plat-dev/ReadOnlyAccess';
const portal = (status: number, code: string, message: string) => ({
  operation: 'GetRoleCredentials',
  answer: { status, code, message },
});

test('a sign-in that the portal refuses although it was just renewed is told as it is', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    desk.emulator.traffic({
      faults: [portal(401, 'UnauthorizedException', 'Session token not found or invalid')],
    });
    await refused(
      desk,
      who,
      'login-required',
      /atmos-kit: IAM Identity Center does not accept this sign-in: UnauthorizedException: Session token not found or invalid\.\n/,
      'atmos-kit auth login',
      { exitCode: 2 },
    );
    const renewals = desk.emulator.audit().filter(({ detail }) => detail === 'refresh_token');
    assert.is(renewals.length, 1);
  }));

test('what is not assigned is told with the names to ask for, and with what else there is in that account', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    const others = /Other identities in that account: plat-prod\/\w+(, plat-prod\/\w+)*\.\n/;
    for (const words of ['auth whoami', 'auth login', 'terraform plan vpc -s plat-ue1-prod'])
      await refused(
        desk,
        `${words} -i plat-prod/AdministratorAccess`,
        'role-not-assigned',
        new RegExp(
          `atmos-kit: You are not assigned the permission set AdministratorAccess in account 222222222204\\. ${others.source}`,
        ),
        'Use one of those, such as --identity plat-prod/terraform, or ask whoever administers IAM Identity Center to assign AdministratorAccess in account 222222222204 to you.',
      );
  }));

test('a session that is over is told as that, and the next command knows only that nobody is signed in', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    desk.emulator.pass(9 * 3_600_000);
    const at = 'sso \\(https://acme\\.awsapps\\.com/start\\)';
    const hint = 'atmos-kit auth login --provider sso';
    const ended = `atmos-kit: Your session at ${at} has ended, and only a new sign-in begins another\\.\\n`;
    await refused(desk, who, 'session-ended', new RegExp(ended), hint, { exitCode: 2 });
    const nobody = new RegExp(`atmos-kit: You are not signed in at ${at}\\.\\n`);
    await refused(desk, who, 'login-required', nobody, hint, { exitCode: 2 });
  }));

test('a sign-in whose token alone has gone bad is renewed, and nobody notices', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    desk.emulator.traffic({ faults: [{ ...portal(401, 'UnauthorizedException', 'x'), times: 1 }] });
    assert.is((await desk.kit(who)).exitCode, 0);
  }));

test('a portal that is too busy is asked again and again, and then it is said', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    desk.emulator.traffic({
      faults: [portal(429, 'TooManyRequestsException', 'HTTP 429 Unknown Code')],
    });
    await refused(
      desk,
      who,
      'throttled',
      /atmos-kit: AWS gave no keys for ReadOnlyAccess in account 222222222202: it asked for fewer calls again and again \(TooManyRequestsException: HTTP 429 Unknown Code\)\.\n/,
      'Wait a minute, then try again.',
    );
    const asked = desk.emulator.audit().filter(({ action }) => action === 'GetRoleCredentials');
    assert.is(asked.length, 8);
    desk.emulator.traffic({ faults: [{ ...portal(429, 'TooManyRequestsException', 'x'), times: 3 }] });
    assert.is((await desk.kit(who)).exitCode, 0);
  }));

test.run();
