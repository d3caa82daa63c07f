import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { awsServices } from '../../../../src/edge/aws/services.ts';
import type { Grant } from '../../../../src/ports.ts';
import { type Answer, client, json, keys, problemOf, raw, signIn, stsError, withServer } from './loopback.ts';

const aws = awsServices({ backoffMs: 1 });
type Target = { region: string; endpointUrl: string };

const device: Grant = { type: 'device', deviceCode: 'SECRET-device' };
const code: Grant = {
  type: 'code',
  code: 'SECRET-code',
  redirectUri: 'http://127.0.0.1:1/oauth/callback',
  verifier: 'SECRET-verifier',
};
const refresh: Grant = { type: 'refresh', refreshToken: 'SECRET-refresh' };

const token = (grant: Grant) => (target: Target) => aws.signIn(target).token(client, grant);
const register = (target: Target) =>
  aws.signIn(target).register({ startUrl: 'https://x.example/start', scopes: ['s'] });
const registerForBrowser = (target: Target) =>
  aws.signIn(target).register({
    startUrl: 'https://x.example/start',
    scopes: ['s'],
    redirectUris: ['http://127.0.0.1/oauth/callback'],
  });
const startDevice = (target: Target) => aws.signIn(target).startDevice(client, 'https://x.example/start');
const accounts = (target: Target) => aws.portal(target).accounts(signIn);
const role = (target: Target) => aws.portal(target).roleKeys(signIn, '222222222204', 'AdministratorAccess');
const logout = (target: Target) => aws.portal(target).logout(signIn);
const caller = (target: Target) => aws.tokens(target).callerIdentity(keys);
const roleArn = 'arn:aws:iam::111111111111:role/r';
const assume = (target: Target) => aws.tokens(target).assumeRole(keys, { roleArn, sessionName: 'dana' });

const oidc = (error: string, name: string, status = 400, description = 'What AWS says.') =>
  json(status, { error, error_description: description }, `${name}:http://internal.amazon.com/coral/x/`);
const portal = (status: number, name: string, message: string) =>
  json(status, { message, __type: `com.amazonaws.switchboard.portal#${name}` }, name);
/** What STS says of a signature, `margin` minutes off its limit, at a time `seconds` from now. */
const skewed = (what: string, margin: number, seconds: number): string => {
  const at = (ms: number) => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');
  const now = Date.now() + seconds * 1000;
  const sign = margin < 0 ? '-' : '+';
  const side = margin < 0 ? 'earlier' : 'later';
  return `${what}: ${at(Date.now())} is now ${side} than ${at(now + margin * 60_000)} (${at(now)} ${sign} ${Math.abs(margin)} min.)`;
};
const denied = 'User: arn:x is not authorized to perform: sts:AssumeRole on resource: arn:y';

