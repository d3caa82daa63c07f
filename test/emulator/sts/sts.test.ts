import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Sha256 } from '@aws-sdk/checksums/sha';
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
} from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';
import { SignJWT } from 'jose';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseSeed } from '../../../emulator/seed/read-seed.ts';
import { type Running, withRunning } from '../running.ts';
import { auditOf, auditText, errorOf, keysOf, stsClient } from '../signed.ts';

const github = 'https://token.actions.githubusercontent.com';
const target = (name: string) => `arn:aws:iam::111111111101:role/deep/path/${name}`;
const seed = parseSeed(
  `
accounts:
  - { id: "111111111101", name: root }
  - { id: "111111111102", name: identity }
permission_sets:
  - { name: Apply, session: 1h, state: write }
  - { name: Look, session: 1h, state: none }
roles:
  - { arn: "${target('plain')}", state: write, max_session: 2h, trust: [{ account: identity, permission_set: Apply }] }
  - { arn: "${target('outside')}", external_id: "open:sesame", trust: [{ account: identity, permission_set: Apply }] }
  - { arn: "${target('second')}", trust: [{ role: "${target('plain')}" }] }
  - arn: "${target('ci')}"
    max_session: 2h
    trust: [{ issuer: "${github}", subject: "repo:acme/infra:*" }]
people:
  - { user: olga, password: x, display_name: Olga, email: olga@acme.example }
`,
  'seed.yaml',
);

const message = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'answered',
    (error: Error) => `${error.name}: ${error.message}`,
  );

const apply = (running: Running) => keysOf(running, 'identity', 'Apply', { seed });

function assume(
  running: Running,
  name: string,
  rest: { [key: string]: unknown } = {},
  keys = apply(running),
) {
  return stsClient(running, keys).send(
    new AssumeRoleCommand({ RoleArn: target(name), RoleSessionName: 'olga@acme.example', ...rest }),
  );
}

