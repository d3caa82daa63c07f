/** Whole accounts: what runs in one, in which order, how it goes on after a failure, and who runs what. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { oneDesk } from './one-desk.ts';
import { journey, objects, plain } from './terraform.ts';

const desk = oneDesk();

const order = (stderr: string) =>
  [...stderr.matchAll(/^\[\d+\/\d+\] (\S+) in (\S+)/gm)].map(([, a, b]) => `${b}/${a}`);

journey(
  'a failure in the midst of an account names the command that goes on from it, and that one does',
  async (own) => {
    const broken = own.write(
      'components/terraform/vpc/broken.tf',
      `resource "terraform_data" "broken" {
         lifecycle {
           precondition {
             condition     = false
             error_message = "told to fail"
           }
         }
       }\n`,
    );
    const failed = await own.kit('apply-account plat-dev -- -auto-approve');
    assert.is(failed.exitCode, 1, failed.stderr);
    assert.equal(order(failed.stderr), [
      'plat-gbl-dev/account-settings',
      'plat-gbl-dev/dns/delegated',
      'plat-ue1-dev/vpc',
    ]);
    assert.match(failed.stderr, /eks\/cluster in plat-ue1-dev +not run/);
    const resume = 'apply-account plat-dev --from plat-ue1-dev/vpc -- -auto-approve';
    assert.match(failed.stderr, new RegExp(`\nTo go on from it: atmos-kit ${resume}\n`));
    assert.is((await objects(own)).filter((key) => key.endsWith('.tfstate')).length, 2);
    rmSync(broken);
    const { exitCode, stderr } = await own.kit(resume);
    assert.is(exitCode, 0, plain(stderr));
    assert.equal(order(stderr), ['plat-ue1-dev/vpc', 'plat-ue1-dev/eks/cluster']);
    assert.not.match(stderr, /To go on/);
    const again = await own.kit('plan-account 222222222202 --from plat-ue1-dev/vpc -- -detailed-exitcode');
    assert.is(again.exitCode, 0, 'the account by its number, and nothing differs');
  },
);

test('an account is chosen from a list, and without a terminal the list is told', async () => {
  const screen = desk().onTerminal('plan-account --dry-run --format json');
  await screen.waitFor('Which account?');
  screen.type('sandbox');
  await screen.waitFor('❯ plat-sandbox');
  screen.type('\r');
  assert.is(await screen.ended, 0, screen.shown());
  assert.match(screen.shown(), /"TerraformApplyAccess|plat-sandbox\/terraform/);
  const missing = await desk().kit('plan-account');
  assert.match(missing.stderr, /An account is missing, .*\n {2}Name one of core-artifacts, .*plat-staging\./);
  assert.match((await desk().kit('apply-account plat-deb')).stderr, /Did you mean plat-dev\?/);
  assert.match(
    (await desk().kit('plan-account plat-dev --from vpc')).stderr,
    /--from vpc is none of these runs\.\n {2}They are plat-gbl-dev\/account-settings, /,
  );
});

test('preflight says whether all is well, and who runs what as what', async () => {
  const { exitCode, stdout, stderr } = await desk().kit('preflight plat-dev');
  assert.is(exitCode, 0, stdout + stderr);
  assert.match(stdout, /All stacks are right\.\nAll is right: 1 provider/);
  assert.match(
    stdout,
    /\nCOMPONENT +STACK +IDENTITY +ROLE +ACCOUNT\n[\s\S]*\nvpc +plat-ue1-dev +plat-dev\/terraform +TerraformApplyAccess +222222222202\n$/,
  );
  assert.match(stderr, /\[1\/4\] doctor\n[\s\S]*\nReady\.\n$/);
  assert.match(
    (await desk().kit('preflight plat-deb')).stderr,
    /No component is run in an account plat-deb\./,
  );
});

test('preflight is not ready where a stack names somebody who is not there', async () => {
  const file = desk().write(
    'stacks/orgs/acme/plat/dev/us-east-2.yaml',
    `import: [orgs/acme/plat/dev/_defaults, mixins/region/us-east-2]
components:
  terraform:
    odd: { metadata: { component: vpc }, auth: { identities: { nobody-there: { default: true } } } }
`,
  );
  try {
    const { exitCode, stdout, stderr } = await desk().kit('preflight plat-dev --format json');
    assert.is(exitCode, 1);
    const { checks, runners } = JSON.parse(stdout);
    assert.equal(
      checks.map(({ check, exitCode }: { check: string; exitCode: number }) => `${check} ${exitCode}`),
      ['doctor 0', 'validate stacks 0', 'auth validate 1'],
    );
    const odd = runners.find(({ component }: { component: string }) => component === 'odd');
    assert.is(odd.problem.code, 'identity-not-found');
    assert.match(stderr, /Not ready: auth validate, who runs what\./);
    assert.ok(file.startsWith(join(desk().project, 'stacks')));
  } finally {
    rmSync(file);
  }
});

test.run();
