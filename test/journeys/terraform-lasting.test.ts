/** Keys that would end too early for a run that changes something. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { acme } from '../emulator/running.ts';
import type { Desk } from './desk.ts';
import { journey, plain } from './terraform.ts';

const minutes = 60_000;

/** The acme seed with sessions of this length for those who apply. */
const withSession = (session: number) => ({
  ...acme,
  permissionSets: acme.permissionSets.map((set) =>
    set.name === 'TerraformApplyAccess' ? { ...set, session } : set,
  ),
});

const minted = ({ emulator }: Desk) =>
  emulator.audit().filter(({ action }) => action === 'GetRoleCredentials').length;

const apply = 'terraform apply vpc -s plat-ue1-dev -auto-approve';

journey(
  'keys that are fresh, but end too early, are made anew before an apply and not before a plan',
  async (desk) => {
    desk.edit('atmos.yaml', '\nkit:\n', '\nkit:\n  min_ttl: 59m55s\n');
    await desk.kit('auth login --identity plat-dev/terraform');
    const before = minted(desk);
    // Six seconds later they have less than the 59 minutes and 55 seconds that are asked for.
    await new Promise((resolve) => setTimeout(resolve, 6000));
    const plan = await desk.kit('terraform plan vpc -s plat-ue1-dev');
    assert.is(plan.exitCode, 0, plain(plan.stderr));
    assert.is(minted(desk), before);
    const run = await desk.kit(apply);
    assert.is(run.exitCode, 0, plain(run.stderr));
    assert.is(minted(desk), before + 1);
  },
  { seed: withSession(60 * minutes) },
);

journey(
  'where new keys end too early as well, nothing is changed without a yes',
  async (desk) => {
    const refused = await desk.kit(apply);
    assert.is(refused.exitCode, 1);
    assert.match(
      refused.stderr,
      /New keys of plat-dev\/terraform last 4 minutes only; kit\.min_ttl asks for 15 minutes\./,
    );
    assert.match(refused.stderr, /set a shorter kit\.min_ttl/);
    const plan = await desk.kit('terraform plan vpc -s plat-ue1-dev');
    assert.is(plan.exitCode, 0, 'a plan changes nothing');
    const screen = desk.onTerminal(apply, { columns: 160 });
    await screen.waitFor('Run all the same?');
    screen.type('y\r');
    await screen.waitFor('Apply complete!');
    assert.is(await screen.ended, 0);
    const no = desk.onTerminal('terraform destroy vpc -s plat-ue1-dev -auto-approve', { columns: 160 });
    await no.waitFor('Run all the same?');
    no.type('n\r');
    assert.is(await no.ended, 1);
    desk.edit('atmos.yaml', '\nkit:\n', '\nkit:\n  min_ttl: soon\n');
    assert.match((await desk.kit(apply)).stderr, /kit\.min_ttl must be a duration/);
  },
  { seed: withSession(5 * minutes) },
);

test.run();
