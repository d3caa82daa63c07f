/** Roles that cannot be had, and clocks that are wrong, met with the built program. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withDesk } from './desk.ts';
import { refused } from './refused.ts';

const hour = 3_600_000;
const clock = 'Let this machine set its clock by the network (timedatectl set-ntp true), then try again.';

test('a role that does not trust us is told in the words of STS, which say who asked for what', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    desk.edit('profiles/developers/core.yaml', 'root-terraform-plan', 'root-terraform');
    const role = 'arn:aws:iam::111111111101:role/acme-core-gbl-root-terraform';
    await refused(
      desk,
      'auth whoami -i core-root/terraform',
      'access-denied',
      new RegExp(
        `atmos-kit: AWS did not let you assume ${role}: User: arn:aws:sts::111111111105:assumed-role/AWSReservedSSO_TerraformPlanAccess_[0-9a-f]{16}/dana@acme\\.example is not authorized to perform: sts:AssumeRole on resource: ${role}\\n`,
      ),
      "Check the role's trust policy and the identity it is assumed from.",
    );
  }));

test('a clock that is ahead makes new keys look old, and it is said by how much', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    desk.emulator.pass(-9 * hour);
    await refused(
      desk,
      'auth whoami -i plat-dev/ReadOnlyAccess',
      'clock-skew',
      /atmos-kit: This machine's clock is 9 h ahead of AWS's, so keys that AWS has just made seem to have ended\.\n/,
      clock,
    );
    desk.emulator.pass(9 * hour);
    assert.is((await desk.kit('auth whoami -i plat-dev/ReadOnlyAccess')).exitCode, 0);
  }));

test('a clock that no SDK can correct is told when STS refuses the signature', () =>
  withDesk(async (desk) => {
    await desk.signIn();
    // The time that STS quotes is right; the Date of its answers is that of this machine.
    desk.emulator.pass(65 * 60_000);
    desk.emulator.traffic({ dateAheadMs: -65 * 60_000 });
    await refused(
      desk,
      'auth whoami -i core-root/terraform',
      'clock-skew',
      /atmos-kit: This machine's clock is 1 h 5 min behind AWS's, so AWS refuses what is signed by it: Signature expired: \S+ is now earlier than \S+ \(\S+ - 15 min\.\)\.\n/,
      clock,
    );
  }));

test.run();
