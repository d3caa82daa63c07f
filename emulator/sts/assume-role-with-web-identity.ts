import type { Reply } from '../contract.ts';
import { assumedRole, roleSession } from './assumed-role.ts';
import type { StsCall } from './call.ts';
import { stsReply } from './reply.ts';
import {
  readRoleRequest,
  roleArnRule,
  sessionLifetime,
  sessionNameRule,
  webIdentityTokenRule,
} from './role-request.ts';
import { trustedAudience, verifyWebIdentity } from './web-identity.ts';

/**
 * AssumeRoleWithWebIdentity: keys of a role for the bearer of a JWT whom its trust names. The call is not signed.
 * Throws StsRefusal `ValidationError`, `InvalidIdentityToken`, `ExpiredTokenException`, `AccessDenied`.
 */
export async function assumeRoleWithWebIdentity({ context, parameters, note }: StsCall): Promise<Reply> {
  const request = readRoleRequest(parameters, [roleArnRule, sessionNameRule, webIdentityTokenRule]);
  const identity = await verifyWebIdentity(context, parameters.get('WebIdentityToken') as string);
  note.subject = identity.subject;
  const audience = trustedAudience(context, request.roleArn, identity);
  const role = context.directory.findRole(request.roleArn);
  if (role === undefined) throw new Error(`${request.roleArn} is trusted but not there.`);
  const lifetime = sessionLifetime(request, role, false);
  const session = {
    ...roleSession(role, request.sessionName),
    principal: identity.subject,
    chained: false,
  };
  return stsReply('AssumeRoleWithWebIdentity', [
    ...assumedRole(context, session, lifetime),
    ['SubjectFromWebIdentityToken', identity.subject],
    ['Provider', identity.issuer],
    ['Audience', audience],
  ]);
}
