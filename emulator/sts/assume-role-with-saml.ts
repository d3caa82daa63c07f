import { createHash } from 'node:crypto';
import type { Reply } from '../contract.ts';
import { type Assertion, readAssertion } from '../saml/assertion.ts';
import { awsSignIn, issuerOf } from '../saml/response.ts';
import type { SamlProvider } from '../seed/seed.ts';
import { issuerPublicKey } from '../state/issuer-key.ts';
import { assumedRole, roleSession } from './assumed-role.ts';
import type { StsCall } from './call.ts';
import { StsRefusal } from './refusal.ts';
import { stsReply } from './reply.ts';
import {
  principalArnRule,
  readRoleRequest,
  roleArnRule,
  samlAssertionRule,
  sessionLifetime,
} from './role-request.ts';

const attributes = 'https://aws.amazon.com/SAML/Attributes';

/**
 * AssumeRoleWithSAML: keys of a role that a signed assertion lists and whose trust names the provider. The call is not
 * signed, and the session's name is in the assertion. Its texts are those of AWS's page about SAML errors.
 * Throws StsRefusal `ValidationError`, `InvalidIdentityToken`, `ExpiredTokenException`, `AccessDenied`.
 */
export function assumeRoleWithSaml({ context, parameters, note }: StsCall): Reply {
  const request = readRoleRequest(parameters, [roleArnRule, principalArnRule, samlAssertionRule]);
  const principalArn = parameters.get('PrincipalArn') as string;
  const provider = context.seed.samlProviders.find(({ arn }) => arn === principalArn);
  if (provider === undefined) throw invalidToken("Specified provider doesn't exist");
  const key = issuerPublicKey(context.folder);
  const assertion = key && readAssertion(parameters.get('SAMLAssertion') as string, key);
  if (assertion === undefined) throw invalidToken('Response signature invalid');
  checkAssertion(assertion, provider, context.now().getTime());
  note.subject = assertion.nameId;

  const role = context.directory.findRole(request.roleArn);
  const listed = assertion.attributes
    .get(`${attributes}/Role`)
    ?.includes(`${request.roleArn},${principalArn}`);
  const trusted = role?.trust.some((trust) => trust.kind === 'saml' && trust.provider === principalArn);
  if (role === undefined || listed !== true || trusted !== true)
    throw new StsRefusal(403, 'AccessDenied', 'Not authorized to perform sts:AssumeRoleWithSAML');

  const sessionName = assertion.attributes.get(`${attributes}/RoleSessionName`)?.[0] ?? '';
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName))
    throw invalidToken('RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}');
  const longest = Number(assertion.attributes.get(`${attributes}/SessionDuration`)?.[0] ?? 3600);
  const asked = request.durationSeconds ?? Math.min(longest, role.maxSession / 1000);
  const lifetime = sessionLifetime({ durationSeconds: Math.min(asked, longest) }, role, false);
  const session = { ...roleSession(role, sessionName), principal: assertion.nameId, chained: false };
  return stsReply('AssumeRoleWithSAML', [
    ...assumedRole(context, session, lifetime),
    ['Subject', assertion.nameId],
    ['SubjectType', assertion.nameFormat],
    ['Issuer', assertion.issuer],
    ['Audience', awsSignIn],
    ['NameQualifier', nameQualifier(assertion.issuer, provider)],
  ]);
}

function checkAssertion(assertion: Assertion, provider: SamlProvider, now: number): void {
  if (assertion.issuer !== issuerOf(provider)) throw invalidToken('Issuer not present in specified provider');
  if (!assertion.audiences.includes(awsSignIn))
    throw invalidToken('Response does not contain the required audience.');
  if (assertion.recipient !== awsSignIn)
    throw invalidToken('Response does not contain the required recipient.');
  if (now < assertion.notBefore) throw invalidToken('The assertion is not valid yet.');
  if (now >= assertion.notOnOrAfter)
    throw new StsRefusal(400, 'ExpiredTokenException', 'Token must be redeemed within 5 minutes of issuance');
}

// By which a role's policy can tell people of different providers apart (reference §3.2).
function nameQualifier(issuer: string, { account, name }: SamlProvider): string {
  return createHash('sha1').update(`${issuer}${account}/${name}`).digest('base64');
}

function invalidToken(message: string): StsRefusal {
  return new StsRefusal(400, 'InvalidIdentityToken', message);
}