const table: readonly [string, (target: Target) => Promise<unknown>, Answer, string, RegExp, number][] = [
  [
    'a denied sign-in',
    token(device),
    oidc('access_denied', 'AccessDeniedException'),
    'login-denied',
    /denied/,
    1,
  ],
  [
    'an expired code',
    token(device),
    oidc('expired_token', 'ExpiredTokenException'),
    'login-expired',
    /in time/,
    1,
  ],
  [
    'a used code',
    token(code),
    oidc('invalid_grant', 'InvalidGrantException'),
    'login-required',
    /no longer/,
    1,
  ],
  [
    'an ended session',
    token(refresh),
    oidc('invalid_grant', 'InvalidGrantException'),
    'login-required',
    /no long/,
    1,
  ],
  [
    'an unknown client',
    startDevice,
    oidc('invalid_client', 'InvalidClientException', 401),
    'login-required',
    /What/,
    1,
  ],
  [
    'a slow-down outside of waiting',
    register,
    oidc('slow_down', 'SlowDownException'),
    'throttled',
    /fewer/,
    1,
  ],
  [
    'pending without a device',
    token(refresh),
    oidc('authorization_pending', 'AuthorizationPendingException'),
    'service-error',
    /AuthorizationPendingException: What AWS says\.$/,
    1,
  ],
  [
    'a bad scope',
    register,
    oidc('invalid_scope', 'InvalidScopeException'),
    'service-error',
    /InvalidScopeException: What AWS/,
    1,
  ],
  [
    'an OIDC error without words',
    register,
    oidc('invalid_request', 'InvalidRequestException', 400, ''),
    'service-error',
    /InvalidRequest/,
    1,
  ],
  [
    'an OIDC failure',
    token(code),
    oidc('server_error', 'InternalServerException', 500),
    'service-error',
    /InternalServer/,
    3,
  ],
  [
    'an unknown session',
    role,
    portal(401, 'UnauthorizedException', 'Session token not found or invalid'),
    'login-required',
    /Session token not found/,
    1,
  ],
  ['an unknown session', accounts, portal(401, 'UnauthorizedException', 'x'), 'login-required', /x/, 1],
  [
    'a role that is not assigned',
    role,
    portal(403, 'ForbiddenException', 'No access'),
    'role-not-assigned',
    /AdministratorAccess in account 222222222204/,
    1,
  ],
  [
    'accounts that may not be seen',
    accounts,
    portal(403, 'ForbiddenException', 'No access'),
    'access-denied',
    /No access/,
    1,
  ],
  [
    'throttling without end',
    accounts,
    portal(429, 'TooManyRequestsException', 'HTTP 429'),
    'throttled',
    /again and again/,
    8,
  ],
  [
    'a missing resource',
    role,
    portal(404, 'ResourceNotFoundException', 'gone'),
    'service-error',
    /ResourceNotFoundException: gone/,
    1,
  ],
  [
    'a portal that is down',
    accounts,
    portal(503, 'ServiceUnavailable', 'down'),
    'service-error',
    /ServiceUnavailable: down/,
    3,
  ],
  [
    'a page of a proxy',
    accounts,
    raw(200, '<html>Please log in SECRET</html>'),
    'captive-portal',
    /a web page came from http:\/\/127\.0\.0\.1:\d+ \(HTTP 200\)/,
    1,
  ],
  ['a page of a proxy', register, raw(200, '<html>'), 'captive-portal', /did not register/, 1],
  [
    'a page of a proxy',
    role,
    raw(403, '<html>', 'text/html; charset=utf-8'),
    'captive-portal',
    /HTTP 403/,
    1,
  ],
  ['a page of a proxy', caller, raw(200, '<html>', 'text/html'), 'captive-portal', /web page/, 1],
  ['a redirect', accounts, raw(302, '', 'text/plain'), 'captive-portal', /HTTP 302/, 1],
  ['a page of a load balancer', caller, raw(502, 'Bad gateway'), 'service-error', /HTTP 502/, 3],
  [
    'something else than JSON',
    accounts,
    raw(200, '<a/>', 'text/xml'),
    'service-error',
    /not in its protocol/,
    1,
  ],
  [
    'a start URL of another region',
    startDevice,
    oidc('invalid_request', 'InvalidRequestException', 400, ''),
    'wrong-region',
    /in us-east-1 does not know the start URL https:\/\/x\.example\/start \(InvalidRequestException/,
    1,
  ],
  [
    'a start URL of another region',
    registerForBrowser,
    oidc('invalid_request', 'InvalidRequestException', 400, 'Invalid issuer'),
    'wrong-region',
    /\(InvalidRequestException: Invalid issuer\)\.$/,
    1,
  ],
  [
    'a clock that is behind',
    caller,
    stsError(403, 'SignatureDoesNotMatch', skewed('Signature expired', -15, 2 * 3600)),
    'clock-skew',
    /clock is 2 h behind AWS's, so AWS refuses what is signed by it: Signature expired: .*\)\.$/,
    1,
  ],
  [
    'a clock that is ahead',
    assume,
    stsError(403, 'SignatureDoesNotMatch', skewed('Signature not yet current', 15, -3 * 86_400 - 3700)),
    'clock-skew',
    /clock is 3 d 1 h ahead of AWS's/,
    1,
  ],
  [
    'a signature that does not fit for another reason',
    caller,
    stsError(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match'),
    'service-error',
    /we calculated/,
    1,
  ],
  [
    'keys that have ended when they come',
    role,
    json(200, {
      roleCredentials: {
        accessKeyId: 'a',
        secretAccessKey: 'SECRET',
        sessionToken: 'SECRET',
        expiration: Date.now() - 1,
      },
    }),
    'clock-skew',
    /This machine's clock is wrong, so keys that AWS has just made seem to have ended\./,
    1,
  ],
  ['an empty answer', register, json(200, {}), 'service-error', /no client id/, 1],
  ['an empty answer', startDevice, json(200, {}), 'service-error', /no device code/, 1],
  ['an empty answer', token(code), json(200, {}), 'service-error', /has no token/, 1],
  ['an empty answer', role, json(200, { roleCredentials: {} }), 'service-error', /no keys/, 1],
  [
    'a failing logout',
    logout,
    portal(429, 'TooManyRequestsException', 'x'),
    'throttled',
    /end the session/,
    8,
  ],
  [
    'a role that does not trust us',
    assume,
    stsError(403, 'AccessDenied', denied),
    'access-denied',
    /arn:x is not authorized.*arn:y$/,
    1,
  ],
  [
    'keys that have expired',
    caller,
    stsError(403, 'ExpiredToken', 'The security token is expired'),
    'service-error',
    /ExpiredToken: The security token is expired/,
    1,
  ],
  [
    'a bad signature',
    caller,
    stsError(403, 'SignatureDoesNotMatch', 'It does not match.\n\nx-amz-security-token:SECRET-session-token'),
    'service-error',
    /SignatureDoesNotMatch: It does not match\.$/,
    1,
  ],
  [
    'a long duration',
    assume,
    stsError(400, 'ValidationError', '1 validation error with SECRET-session-token'),
    'service-error',
    /ValidationError: 1 validation error with …/,
    1,
  ],
  [
    'a throttled STS',
    assume,
    stsError(400, 'Throttling', 'Rate exceeded'),
    'throttled',
    /Throttling: Rate exceeded/,
    8,
  ],
];

for (const [what, call, answer, problemCode, words, attempts] of table)
  test(`${what} is ${problemCode} after ${attempts} (${words.source})`, async () => {
    await withServer(answer, async ({ target, requests }) => {
      const problem = await problemOf(call(target));
      assert.is(problem.code, problemCode, problem.message);
      assert.match(problem.message, words);
      assert.is(requests.length, attempts);
      assert.ok(problem.hint);
      assert.not.match(`${problem.message} ${problem.hint} ${problem.stack}`, 'SECRET');
    });
  });

test('a device that waits is told why', async () => {
  for (const [name, waiting] of [
    ['AuthorizationPendingException', 'pending'],
    ['SlowDownException', 'slow-down'],
  ] as const)
    await withServer(oidc('x', name), async ({ target, requests }) => {
      assert.equal(await token(device)(target), { waiting });
      assert.is(requests.length, 1);
    });
});

test('throttling that ends is not noticed', async () => {
  const busy = portal(429, 'TooManyRequestsException', 'x');
  const fine = json(200, { accountList: [{ accountId: '1', accountName: 'a' }] });
  await withServer(
    (request, response, count) => (count < 8 ? busy : fine)(request, response, count),
    async ({ target, requests }) => {
      assert.equal(await accounts(target), [{ id: '1', name: 'a' }]);
      assert.is(requests.length, 8);
    },
  );
});

test('all pages of accounts are read, by name, and the endpoint loses its last slash', async () => {
  const pages: Record<string, unknown> = {
    none: { accountList: [{ accountId: '2', accountName: 'b' }], nextToken: 'page2+/=' },
    'page2+/=': { accountList: [], nextToken: 'page3' },
    page3: { accountList: [{ accountId: '1', accountName: 'a' }, { accountId: '3' }], nextToken: null },
  };
  await withServer(
    (request, response, count) => {
      const next = new URL(request.url ?? '', 'http://x').searchParams.get('next_token') ?? 'none';
      json(200, pages[next])(request, response, count);
    },
    async ({ target, requests }) => {
      assert.equal(await accounts(target), [
        { id: '3', name: '3' },
        { id: '1', name: 'a' },
        { id: '2', name: 'b' },
      ]);
      assert.is(requests.length, 3);
      assert.match(requests[0] as string, /^GET \/assignment\/accounts\?max_result=100$/);
    },
  );
});

test('times come from seconds and from milliseconds', async () => {
  const expiration = 2_090_000_000_000;
  const answers: Record<string, unknown> = {
    '/client/register': { clientId: 'i', clientSecret: 's', clientSecretExpiresAt: 2_090_000_000 },
    '/federation/credentials': {
      roleCredentials: { accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'c', expiration },
    },
  };
  await withServer(
    (request, response, count) =>
      json(200, answers[(request.url ?? '').split('?')[0] as string])(request, response, count),
    async ({ target }) => {
      assert.is((await register(target)).expiresAt.getTime(), expiration);
      assert.is((await role(target)).expiresAt.getTime(), expiration);
    },
  );
});

test('a device answer may lack the interval and the complete address', async () => {
  const answer = { deviceCode: 'd', userCode: 'u', verificationUri: 'https://x.example/', expiresIn: 600 };
  await withServer(json(200, answer), async ({ target }) => {
    const { intervalMs, verificationUriComplete } = await startDevice(target);
    assert.equal([intervalMs, verificationUriComplete], [5000, 'https://x.example/']);
  });
});

test('a session that is not known any more is logged out', async () => {
  await withServer(portal(401, 'UnauthorizedException', 'x'), async ({ target }) => logout(target));
});

test('nobody at a loopback endpoint: start the emulator', async () => {
  let gone = { region: 'us-east-1', endpointUrl: '' };
  await withServer(json(200, {}), async ({ target }) => {
    gone = target;
  });
  for (const call of [register, accounts, caller]) {
    const problem = await problemOf(call(gone));
    assert.is(problem.code, 'endpoint-unreachable');
    assert.is(problem.hint, `atmos-kit emulator start --port ${new URL(gone.endpointUrl).port}`);
    assert.match(
      problem.message,
      `${gone.endpointUrl.slice(0, -1)} cannot be reached: nobody listens there (ECONNREFUSED)`,
    );
  }
});

test('a name that nobody knows is told apart from a server that does not answer', async () => {
  // Longer than a name may be, so no server is ever asked for it.
  const endpointUrl = `http://${'x'.repeat(64)}.example/`;
  const problem = await problemOf(accounts({ region: 'us-east-1', endpointUrl }));
  assert.is(problem.code, 'endpoint-unreachable');
  assert.match(problem.message, /its name is not known \(ENOTFOUND\)|cannot be looked up now \(EAI_AGAIN\)/);
  assert.match(problem.hint as string, "the provider's endpoint_url");
});

test('how wrong the clock is follows from the Date of the answer where STS does not say it', async () => {
  const old = (response: { setHeader(name: string, value: string): unknown }) =>
    response.setHeader('date', new Date(Date.now() - 90 * 60_000).toUTCString());
  const keys = { accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'c', expiration: Date.now() - 1 };
  await withServer(
    (request, response, count) => {
      old(response);
      json(200, { roleCredentials: keys })(request, response, count);
    },
    async ({ target }) => {
      const problem = await problemOf(role(target));
      assert.match(problem.message, "clock is 1 h 30 min ahead of AWS's, so keys");
    },
  );
});

test('a connection that breaks off is tried again, then told', async () => {
  await withServer(
    (request) => request.socket.destroy(),
    async ({ target, requests }) => {
      const problem = await problemOf(accounts(target));
      assert.is(problem.code, 'endpoint-unreachable');
      assert.is(requests.length, 3);
    },
  );
});

test('an answer that breaks off is tried again, then told', async () => {
  await withServer(
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"accountList":[', () => response.destroy());
    },
    async ({ target, requests }) => {
      const problem = await problemOf(accounts(target));
      assert.is(problem.code, 'endpoint-unreachable');
      assert.is(requests.length, 3);
    },
  );
});

test('a call that nobody waits for any more ends, and is not made again', async () => {
  const slow = awsServices({ backoffMs: 60_000 });
  for (const answer of [() => {}, portal(429, 'TooManyRequestsException', 'x')] as Answer[])
    await withServer(answer, async ({ target, requests }) => {
      const stop = new AbortController();
      const asked = slow.portal(target).roles(signIn, '222222222204', stop.signal);
      const ended = asked.then(
        () => undefined,
        (error: unknown) => error,
      );
      while (requests.length === 0) await sleep(1);
      // The refusal has arrived by then, and a pause of seconds begun.
      await sleep(100);
      stop.abort(new Error('enough'));
      assert.is(((await ended) as Error).message, 'enough');
      assert.is(requests.length, 1);
    });
});

test('TLS where none is spoken is an endpoint that cannot be reached', async () => {
  await withServer(json(200, {}), async ({ target }) => {
    const endpointUrl = target.endpointUrl.replace('http:', 'https:');
    const problem = await problemOf(accounts({ ...target, endpointUrl }));
    assert.is(problem.code, 'endpoint-unreachable');
  });
});

test.run();
