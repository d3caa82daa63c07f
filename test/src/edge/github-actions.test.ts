import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { githubActions } from '../../../src/edge/github-actions.ts';
import { json, problemOf, raw, withServer } from './aws/loopback.ts';

const token = 'SECRET-head.SECRET-body.SECRET-tail';
const variables = (url: string) => ({
  GITHUB_ACTIONS: 'true',
  ACTIONS_ID_TOKEN_REQUEST_URL: `${url}github/idtoken?api-version=2.0`,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'SECRET-bearer',
});

test('a token is asked for with the bearer and the audience, beside what the address has already', () =>
  withServer(
    (request, response, count) => {
      assert.is(request.headers.authorization, 'bearer SECRET-bearer');
      json(200, { count: 1, value: token })(request, response, count);
    },
    async ({ target, requests }) => {
      assert.is(await githubActions(variables(target.endpointUrl)).jobToken('sts.amazonaws.com'), token);
      assert.equal(requests, ['GET /github/idtoken?api-version=2.0&audience=sts.amazonaws.com']);
    },
  ));

test('a token that is there already is taken', async () => {
  assert.is(await githubActions({ ACTIONS_ID_TOKEN: token }).jobToken('x'), token);
});

const missing: [title: string, variables: Record<string, string>, message: RegExp, hint: RegExp][] = [
  ['outside of GitHub Actions', {}, /This is no job of GitHub Actions/, /is for workflows/],
  [
    'in a job without the permission',
    { GITHUB_ACTIONS: 'true' },
    /may not ask for a token/,
    /permissions: \{ id-token: write/,
  ],
  [
    'with an address that others could listen to',
    { ...variables('http://example.com/') },
    /is not an https address/,
    /as GitHub Actions sets it/,
  ],
];
for (const [title, given, message, hint] of missing)
  test(`${title} there is no token, and what to do is said`, async () => {
    const problem = await problemOf(githubActions(given).jobToken('sts.amazonaws.com'));
    assert.is(problem.code, 'credentials-unavailable');
    assert.match(problem.message, message);
    assert.match(problem.hint ?? '', hint);
  });

for (const [title, answer] of [
  ['a refusal', json(401, { message: token })],
  ['a page', raw(200, `<p>${token}</p>`)],
  ['an answer without a token', json(200, { value: '' })],
  ['an answer with something else in its place', json(200, { value: 'x'.repeat(30_000) })],
] as const)
  test(`${title} is a Problem that holds no secret`, () =>
    withServer(answer, async ({ target }) => {
      const problem = await problemOf(githubActions(variables(target.endpointUrl)).jobToken('a'));
      assert.is(problem.code, 'credentials-unavailable');
      assert.not.match(`${problem.message} ${problem.hint} ${problem.stack}`, /SECRET/);
    }));

test('a redirect is not followed: the bearer is for one address alone', () =>
  withServer(
    (_, response) => response.writeHead(302, { location: '/elsewhere' }).end(),
    async ({ target, requests }) => {
      const problem = await problemOf(githubActions(variables(target.endpointUrl)).jobToken('a'));
      assert.is(problem.code, 'endpoint-unreachable');
      assert.is(requests.length, 1);
    },
  ));

test('where nobody answers, the origin is named and nothing else', async () => {
  const problem = await problemOf(githubActions(variables('http://127.0.0.1:9/')).jobToken('a'));
  assert.is(problem.code, 'endpoint-unreachable');
  assert.match(problem.message, /^http:\/\/127\.0\.0\.1:9, where this job asks/);
});

test.run();
