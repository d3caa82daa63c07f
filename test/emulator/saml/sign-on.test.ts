import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateRawSync } from 'node:zlib';
import { AssumeRoleWithSAMLCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sees, signIn, withPage } from '../pages/browser.ts';
import { headingOf, hiddenFields, ScriptedPerson, signedIn } from '../pages/scripted-person.ts';
import { faultOf, type Running, withRunning } from '../running.ts';
import { auditText, stsClient } from '../signed.ts';

const account = '111111111104';
const provider = `arn:aws:iam::${account}:saml-provider/acme-idp`;
const roleArn = (name: string) => `arn:aws:iam::${account}:role/acme-core-gbl-auto-saml-${name}`;
const acs = 'http://127.0.0.1:4711/saml';

/** Signs a person on, and returns the fields of the form that goes to the program that waits. */
async function signOn(running: Running, user = 'olga', query = `acs=${encodeURIComponent(acs)}`) {
  const person = new ScriptedPerson(running.origin);
  const signIn = await person.open(`/saml/acme-idp?${query}`);
  const page = await person.submit(signIn, { user, password: `local-${user}` });
  return {
    page,
    action: /<form method="post" action="([^"]+)"/.exec(page.body)?.[1],
    fields: hiddenFields(page.body),
  };
}

const assertionOf = async (running: Running, user?: string) =>
  (await signOn(running, user)).fields['SAMLResponse'] ?? '';

const assume = (running: Running, SAMLAssertion: string, name = 'operator', rest: object = {}) =>
  stsClient(running, { accessKeyId: '', secretAccessKey: '', sessionToken: '' }).send(
    new AssumeRoleWithSAMLCommand({
      RoleArn: roleArn(name),
      PrincipalArn: provider,
      SAMLAssertion,
      ...rest,
    }),
  );

/** The assertion with something in it changed after it was signed. */
const changed = (assertion: string, from: string | RegExp, to: string) => {
  const xml = Buffer.from(assertion, 'base64').toString();
  const other = xml.replace(from, to);
  assert.is.not(other, xml);
  return Buffer.from(other).toString('base64');
};

test('a person signs in, and a form with a signed assertion goes to where the program waits', () =>
  withRunning(async (running) => {
    const { action, fields, page } = await signOn(
      running,
      'olga',
      `acs=${encodeURIComponent(acs)}&RelayState=a%26b`,
    );
    assert.is(action, acs);
    assert.is(fields['RelayState'], 'a&b');
    assert.match(
      page.headers.get('content-security-policy') ?? '',
      /form-action 'self' http:\/\/127\.0\.0\.1:4711/,
    );
    const xml = Buffer.from(fields['SAMLResponse'] ?? '', 'base64').toString();
    assert.match(xml, /Destination="http:\/\/127\.0\.0\.1:4711\/saml"/);
    assert.match(xml, /Recipient="https:\/\/signin\.aws\.amazon\.com\/saml"/);
    for (const name of ['reader', 'operator']) assert.ok(xml.includes(`>${roleArn(name)},${provider}<`));
    // Who has signed in already is not asked again.
    const known = await signedIn(running.origin, 'dana');
    const again = await known.open(`/saml/acme-idp?acs=${encodeURIComponent(acs)}`);
    assert.is(headingOf(again), 'Signing in');
  }));

