/** What stands between a person and AWS, met with the built program: the code, the message, the hint, the exit code. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withDesk } from './desk.ts';
import { refused } from './refused.ts';

const who = 'auth whoami -i plat-dev/ReadOnlyAccess';

test('a name that is not known is told apart from everything else that keeps us from AWS', () =>
  withDesk(async (desk) => {
    // Longer than a name may be, so no server is ever asked for it.
    const variables = { ATMOS_KIT_ENDPOINT: `http://${'x'.repeat(64)}.example:1` };
    await refused(
      desk,
      'auth login --device',
      'endpoint-unreachable',
      /^atmos-kit: http:\/\/x{64}\.example:1 cannot be reached: its name (is not known|cannot be looked up now) \(E\w+\)\.\n/,
      "Check that you are online, the DNS of your VPN, and the provider's endpoint_url.",
      { variables },
    );
  }));

test('a connection that breaks is told, and the sign-in is kept', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    desk.emulator.traffic({ faults: [{ operation: 'sso', answer: 'hang-up' }] });
    await refused(
      desk,
      who,
      'endpoint-unreachable',
      /cannot be reached: the connection broke \(E\w+\)\.\n/,
      `atmos-kit emulator start --port ${desk.emulator.port}`,
    );
    desk.emulator.traffic({});
    assert.is((await desk.kit(who)).exitCode, 0);
  }));

test('the page of a network that wants to be signed in to is not taken for an answer of AWS', () =>
  withDesk(async (desk) => {
    const { origin } = desk.emulator;
    const hint = `Check that ${origin}, the provider's endpoint_url, is an AWS API, and sign in to this network in your browser.`;
    desk.emulator.traffic({ faults: [{ operation: '*', answer: 'captive-portal' }] });
    const page = `a web page came from ${origin} \\(HTTP 200\\), which is not how AWS answers\\.\\n`;
    await refused(
      desk,
      'auth login --device',
      'captive-portal',
      new RegExp(`^atmos-kit: AWS did not register this program: ${page}`),
      hint,
    );
    desk.emulator.traffic({});
    await desk.signIn();
    desk.emulator.traffic({ faults: [{ operation: 'GetRoleCredentials', answer: 'captive-portal' }] });
    await refused(
      desk,
      who,
      'captive-portal',
      new RegExp(`atmos-kit: AWS gave no keys for ReadOnlyAccess in account 222222222202: ${page}`),
      hint,
    );
    // Nothing was lost.
    desk.emulator.traffic({});
    assert.is((await desk.kit(who)).exitCode, 0);
  }));

test('a start URL that the region does not know is told with what to correct', () =>
  withDesk(async (desk) => {
    desk.edit('atmos.yaml', 'https://acme.awsapps.com/start', 'https://other.awsapps.com/start');
    await refused(
      desk,
      'auth login --device',
      'wrong-region',
      /^atmos-kit: IAM Identity Center in us-east-1 does not know the start URL https:\/\/other\.awsapps\.com\/start \(InvalidRequestException: .*\)\.\n/,
      "Correct the provider's region: it is the one in which your organization's IAM Identity Center lives. Or correct its start_url.",
    );
  }));

test.run();
