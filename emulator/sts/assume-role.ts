import type { Reply } from '../contract.ts';
import { assumedRole, roleSession } from './assumed-role.ts';
import { type StsCall, verified } from './call.ts';
import { checkMfa } from './mfa.ts';
import { notAuthorized, StsRefusal } from './refusal.ts';
import { stsReply } from './reply.ts';
import {
  externalIdRule,
  readRoleRequest,
  roleArnRule,
  serialNumberRule,
  sessionLifetime,
  sessionNameRule,
  sourceIdentityRule,
  tokenCodeRule,
} from './role-request.ts';
import { readSessionTags } from './session-tags.ts';
import { type Signer, signerOf, trusts, userOf } from './trust.ts';

/**
 * AssumeRole: keys of a role for a caller whom its trust names. Whoever is behind the caller stays behind the new
 * session, and so do a source identity and transitive tags.
 * Throws StsRefusal `ValidationError`, `InvalidParameterValue`, `AccessDenied`.
 */
export function assumeRole(call: StsCall): Reply {
  const { context, parameters, note } = call;
  const found = verified(call);
  const request = readRoleRequest(parameters, [
    roleArnRule,
    sessionNameRule,
    externalIdRule,
    serialNumberRule,
    tokenCodeRule,
    sourceIdentityRule,
  ]);
  const signer = signerOf(context, found);
  const tags = readSessionTags(parameters, signer);
  const sourceIdentity = sourceIdentityOf(parameters.get('SourceIdentity'), signer);
  if (sourceIdentity !== undefined) note.sourceIdentity = sourceIdentity;
  if (tags.tags !== undefined) note.tags = tags.tags;

  const mfa = checkMfa(context, userOf(context, signer), parameters);
  const role = context.directory.findRole(request.roleArn);
  const refuse = (action?: string) => notAuthorized(found.caller.arn, request.roleArn, action);
  const trusted = role?.trust.some((trust) => trusts(trust, signer, mfa)) === true;
  const idMatches = role?.externalId === undefined || role.externalId === parameters.get('ExternalId');
  if (role === undefined || !trusted || !idMatches) throw refuse();
  if (tags.tags !== undefined && role.refuses.includes('TagSession')) throw refuse('TagSession');
  if (sourceIdentity !== undefined && role.refuses.includes('SetSourceIdentity'))
    throw refuse('SetSourceIdentity');

  const chained = signer.kind === 'role';
  const session = {
    ...roleSession(role, request.sessionName),
    principal: found.caller.principal,
    chained,
    ...tags,
    ...(sourceIdentity !== undefined && { sourceIdentity }),
  };
  return stsReply('AssumeRole', assumedRole(context, session, sessionLifetime(request, role, chained)));
}

// It is set once: a role further along the chain can name the same, or nothing.
function sourceIdentityOf(asked: string | undefined, signer: Signer): string | undefined {
  const before = signer.kind === 'long-lived' ? undefined : signer.sourceIdentity;
  if (before !== undefined && asked !== undefined && asked !== before)
    throw new StsRefusal(
      403,
      'AccessDenied',
      'The source identity of a session cannot be changed along a chain of roles.',
    );
  return asked ?? before;
}