test('in a real browser the form sends itself', () =>
  withRunning(async (running) => {
    let posted = '';
    const waiting = createServer((request, reply) => {
      request.setEncoding('utf8').on('data', (text: string) => {
        posted += text;
      });
      request.on('end', () => reply.setHeader('content-type', 'text/html').end('<h1>Arrived</h1>'));
    });
    await new Promise<void>((resolve) => waiting.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = waiting.address() as AddressInfo;
      await withPage(running.origin, async (page) => {
        await page.goto(`/saml/acme-idp?acs=${encodeURIComponent(`http://127.0.0.1:${port}/`)}`);
        await signIn(page, 'olga', 'local-olga');
        await sees(page, 'Arrived');
        await assume(running, new URLSearchParams(posted).get('SAMLResponse') ?? '');
      });
    } finally {
      waiting.close();
      waiting.closeAllConnections();
    }
  }));

test('a request of the redirect binding says where the answer goes and what it answers', () =>
  withRunning(async (running) => {
    const xml = `<samlp:AuthnRequest ID="_r1" AssertionConsumerServiceURL="${acs}?a=1&amp;b=2" Version="2.0"/>`;
    const request = encodeURIComponent(deflateRawSync(xml).toString('base64'));
    const { action, fields } = await signOn(running, 'olga', `SAMLRequest=${request}`);
    assert.is(action, `${acs}?a=1&amp;b=2`);
    const response = Buffer.from(fields['SAMLResponse'] ?? '', 'base64').toString();
    assert.is(response.match(/InResponseTo="_r1"/g)?.length, 2);
    await assume(running, fields['SAMLResponse'] ?? '');
  }));

test('without a word about it the answer goes to the address of the seed, and never to another machine', () =>
  withRunning(async (running) => {
    assert.is((await signOn(running, 'olga', '')).action, 'http://127.0.0.1:35001');
    const person = await signedIn(running.origin, 'olga');
    const elsewhere = await person.open('/saml/acme-idp?acs=https%3A%2F%2Fevil.example%2F');
    assert.is(elsewhere.status, 400);
    assert.is((await person.open('/saml/other')).status, 404);
    const mara = await signedIn(running.origin, 'mara');
    assert.is(headingOf(await mara.open('/saml/acme-idp')), 'No role is yours here');
  }));

test('STS gives the roles that the assertion lists, named after the person', () =>
  withRunning(async (running) => {
    const assertion = await assertionOf(running);
    const { Credentials: made, ...answer } = await assume(running, assertion);
    assert.is(
      answer.AssumedRoleUser?.Arn,
      `arn:aws:sts::${account}:assumed-role/acme-core-gbl-auto-saml-operator/olga@acme.example`,
    );
    assert.equal(
      [answer.Subject, answer.SubjectType, answer.Issuer, answer.Audience],
      [
        'olga@acme.example',
        'emailAddress',
        'urn:local-emulator:saml:acme-idp',
        'https://signin.aws.amazon.com/saml',
      ],
    );
    assert.match(answer.NameQualifier ?? '', /^[A-Za-z0-9+/]{27}=$/);
    const hours = ((made?.Expiration?.getTime() ?? 0) - Date.now()) / 3_600_000;
    assert.is(Math.round(hours), 4);
    const keys = {
      accessKeyId: made?.AccessKeyId ?? '',
      secretAccessKey: made?.SecretAccessKey ?? '',
      sessionToken: made?.SessionToken ?? '',
    };
    await stsClient(running, keys).send(new GetCallerIdentityCommand({}));
    assert.is(running.audit().at(-1)?.['principal'], 'olga@acme.example');
    assert.not(auditText(running).includes(assertion.slice(0, 200)));
  }));

test('whatever does not hold is refused in the words of STS', () =>
  withRunning(async (running) => {
    const olga = await assertionOf(running);
    const dana = await assertionOf(running, 'dana');
    const invalid = (text: string) => `InvalidIdentityTokenException: ${text}`;
    const denied = 'AccessDenied: Not authorized to perform sts:AssumeRoleWithSAML';
    const twice = (xml: string) => {
      const [assertion = ''] = /<saml:Assertion .*<\/saml:Assertion>/s.exec(xml) ?? [];
      return xml.replace(assertion, assertion.replaceAll('operator', 'reader') + assertion);
    };
    const cases: [() => Promise<unknown>, string][] = [
      [() => assume(running, dana), denied],
      [() => assume(running, olga, 'nobody'), denied],
      [
        () => assume(running, olga, 'operator', { PrincipalArn: provider.replace('acme-idp', 'other-idp') }),
        invalid("Specified provider doesn't exist"),
      ],
      [
        () => assume(running, changed(dana, 'saml-reader', 'saml-operator')),
        invalid('Response signature invalid'),
      ],
      // What stands around the assertion is signed by nobody, and nothing is believed of it.
      [() => assume(running, changed(olga, /ID="_[^"]+"/, 'ID="_other"'), 'operator'), 'answered'],
      [
        () => assume(running, changed(olga, /<ds:Signature .*<\/ds:Signature>/s, '')),
        invalid('Response signature invalid'),
      ],
      [
        () => assume(running, Buffer.from(twice(Buffer.from(olga, 'base64').toString())).toString('base64')),
        invalid('Response signature invalid'),
      ],
      [() => assume(running, 'bm8gWE1M'), invalid('Response signature invalid')],
      [
        () => assume(running, olga, 'operator', { DurationSeconds: 899 }),
        "ValidationError: 1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
      ],
    ];
    for (const [call, expected] of cases) assert.is(await faultOf(call()), expected);
    running.pass(301_000);
    assert.is(
      await faultOf(assume(running, olga)),
      'ExpiredTokenException: Token must be redeemed within 5 minutes of issuance',
    );
  }));

test('an assertion of another emulator is worth nothing', () =>
  withRunning(async (running) => {
    await withRunning(async (other) => {
      await assertionOf(running);
      assert.match(await faultOf(assume(running, await assertionOf(other))), /Response signature invalid/);
    });
  }));

test.run();