function keysIn(answer: Awaited<ReturnType<typeof assume>>) {
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = answer.Credentials ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

test('a session is told who it is', () =>
  withRunning(async (running) => {
    const { Account, Arn, UserId } = await stsClient(running, apply(running)).send(
      new GetCallerIdentityCommand({}),
    );
    assert.is(Account, '111111111102');
    assert.match(
      Arn ?? '',
      /^arn:aws:sts::111111111102:assumed-role\/AWSReservedSSO_Apply_[0-9a-f]{16}\/olga@acme\.example$/,
    );
    assert.match(UserId ?? '', /^AROA[A-Z2-7]{17}:olga@acme\.example$/);
    assert.equal(auditOf(running, 'sts'), ['allowed GetCallerIdentity']);
  }, seed));

test('a presigned call works as a token: in JSON, and only with the headers it was made for', () =>
  withRunning(async (running) => {
    const host = `127.0.0.1:${running.port}`;
    const signer = new SignatureV4({
      service: 'sts',
      region: 'us-east-1',
      credentials: apply(running),
      sha256: Sha256,
    });
    const presigned = await signer.presign(
      {
        protocol: 'http:',
        hostname: '127.0.0.1',
        method: 'GET',
        path: '/',
        query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
        headers: { host, 'x-k8s-aws-id': 'plat-dev' },
      },
      { expiresIn: 60 },
    );
    const url = `${running.origin}/?${new URLSearchParams(presigned.query as Record<string, string>)}`;
    const ask = async (headers: Record<string, string>) => {
      const reply = await fetch(url, { headers: { accept: 'application/json', ...headers } });
      return { status: reply.status, content: (await reply.json()) as Record<string, unknown> };
    };
    const { status, content } = await ask({ 'x-k8s-aws-id': 'plat-dev' });
    assert.is(status, 200);
    const { GetCallerIdentityResult: result, ResponseMetadata: metadata } = content[
      'GetCallerIdentityResponse'
    ] as Record<string, Record<string, string>>;
    assert.is(result?.['Account'], '111111111102');
    assert.match(result?.['Arn'] ?? '', /olga@acme\.example$/);
    assert.ok(metadata?.['RequestId']);
    for (const headers of [{}, { 'x-k8s-aws-id': 'plat-prod' }]) assert.is((await ask(headers)).status, 403);
    running.pass(901_000);
    assert.is((await ask({ 'x-k8s-aws-id': 'plat-dev' })).status, 403);
  }, seed));

test('a role is had by those whom it trusts, without its path in the session, and the person stays behind it', () =>
  withRunning(async (running) => {
    const answer = await assume(running, 'plain');
    assert.is(answer.AssumedRoleUser?.Arn, 'arn:aws:sts::111111111101:assumed-role/plain/olga@acme.example');
    assert.match(answer.AssumedRoleUser?.AssumedRoleId ?? '', /^AROA[A-Z2-7]{17}:olga@acme\.example$/);
    assert.match(answer.Credentials?.AccessKeyId ?? '', /^ASIA[A-Z2-7]{16}$/);
    const who = await stsClient(running, keysIn(answer)).send(new GetCallerIdentityCommand({}));
    assert.is(who.Arn, answer.AssumedRoleUser?.Arn);
    const second = await assume(running, 'second', { RoleSessionName: 'deeper' }, keysIn(answer));
    await stsClient(running, keysIn(second)).send(new GetCallerIdentityCommand({}));
    const last = running.audit().at(-1) ?? {};
    assert.is(last['principal'], 'olga');
    assert.is(last['role'], 'second');
  }, seed));

test('whom a role does not trust gets AccessDenied, whatever is missing', () =>
  withRunning(async (running) => {
    const look = keysOf(running, 'identity', 'Look', { seed });
    const elsewhere = keysOf(running, 'root', 'Apply', { seed });
    const cases: [string, Promise<unknown>][] = [
      ['plain', assume(running, 'plain', {}, look)],
      ['plain', assume(running, 'plain', {}, elsewhere)],
      ['second', assume(running, 'second')],
      ['nobody', assume(running, 'nobody')],
      ['ci', assume(running, 'ci')],
      ['outside', assume(running, 'outside')],
      ['outside', assume(running, 'outside', { ExternalId: 'open:sesam' })],
    ];
    for (const [name, call] of cases)
      assert.match(
        await message(call),
        new RegExp(
          `^AccessDenied: User: arn:aws:sts::\\d+:assumed-role/\\S+ is not authorized to perform: sts:AssumeRole on resource: ${target(name)}$`,
        ),
      );
    assert.is(await message(assume(running, 'outside', { ExternalId: 'open:sesame' })), 'answered');
    assert.equal(new Set(auditOf(running, 'sts').slice(0, 2)).size, 1);
    assert.is(auditOf(running, 'sts')[0], `denied AssumeRole ${target('plain')} AccessDenied`);
  }, seed));

test('sessions live as long as asked within the limits of the role and of chaining', () =>
  withRunning(async (running) => {
    const length = async (rest: object) => {
      const answer = await assume(running, 'plain', { ...rest });
      return Math.round(((answer.Credentials?.Expiration?.getTime() ?? 0) - Date.now()) / 60_000);
    };
    assert.is(await length({}), 60);
    assert.is(await length({ DurationSeconds: 900 }), 15);
    const refused: [object, RegExp][] = [
      [
        { DurationSeconds: 899 },
        /^ValidationError: 1 validation error detected: Value '899' at 'durationSeconds'/,
      ],
      [{ DurationSeconds: 43_201 }, /^ValidationError: .*less than or equal to 43200/],
      [{ DurationSeconds: 7200 }, /^ValidationError: .*1 hour session limit .* role chaining/],
      [{ RoleSessionName: 'a b' }, /^ValidationError: .*Value 'a b' at 'roleSessionName' .*pattern/],
      [{ RoleSessionName: 'x' }, /^ValidationError: .*greater than or equal to 2/],
      [
        { RoleSessionName: 'x'.repeat(65), DurationSeconds: 1 },
        /^ValidationError: 2 validation errors detected/,
      ],
      [{ RoleArn: 'arn:aws:s3:::a-bucket-and-no-role' }, /^ValidationError: .* is invalid$/],
      [{ Policy: '{}' }, /^ValidationError: The local emulator evaluates no session policies/],
      [
        { SerialNumber: 'arn:aws:iam::111111111101:mfa/me', TokenCode: '123456' },
        /^AccessDenied: MultiFactor/,
      ],
    ];
    for (const [rest, expected] of refused)
      assert.match(await message(assume(running, 'plain', { ...rest })), expected);
    // The longest name and every kind of character that it may have.
    assert.is(
      await message(assume(running, 'plain', { RoleSessionName: `${'x'.repeat(56)}_+=,.@-9` })),
      'answered',
    );
  }, seed));

test('keys outlive a restart and end with their session', () =>
  withRunning(async (running) => {
    const keys = apply(running);
    const ask = () => errorOf(stsClient(running, keys).send(new GetCallerIdentityCommand({})));
    await running.restart();
    assert.is(await ask(), 'answered');
    running.pass(3_600_000);
    const late = stsClient(running, keys, { systemClockOffset: 3_600_000 });
    assert.is(await errorOf(late.send(new GetCallerIdentityCommand({}))), 'ExpiredToken 403');
  }, seed));

test('actions that are not answered say which are', () =>
  withRunning(async (running) => {
    const call = stsClient(running, apply(running)).send(new GetFederationTokenCommand({ Name: 'x-y' }));
    assert.match(await message(call), /^InvalidAction: .* answers GetCallerIdentity, AssumeRole/);
    const post = async (body: string, headers: Record<string, string> = {}) => {
      const reply = await fetch(`${running.origin}/`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      });
      return `${reply.status} ${(await reply.text()).replace(/RequestId.*/s, '')}`;
    };
    assert.match(await post('Version=2011-06-15'), /^400 .*<Code>MissingAction<\/Code>/s);
    assert.match(await post('Action=GetCallerIdentity'), /^400 .*<Code>InvalidAction<\/Code>/s);
    assert.match(
      await post('Action=GetCallerIdentity&Version=2011-06-15'),
      /^403 <\?xml[^\n]*\n<ErrorResponse xmlns="https:\/\/sts\.amazonaws\.com\/doc\/2011-06-15\/"><Error><Type>Sender<\/Type><Code>MissingAuthenticationToken</,
    );
    assert.match(
      await post('Action=GetCallerIdentity&Version=2011-06-15', { accept: 'application/json' }),
      /^403 \{"Error":\{"Type":"Sender","Code":"MissingAuthenticationToken"/,
    );
  }, seed));

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

function token(
  claims: { iss?: string; aud?: string | string[]; sub?: string; exp?: number },
  key = createPrivateKey(pem),
  alg = 'RS256',
): Promise<string> {
  const { iss = github, aud = 'sts.amazonaws.com', sub = 'repo:acme/infra:ref:refs/heads/main' } = claims;
  return new SignJWT({})
    .setProtectedHeader({ alg })
    .setIssuer(iss)
    .setAudience(aud)
    .setSubject(sub)
    .setIssuedAt()
    .setExpirationTime(claims.exp ?? Math.floor(Date.now() / 1000) + 300)
    .sign(key);
}

function withToken(running: Running, WebIdentityToken: string, name = 'ci', rest: object = {}) {
  // No credentials at all: the call is not signed.
  return stsClient(running, { accessKeyId: '', secretAccessKey: '', sessionToken: '' }).send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: target(name),
      RoleSessionName: 'run-1',
      WebIdentityToken,
      ...rest,
    }),
  );
}

