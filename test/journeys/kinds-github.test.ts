/** A job of GitHub Actions becomes a role by its token, and is told what is missing where it has none. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { filesBelow } from './files-below.ts';
import { kindsJourney } from './kinds.ts';

const roleArn = (name: string) => `arn:aws:iam::111111111104:role/acme-core-gbl-auto-github-${name}`;
const github = `
providers:
  github: { kind: github/oidc, region: us-east-1, spec: { audience: sts.amazonaws.com, endpoint_url: !env ATMOS_KIT_ENDPOINT } }
identities:
  ci/plan: { kind: aws/assume-role, via: { provider: github }, principal: { assume_role: "${roleArn('plan')}", session_name: build-7 } }
  ci/apply: { kind: aws/assume-role, via: { provider: github }, principal: { assume_role: "${roleArn('apply')}" } }
`;

kindsJourney(
  'a job of the repository is the role that trusts it, and keeps its token to itself',
  github,
  async (desk) => {
    const variables = desk.emulator.githubJob({ repository: 'acme/infra' });
    const who = await desk.kit('auth whoami -i ci/plan -o json', { variables });
    assert.is(who.exitCode, 0, who.stderr);
    assert.is(who.stderr, '');
    const { principal, provider } = JSON.parse(who.stdout);
    assert.is(principal, 'arn:aws:sts::111111111104:assumed-role/acme-core-gbl-auto-github-plan/build-7');
    assert.is(provider, 'github');
    const keys = await desk.kit('auth process -i ci/plan', { variables });
    assert.is(JSON.parse(keys.stdout).AccountId, '111111111104');
    const asked = desk.emulator.audit().filter(({ action }) => action === 'GetIdToken');
    assert.equal(
      asked.map(({ outcome, resource }) => [outcome, resource]),
      Array(2).fill(['allowed', 'sts.amazonaws.com']),
      'another process may be another job: nothing is kept for it',
    );
    const bearer = variables['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? '';
    for (const text of [who.stdout, keys.stdout, ...filesBelow(desk.home), ...filesBelow(desk.run)])
      assert.not.ok(text.includes(bearer) || /eyJ0eXAi/.test(text));
  },
);

kindsJourney('a job that the role does not trust is told what to look at', github, async (desk) => {
  const variables = desk.emulator.githubJob({ repository: 'acme/infra' });
  const { exitCode, stderr } = await desk.kit('auth whoami -i ci/apply', { variables });
  assert.is(exitCode, 1);
  assert.match(
    stderr,
    /did not let you assume .*github-apply: Not authorized to perform sts:AssumeRoleWithWebIdentity/,
  );
  assert.match(stderr, /it must name this repository and branch, and the provider's audience/);
});

kindsJourney(
  'elsewhere there is no token, and a hint says what the identity is for',
  github,
  async (desk) => {
    for (const [words, variables, message] of [
      [
        'auth whoami -i ci/plan',
        {},
        /This is no job of GitHub Actions .*\n {2}Use an identity of another provider here/,
      ],
      ['auth login -i ci/plan', {}, /This is no job of GitHub Actions/],
      [
        'auth whoami -i ci/plan',
        { GITHUB_ACTIONS: 'true' },
        /may not ask for a token\.\n {2}Add to the job .*id-token: write/,
      ],
      [
        'auth login --provider github',
        {},
        /Nobody signs in at github: a job of GitHub Actions has its token already/,
      ],
    ] as const) {
      const { exitCode, stdout, stderr } = await desk.kit(words, { variables });
      assert.is(exitCode, 1);
      assert.is(stdout, '');
      assert.match(stderr, message);
    }
    // Who signs in without a name is not asked about a provider at which nobody can.
    assert.is((await desk.signIn()).exitCode, 0);
    assert.is((await desk.kit('auth logout')).exitCode, 0);
    const left = await desk.kit('auth logout --provider github');
    assert.is(left.stderr, 'No keys that came from github are here.\n');
    assert.match((await desk.kit('auth list')).stdout, /^github +- /m);
  },
);

test.run();
