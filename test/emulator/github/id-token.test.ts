import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { GithubJob } from '../../../emulator/github/job.ts';
import { faultOf, type Running, withRunning } from '../running.ts';
import { auditText, stsClient } from '../signed.ts';

const issuer = 'https://token.actions.githubusercontent.com';

async function ask(variables: Record<string, string>, audience?: string) {
  const url = new URL(variables['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '');
  if (audience !== undefined) url.searchParams.set('audience', audience);
  const answer = await fetch(url, {
    headers: { authorization: `bearer ${variables['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}` },
  });
  return { status: answer.status, body: (await answer.json()) as { value: string; count: number } };
}

const tokenOf = async (running: Running, job: GithubJob, audience = 'sts.amazonaws.com') =>
  (await ask(running.githubJob(job), audience)).body.value;

const assume = (running: Running, name: 'plan' | 'apply', WebIdentityToken: string) =>
  stsClient(running, { accessKeyId: '', secretAccessKey: '', sessionToken: '' }).send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: `arn:aws:iam::111111111104:role/acme-core-gbl-auto-github-${name}`,
      RoleSessionName: 'run-1',
      WebIdentityToken,
    }),
  );

test("a job's ID token says where it runs, and is signed with the published key", () =>
  withRunning(async (running) => {
    const variables = running.githubJob({ repository: 'acme/infra', actor: 'olga' });
    const { status, body } = await ask(variables, 'sts.amazonaws.com');
    assert.is(status, 200);
    assert.is(body.count, body.value.length);
    const keys = createRemoteJWKSet(new URL(`${running.origin}/.well-known/jwks`));
    const { payload, protectedHeader } = await jwtVerify(body.value, keys, {
      issuer,
      audience: 'sts.amazonaws.com',
    });
    assert.is(protectedHeader.alg, 'RS256');
    assert.equal(
      [
        'sub',
        'repository',
        'repository_owner',
        'ref',
        'ref_type',
        'event_name',
        'actor',
        'job_workflow_ref',
      ].map((name) => payload[name]),
      [
        'repo:acme/infra:ref:refs/heads/main',
        'acme/infra',
        'acme',
        'refs/heads/main',
        'branch',
        'push',
        'olga',
        'acme/infra/.github/workflows/ci.yaml@refs/heads/main',
      ],
    );
    assert.match(String(payload['sha']), /^[0-9a-f]{40}$/);
    assert.is((payload.exp ?? 0) - (payload.iat ?? 0), 300);
    assert.is(variables['GITHUB_SHA'], payload['sha']);
    assert.is(variables['GITHUB_RUN_ID'], payload['run_id']);
  }));

test('the subject names the environment, the pull request or the ref', () =>
  withRunning(async (running) => {
    const subject = async (job: Partial<GithubJob>) =>
      decodeJwt(await tokenOf(running, { repository: 'acme/infra', ...job })).sub;
    assert.is(await subject({ environment: 'production' }), 'repo:acme/infra:environment:production');
    assert.is(await subject({ event: 'pull_request' }), 'repo:acme/infra:pull_request');
    assert.is(await subject({ ref: 'refs/tags/v1' }), 'repo:acme/infra:ref:refs/tags/v1');
    const { value } = (await ask(running.githubJob({ repository: 'acme/infra' }))).body;
    assert.is(decodeJwt(value).aud, 'https://github.com/acme');
  }));

test('only the token of a job that still runs gets one, and neither token stands in the audit log', () =>
  withRunning(async (running) => {
    const variables = running.githubJob({ repository: 'acme/infra' });
    await running.restart();
    const other = { ...variables, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'LocalEmulatorJob/x:y' };
    assert.is((await ask(other)).status, 401);
    const { value } = (await ask(variables)).body;
    running.pass(6 * 3_600_000);
    assert.is((await ask(variables)).status, 401);
    const text = auditText(running);
    assert.not(text.includes(value));
    assert.not(text.includes(variables['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? ''));
    assert.throws(() => running.githubJob({ repository: 'infra' }), /owner\/name/);
  }));

test('a role is had by the jobs whose subject it trusts, with the right audience', () =>
  withRunning(async (running) => {
    const push = await tokenOf(running, { repository: 'acme/infra' });
    const production = await tokenOf(running, { repository: 'acme/infra', environment: 'production' });
    const { Credentials: made, ...answer } = await assume(running, 'plan', push);
    assert.is(answer.Provider, issuer);
    const keys = {
      accessKeyId: made?.AccessKeyId ?? '',
      secretAccessKey: made?.SecretAccessKey ?? '',
      sessionToken: made?.SessionToken ?? '',
    };
    await stsClient(running, keys).send(new GetCallerIdentityCommand({}));
    await assume(running, 'apply', production);
    const refused = 'AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity';
    assert.is(await faultOf(assume(running, 'apply', push)), refused);
    const fork = await tokenOf(running, { repository: 'mallory/infra' });
    assert.is(await faultOf(assume(running, 'plan', fork)), refused);
    const elsewhere = await tokenOf(running, { repository: 'acme/infra' }, 'sigstore');
    assert.is(
      await faultOf(assume(running, 'plan', elsewhere)),
      'InvalidIdentityTokenException: Incorrect token audience',
    );
    running.pass(301_000);
    assert.match(await faultOf(assume(running, 'plan', push)), /^ExpiredTokenException: /);
  }));

test.run();