test('a web identity with a token of the emulator has the roles that trust its subject', () =>
  withRunning(async (running) => {
    const good = await token({});
    assert.match(
      await message(withToken(running, good)),
      /^InvalidIdentityTokenException: .*own issuer has signed no token/,
    );
    writeFileSync(join(running.dir, 'issuer-key.pem'), pem);
    const answer = await withToken(running, good, 'ci', { DurationSeconds: 7200 });
    assert.is(answer.Provider, github);
    assert.is(answer.Audience, 'sts.amazonaws.com');
    assert.is(answer.SubjectFromWebIdentityToken, 'repo:acme/infra:ref:refs/heads/main');
    assert.is(answer.AssumedRoleUser?.Arn, 'arn:aws:sts::111111111101:assumed-role/ci/run-1');
    const minutes = ((answer.Credentials?.Expiration?.getTime() ?? 0) - Date.now()) / 60_000;
    assert.is(Math.round(minutes), 120);
    await stsClient(running, keysIn(answer)).send(new GetCallerIdentityCommand({}));
    assert.is(running.audit().at(-1)?.['principal'], 'repo:acme/infra:ref:refs/heads/main');

    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const cases: [string, string, RegExp][] = [
      [
        await token({ sub: 'repo:evil/infra:ref' }),
        'ci',
        /^AccessDenied: Not authorized to perform sts:AssumeRoleWith/,
      ],
      [good, 'plain', /^AccessDenied: Not authorized/],
      [good, 'nobody', /^AccessDenied: Not authorized/],
      [
        await token({ iss: 'https://evil.example' }),
        'ci',
        /^InvalidIdentityTokenException: No OpenIDConnect provider found/,
      ],
      [await token({ aud: 'else' }), 'ci', /^InvalidIdentityTokenException: Incorrect token audience/],
      [await token({ exp: Math.floor(Date.now() / 1000) - 1 }), 'ci', /^ExpiredTokenException: /],
      [await token({}, other), 'ci', /^InvalidIdentityTokenException: .*signature/],
      [await token({}, createPrivateKey(pem), 'PS256'), 'ci', /^InvalidIdentityTokenException: .*alg/],
      [`${good.slice(0, good.indexOf('.'))}.e30.x`, 'ci', /^InvalidIdentityToken/],
      ['no token', 'ci', /^InvalidIdentityToken/],
      ['abc', 'ci', /^ValidationError: .*'webIdentityToken'/],
    ];
    for (const [jwt, name, expected] of cases)
      assert.match(await message(withToken(running, jwt, name)), expected);
    assert.is(
      await message(withToken(running, await token({ aud: ['a', 'sts.amazonaws.com'] }))),
      'answered',
    );
    running.pass(301_000);
    assert.match(await message(withToken(running, good)), /^ExpiredTokenException: /);
    assert.not(auditText(running).includes(good));
  }, seed));

test.run();
