import type { Context } from '../context.ts';
import type { Reply } from '../contract.ts';
import { roleId, sessionArn } from '../directory/role-name.ts';
import type { IamRole, Trust } from '../seed/seed.ts';
import type { Verified } from '../signature/verify.ts';
import type { XmlElement } from '../xml.ts';
import type { Parameters } from './parameters.ts';
import { notAuthorized } from './refusal.ts';
import { stsReply, stsTime } from './reply.ts';
import { makeCredentials, type RoleSession, readSessionToken } from './role-credentials.ts';
import {
  externalIdRule,
  readRoleRequest,
  roleArnRule,
  sessionLifetime,
  sessionNameRule,
} from './role-request.ts';

/**
 * AssumeRole: keys of a role for a caller whom its trust names. Whoever is behind the caller stays behind the
 * new session. Throws StsRefusal `ValidationError`, `AccessDenied`.
 */
export function assumeRole(context: Context, verified: Verified, parameters: Parameters): Reply {
  const request = readRoleRequest(parameters, [roleArnRule, sessionNameRule, externalIdRule]);
  const caller = readSessionToken(context, verified.sessionToken ?? '');
  const role = context.directory.findRole(request.roleArn);
  const trusted = role?.trust.some((trust) => caller !== undefined && trusts(trust, caller)) === true;
  const idMatches = role?.externalId === undefined || role.externalId === parameters.get('ExternalId');
  if (role === undefined || !trusted || !idMatches) throw notAuthorized(verified.caller.arn, request.roleArn);
  // Every caller here is a role session already: there are no IAM users.
  const lifetime = sessionLifetime(request, role, true);
  const session = {
    ...roleSession(role, request.sessionName),
    principal: verified.caller.principal,
    chained: true,
  };
  return stsReply('AssumeRole', assumedRole(context, session, lifetime));
}

/** The part of a session that follows from its role. */
export function roleSession(
  role: IamRole,
  sessionName: string,
): Pick<RoleSession, 'account' | 'roleArn' | 'roleName' | 'sessionName'> {
  return { account: role.account, roleArn: role.arn, roleName: role.name, sessionName };
}

/** Makes the keys and writes the elements that both kinds of AssumeRole answer with. `lifetime` in milliseconds. */
export function assumedRole(
  context: Context,
  session: Omit<RoleSession, 'issuedAt' | 'expiresAt'>,
  lifetime: number,
): readonly XmlElement[] {
  const keys = makeCredentials(context, session, lifetime);
  const { account, roleName, sessionName } = session;
  return [
    [
      'AssumedRoleUser',
      [
        ['AssumedRoleId', `${roleId(account, roleName)}:${sessionName}`],
        ['Arn', sessionArn(account, roleName, sessionName)],
      ],
    ],
    [
      'Credentials',
      [
        ['AccessKeyId', keys.accessKeyId],
        ['SecretAccessKey', keys.secretAccessKey],
        ['SessionToken', keys.sessionToken],
        ['Expiration', stsTime(keys.expiresAt)],
      ],
    ],
  ];
}

function trusts(trust: Trust, caller: RoleSession): boolean {
  if (trust.kind === 'role') return trust.arn === caller.roleArn;
  return (
    trust.kind === 'permission-set' &&
    trust.account === caller.account &&
    trust.permissionSet === caller.permissionSet
  );
}
