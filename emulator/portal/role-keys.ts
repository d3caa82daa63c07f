import type { Context } from '../context.ts';
import type { Person } from '../seed/seed.ts';
import { makeKeys, permissionSetSession } from '../sts/session-keys.ts';
import { portalFault } from './portal-fault.ts';

/**
 * GetRoleCredentials: keys for a permission set that is assigned to the person, for as long as its session lasts.
 * Both outcomes stand in the audit log. Throws JsonFault `Forbidden` when it is not assigned.
 */
export function roleKeys(context: Context, person: Person, account: string, role: string): object {
  const entry = {
    service: 'sso',
    action: 'GetRoleCredentials',
    principal: person.user,
    account,
    role,
  } as const;
  const set = context.directory.permissionSetsOf(person, account).find(({ name }) => name === role);
  if (set === undefined) {
    context.audit({ ...entry, outcome: 'denied', error: 'ForbiddenException' });
    throw portalFault('Forbidden', 'No access');
  }
  const session = permissionSetSession(context, account, role, person);
  const keys = makeKeys(context, session, set.session);
  context.audit({ ...entry, outcome: 'allowed', resource: session.roleArn });
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = keys;
  return {
    roleCredentials: { accessKeyId, secretAccessKey, sessionToken, expiration: expiresAt.getTime() },
  };
}
