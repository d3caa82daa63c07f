import type { Context } from '../context.ts';
import { roleId } from '../directory/role-name.ts';
import type { IamRole } from '../seed/seed.ts';
import type { XmlElement } from '../xml.ts';
import { stsTime } from './reply.ts';
import { arnOf, type NewSession, type RoleSession } from './session.ts';
import { makeKeys } from './session-keys.ts';

/** The part of a session that follows from its role. */
export function roleSession(
  role: IamRole,
  sessionName: string,
): Pick<RoleSession, 'kind' | 'account' | 'roleArn' | 'roleName' | 'sessionName'> {
  return { kind: 'role', account: role.account, roleArn: role.arn, roleName: role.name, sessionName };
}

/** Makes the keys and writes the elements that every kind of AssumeRole answers with. `lifetime` in milliseconds. */
export function assumedRole(
  context: Context,
  session: Omit<RoleSession, 'issuedAt' | 'expiresAt'>,
  lifetime: number,
): readonly XmlElement[] {
  const { account, roleName, sessionName, sourceIdentity } = session;
  return [
    ['SourceIdentity', sourceIdentity],
    [
      'AssumedRoleUser',
      [
        ['AssumedRoleId', `${roleId(account, roleName)}:${sessionName}`],
        ['Arn', arnOf(session)],
      ],
    ],
    credentials(context, session, lifetime),
  ];
}

/** Makes the keys of a session and writes the element that holds them. `lifetime` in milliseconds. */
export function credentials(context: Context, session: NewSession, lifetime: number): XmlElement {
  const keys = makeKeys(context, session, lifetime);
  return [
    'Credentials',
    [
      ['AccessKeyId', keys.accessKeyId],
      ['SecretAccessKey', keys.secretAccessKey],
      ['SessionToken', keys.sessionToken],
      ['Expiration', stsTime(keys.expiresAt)],
    ],
  ];
}
