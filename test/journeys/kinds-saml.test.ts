/** A person signs in at her company's identity provider in her browser, and is a role of AWS. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sees, signIn, withPage } from '../emulator/pages/browser.ts';
import { hiddenFields, ScriptedPerson } from '../emulator/pages/scripted-person.ts';
import type { Desk } from './desk.ts';
import { filesBelow } from './files-below.ts';
import { kindsJourney } from './kinds.ts';
import { browserOf } from './opened-browser.ts';

const role = (name: string) => `arn:aws:iam::111111111104:role/acme-core-gbl-auto-saml-${name}`;
const saml = `
providers:
  idp:
    kind: aws/saml
    url: IDP
    region: us-east-1
    driver: Okta
    session: { duration: 30m }
    spec: { endpoint_url: !env ATMOS_KIT_ENDPOINT, callback_port: 0 }
identities:
  reader: { kind: aws/assume-role, via: { provider: idp }, principal: { assume_role: "${role('reader')}" } }
  operator: { kind: aws/assume-role, via: { provider: idp }, principal: { assume_role: "${role('operator')}" } }
`;

/** The profile's address of the identity provider is the emulator's, whose port is known only now. */
const at = (desk: Desk) =>
  desk.edit('profiles/kinds/kinds.yaml', 'IDP', `${desk.emulator.origin}/saml/acme-idp`);

kindsJourney(
  'in a browser: the page sends itself back, and the keys are those of the role',
  saml,
  async (desk) => {
    at(desk);
    await withPage(desk.emulator.origin, async (page) => {
      const browser = browserOf(desk);
      const login = desk.begin('auth login -i reader', browser);
      await page.goto(await browser.address());
      await signIn(page, 'dana', 'local-dana');
      await sees(page, 'You are signed in');
      const { exitCode, stdout, stderr } = await login.ended;
      assert.is(exitCode, 0, stderr);
      assert.is(stdout, '');
      assert.match(stderr, /^Opening your browser to sign in at idp\./);
      assert.match(stderr, /Keys of reader are ready until/);
    });
    const who = await desk.kit('auth whoami -i reader -o json');
    const { principal, provider, seconds_left: left } = JSON.parse(who.stdout);
    assert.match(
      principal,
      /^arn:aws:sts::111111111104:assumed-role\/acme-core-gbl-auto-saml-reader\/dana@acme\.example$/,
    );
    assert.is(provider, 'idp');
    assert.ok(left > 1500 && left <= 1800, String(left));
  },
);

/** Signs in without a browser, at the address that was said; returns what the identity provider would post. */
async function signOn(desk: Desk, words: string, user: string) {
  const login = desk.begin(words);
  const [url] = await login.hears(/(?<=\s)http:\S+SAMLRequest=\S+(?=\s)/);
  const person = new ScriptedPerson(desk.emulator.origin);
  const { pathname, search } = new URL(url);
  const page = await person.submit(await person.open(pathname + search), { user, password: `local-${user}` });
  const action = /<form method="post" action="([^"]+)"/.exec(page.body)?.[1] ?? '';
  const post = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(action, { method: 'POST', body: new URLSearchParams(fields), headers });
  return { login, action, fields: hiddenFields(page.body), post };
}

kindsJourney('one answer is taken, and what is none is turned away', saml, async (desk) => {
  at(desk);
  const { login, action, fields, post } = await signOn(desk, 'auth login -i operator', 'olga');
  assert.match(login.said(), /^No browser is used here \(.*\)\. Open this address in one on this machine/);
  const { SAMLResponse = '', RelayState = '' } = fields;
  for (const wrong of [
    { SAMLResponse },
    { SAMLResponse, RelayState: `${RelayState}x` },
    { RelayState },
    { SAMLResponse: 'not base64!', RelayState },
    { SAMLResponse: Buffer.from('<html/>').toString('base64'), RelayState },
    { SAMLResponse: 'A'.repeat(400_000), RelayState },
  ])
    assert.is((await post(wrong).catch(() => ({ status: 400 }))).status, 400);
  assert.is((await fetch(action)).status, 405);
  assert.is((await fetch(`${action}elsewhere`, { method: 'POST' })).status, 404);
  assert.is((await post({ SAMLResponse, RelayState })).status, 200);
  const { exitCode, stderr } = await login.ended;
  assert.is(exitCode, 0, stderr);
  await post({ SAMLResponse, RelayState }).then(
    () => assert.unreachable('a second answer was taken'),
    () => undefined,
  );
  for (const text of [stderr, ...filesBelow(desk.home), ...filesBelow(desk.run)])
    assert.not.ok(text.includes(SAMLResponse));
});

kindsJourney('a role that the company does not offer is told with those that it does', saml, async (desk) => {
  at(desk);
  const { login, fields, post } = await signOn(desk, 'auth login -i operator', 'dana');
  assert.is((await post(fields)).status, 200);
  const { exitCode, stderr } = await login.ended;
  assert.is(exitCode, 1);
  assert.match(
    stderr,
    new RegExp(`idp does not offer you the role ${role('operator')}\\.\\n {2}It offers ${role('reader')}\\.`),
  );
});

kindsJourney('who has not signed in is told how, and nobody is asked in CI', saml, async (desk) => {
  at(desk);
  const who = await desk.kit('auth whoami -i reader');
  assert.is(who.exitCode, 2);
  assert.match(
    who.stderr,
    /^atmos-kit: You are not signed in as reader\.\n {2}atmos-kit auth login --identity reader\n/,
  );
  const inCi = await desk.kit('auth login -i reader', { variables: { CI: 'true' } });
  assert.is(inCi.exitCode, 2);
  assert.match(inCi.stderr, /reader needs a sign-in at idp, and in CI nobody is there/);
  const provider = await desk.kit('auth login --provider idp');
  assert.match(
    provider.stderr,
    /A sign-in at idp is always one for a certain role\.\n {2}atmos-kit auth login --identity NAME/,
  );
});

kindsJourney(
  'a port that somebody else listens on is named',
  saml.replace('callback_port: 0', 'callback_port: PORT'),
  async (desk) => {
    at(desk);
    desk.edit('profiles/kinds/kinds.yaml', 'PORT', String(desk.emulator.port));
    const { exitCode, stderr } = await desk.kit('auth login -i reader');
    assert.is(exitCode, 1);
    assert.match(stderr, new RegExp(`Port ${desk.emulator.port} of 127\\.0\\.0\\.1 is in use`));
  },
);

test.run();
