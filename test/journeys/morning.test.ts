/** The first verb of a day: who am I, and what differs of what I touched. */
import { execFileSync } from 'node:child_process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { oneDesk } from './one-desk.ts';

const desk = oneDesk();

const longAgo = '2026-01-02T03:04:05Z';

function git(words: readonly string[], email = 'dana@acme.example', when?: string): void {
  const who = ['AUTHOR', 'COMMITTER'].flatMap((role) => [
    [`GIT_${role}_NAME`, 'somebody'],
    [`GIT_${role}_EMAIL`, email],
    ...(when === undefined ? [] : [[`GIT_${role}_DATE`, when]]),
  ]);
  const env = { ...desk().variables, GIT_CONFIG_NOSYSTEM: '1', ...Object.fromEntries(who) };
  execFileSync('git', ['-C', desk().project, ...words], { env, stdio: 'pipe' });
}

const commit = (email?: string, when?: string) => {
  git(['add', '-A']);
  git(['commit', '-qm', 'a change'], email, when);
};

test('without a repository nobody can tell what was touched, and that is said', async () => {
  const { exitCode, stdout, stderr } = await desk().kit('morning');
  assert.is(exitCode, 0);
  assert.match(stdout, /^Signed in {2}sso [\s\S]*\nsso {2}\d+ min left/);
  assert.match(stderr, /Nobody can tell what you have touched: git rev-parse failed/);
});

test('what a person committed or changed in the last day is planned, and nothing else', async () => {
  const { edit, write } = desk();
  write('.gitignore', '.terraform*\n*.tfvars.json\nbackend.tf.json\n');
  git(['init', '-q']);
  git(['config', 'user.email', 'dana@acme.example']);
  commit(undefined, longAgo);
  // Long ago, by somebody else, and by this person.
  edit('stacks/orgs/acme/plat/sandbox/us-east-1.yaml', 'vars:\n', 'vars:\n        label: long-ago\n');
  commit(undefined, longAgo);
  edit('stacks/orgs/acme/plat/staging/us-east-1.yaml', 'vars:\n', 'vars:\n        label: another\n');
  commit('olga@acme.example');
  edit('stacks/orgs/acme/plat/dev/us-east-1.yaml', '10.33.0.0/18', '10.34.0.0/18');
  commit();
  // Not committed, and not even known to git.
  write(
    'stacks/orgs/acme/plat/dev/us-east-2.yaml',
    'import: [orgs/acme/plat/dev/_defaults, mixins/region/us-east-2]\ncomponents: {terraform: {vpc: {vars: {ipv4_primary_cidr_block: none}}}}\n',
  );
  const preview = await desk().kit('morning --dry-run');
  assert.is(preview.stdout, 'vpc in plat-ue1-dev\nvpc in plat-ue2-dev\n');
  const { exitCode, stdout, stderr } = await desk().kit('morning');
  assert.is(exitCode, 1, 'a plan fails');
  assert.match(
    stdout,
    /\nCOMPONENT +STACK +STATE\nvpc +plat-ue1-dev +differs +6 to add, 0 to change, 0 to destroy\n/,
  );
  assert.match(stdout, /\nvpc +plat-ue2-dev +failed +\S+/);
  assert.match(
    stderr,
    /\n2 components looked at: 1 differs from what is there, 1 failed\.\n {2}atmos-kit plan vpc -s plat-ue1-dev\n$/,
  );
});

test('it looks back as far as it is told, and knows what is in place', async () => {
  const { kit, edit } = desk();
  edit(
    'stacks/orgs/acme/plat/dev/us-east-2.yaml',
    'vars: {ipv4_primary_cidr_block: none}',
    'metadata: {type: abstract}',
  );
  assert.is((await kit('apply vpc -s plat-ue1-dev -auto-approve')).exitCode, 0);
  const { exitCode, stdout } = await kit('morning --format json');
  assert.is(exitCode, 0);
  assert.equal(JSON.parse(stdout), [
    { component: 'vpc', stack: 'plat-ue1-dev', state: 'in place', what: '', exitCode: 0 },
  ]);
  assert.match((await kit('morning --since 999w --dry-run')).stdout, /^vpc in plat-ue1-sandbox$/m);
  assert.match((await kit('morning --since yesterday')).stderr, /--since yesterday is not a time/);
});

test('Ctrl-C ends the plan that it meets, and all of it', async () => {
  const screen = desk().onTerminal('morning --since 999w');
  await screen.waitFor('Planning 1 of ');
  screen.type('\x03');
  await screen.waitFor('Interrupted.');
  assert.is(await screen.ended, 130);
  assert.not.match(screen.shown(), /Planning 3 of|looked at/);
});

test.run();
