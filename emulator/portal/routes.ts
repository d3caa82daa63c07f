import { type Context as Call, Hono } from 'hono';
import type { Context } from '../context.ts';
import { answerFault, JsonFault } from '../http/json-fault.ts';
import { findBearer } from '../oidc/tokens.ts';
import { pageOf } from './page-of.ts';
import { portalFault } from './portal-fault.ts';
import { roleKeys } from './role-keys.ts';

const bearerHeader = 'x-amz-sso_bearer_token';

/** The four operations of the portal (service `sso`): what a person who holds an access token may ask for. */
export function portalRoutes(context: Context): Hono {
  const app = new Hono();
  app.onError((error, call) => {
    if (!(error instanceof JsonFault)) throw error;
    return answerFault(call, error.fault, 'com.amazonaws.switchboard.portal');
  });
  app.get('/assignment/accounts', (call) => {
    const { person } = bearer(context, call, 'ListAccounts');
    const accounts = context.directory.accountsOf(person);
    const { page, nextToken } = pageOf(context, `accounts of ${person.user}`, accounts, pageQuery(call));
    context.audit({ service: 'sso', action: 'ListAccounts', outcome: 'allowed', principal: person.user });
    const accountList = page.map(({ id, name, email }) => ({
      accountId: id,
      accountName: name,
      emailAddress: email,
    }));
    return call.json({ accountList, nextToken });
  });
  app.get('/assignment/roles', (call) => {
    const { person } = bearer(context, call, 'ListAccountRoles');
    const accountId = required(call, 'account_id');
    const sets = context.directory.permissionSetsOf(person, accountId);
    const entry = { service: 'sso', action: 'ListAccountRoles', principal: person.user, account: accountId };
    if (sets.length === 0) {
      context.audit({ ...entry, outcome: 'denied', error: 'ForbiddenException' });
      throw portalFault('Forbidden', 'No access');
    }
    const list = `roles of ${person.user} in ${accountId}`;
    const { page, nextToken } = pageOf(context, list, sets, pageQuery(call));
    context.audit({ ...entry, outcome: 'allowed' });
    return call.json({ roleList: page.map(({ name }) => ({ roleName: name, accountId })), nextToken });
  });
  app.get('/federation/credentials', (call) => {
    const { person } = bearer(context, call, 'GetRoleCredentials');
    return call.json(roleKeys(context, person, required(call, 'account_id'), required(call, 'role_name')));
  });
  app.post('/logout', (call) => {
    const { person, session } = bearer(context, call, 'Logout');
    context.sessions.change(context.now(), () => {
      session.ended = true;
    });
    context.audit({ service: 'sso', action: 'Logout', outcome: 'allowed', principal: person.user });
    return call.body(null, 200);
  });
  return app;
}

function bearer(context: Context, call: Call, action: string): NonNullable<ReturnType<typeof findBearer>> {
  const found = findBearer(context, call.req.header(bearerHeader) ?? '');
  if (found !== undefined) return found;
  context.audit({ service: 'sso', action, outcome: 'denied', error: 'UnauthorizedException' });
  throw portalFault('Unauthorized', 'Session token not found or invalid');
}

function required(call: Call, name: string): string {
  const value = call.req.query(name);
  if (value === undefined || value === '') throw portalFault('InvalidRequest', `${name} is missing.`);
  return value;
}

function pageQuery(call: Call): { maxResult: string | undefined; nextToken: string | undefined } {
  return { maxResult: call.req.query('max_result'), nextToken: call.req.query('next_token') };
}
