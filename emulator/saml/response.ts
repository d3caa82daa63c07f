import { randomUUID } from 'node:crypto';
import type { Context } from '../context.ts';
import type { Person, SamlProvider } from '../seed/seed.ts';
import { issuerKey } from '../state/issuer-key.ts';
import { stsTime } from '../sts/reply.ts';
import { type Canonical, element } from './canonical-xml.ts';
import { signatureOf } from './xml-signature.ts';

/** Who the assertions for AWS are for, and where AWS takes them: its documentation of SAML assertions. */
export const awsSignIn = 'https://signin.aws.amazon.com/saml';

const minutes = 60_000;
const saml = 'urn:oasis:names:tc:SAML:2.0:assertion';
const samlp = 'urn:oasis:names:tc:SAML:2.0:protocol';
const attributes = 'https://aws.amazon.com/SAML/Attributes';

/** How a provider signs what it says: a name that does not depend on where the emulator listens. */
export function issuerOf(provider: SamlProvider): string {
  return `urn:local-emulator:saml:${provider.name}`;
}

/** The roles that a provider's assertion for a person lists. */
export function samlRolesOf(provider: SamlProvider, person: Person): readonly string[] {
  const has = (to: SamlProvider['roles'][number]['to']) =>
    'user' in to ? to.user === person.user : person.groups.includes(to.group);
  return [...new Set(provider.roles.filter(({ to }) => has(to)).map(({ role }) => role))];
}

/**
 * A SAML response in Base64, as an identity provider posts it to `acs`: one assertion, signed, with the roles of the
 * person, good for five minutes. `requestId` is that of the request that it answers.
 */
export function samlResponse(
  context: Context,
  provider: SamlProvider,
  person: Person,
  { acs, requestId }: { readonly acs: string; readonly requestId: string | undefined },
): string {
  const now = context.now().getTime();
  const at = (ms: number) => stsTime(new Date(now + ms));
  const inResponse = requestId === undefined ? {} : { InResponseTo: requestId };
  const id = `_${randomUUID()}`;
  const issuer = element('saml:Issuer', {}, issuerOf(provider));
  const before = [issuer];
  const after = [
    subject(person, { ...inResponse, NotOnOrAfter: at(5 * minutes), Recipient: awsSignIn }),
    element(
      'saml:Conditions',
      { NotBefore: at(-minutes), NotOnOrAfter: at(5 * minutes) },
      element('saml:AudienceRestriction', {}, element('saml:Audience', {}, awsSignIn)),
    ),
    element(
      'saml:AuthnStatement',
      { AuthnInstant: at(0), SessionIndex: id },
      element(
        'saml:AuthnContext',
        {},
        element('saml:AuthnContextClassRef', {}, 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password'),
      ),
    ),
    claims(provider, person),
  ];
  const assertion = (...content: readonly Canonical[]) =>
    element(
      'saml:Assertion',
      { 'xmlns:saml': saml, ID: id, IssueInstant: at(0), Version: '2.0' },
      ...content,
    );
  const signature = signatureOf(assertion(...before, ...after), id, issuerKey(context.folder));
  const response = element(
    'samlp:Response',
    {
      'xmlns:saml': saml,
      'xmlns:samlp': samlp,
      Destination: acs,
      ID: `_${randomUUID()}`,
      ...inResponse,
      IssueInstant: at(0),
      Version: '2.0',
    },
    issuer,
    element(
      'samlp:Status',
      {},
      element('samlp:StatusCode', { Value: 'urn:oasis:names:tc:SAML:2.0:status:Success' }),
    ),
    assertion(...before, signature, ...after),
  );
  return Buffer.from(response.xml).toString('base64');
}

function subject(person: Person, confirmation: Record<string, string>): Canonical {
  return element(
    'saml:Subject',
    {},
    element(
      'saml:NameID',
      { Format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress' },
      person.email,
    ),
    element(
      'saml:SubjectConfirmation',
      { Method: 'urn:oasis:names:tc:SAML:2.0:cm:bearer' },
      element('saml:SubjectConfirmationData', confirmation),
    ),
  );
}

function claims(provider: SamlProvider, person: Person): Canonical {
  const attribute = (name: string, values: readonly string[]) =>
    element(
      'saml:Attribute',
      { Name: `${attributes}/${name}` },
      ...values.map((value) => element('saml:AttributeValue', {}, value)),
    );
  const roles = samlRolesOf(provider, person).map((role) => `${role},${provider.arn}`);
  return element(
    'saml:AttributeStatement',
    {},
    attribute('Role', roles),
    attribute('RoleSessionName', [person.email]),
    attribute('SessionDuration', [String(provider.session / 1000)]),
  );
}
