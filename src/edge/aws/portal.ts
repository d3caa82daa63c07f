import type { RoleKeys, SignIn } from '../../domain/session.ts';
import type { Portal } from '../../ports.ts';
import type { AwsOptions } from './client-settings.ts';
import { endedAtOnce } from './clock-skew.ts';
import { type PortalAnswer, type PortalCall, portalApi } from './portal-api.ts';
import { type Call, incomplete, problemOf } from './problems.ts';
import { readFailure } from './service-failure.ts';
import type { ServiceTarget } from './target.ts';

type Body = PortalAnswer['body'];

/** The most that one answer lists. Source: the API reference of the portal. */
const pageSize = '100';

/** The access portal at a target. */
export function portal(target: ServiceTarget, options: AwsOptions): Portal {
  const ask = portalApi(target, options);

  /** Every entry of a list that comes in pages. */
  async function all(call: PortalCall, list: string): Promise<Body[]> {
    const entries: Body[] = [];
    let next: unknown;
    do {
      const query = { ...call.query, max_result: pageSize, next_token: text(next) };
      const { body } = await ask({ ...call, query });
      if (Array.isArray(body[list])) entries.push(...(body[list] as Body[]));
      next = body['nextToken'];
    } while (text(next) !== undefined);
    return entries;
  }

  return {
    async accounts(signIn) {
      const { accessToken } = signIn;
      const listed = await all({ path: '/assignment/accounts', accessToken }, 'accountList').catch(
        (error: unknown) => {
          throw problemOf(error, callFor('did not list the accounts', target, signIn));
        },
      );
      return listed
        .flatMap(({ accountId, accountName }) => {
          const id = text(accountId);
          return id === undefined ? [] : [{ id, name: text(accountName) ?? id }];
        })
        .sort((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0));
    },

    async roles(signIn, accountId, signal) {
      const { accessToken } = signIn;
      const asked = { path: '/assignment/roles', query: { account_id: accountId }, accessToken, signal };
      const listed = await all(asked, 'roleList').catch((error: unknown): Body[] => {
        // Forbidden, in AWS's words: nothing is assigned in this account (any more).
        if (readFailure(error, []).name === 'ForbiddenException') return [];
        signal?.throwIfAborted();
        throw problemOf(error, callFor(`did not list the roles in account ${accountId}`, target, signIn));
      });
      return listed.flatMap(({ roleName }) => text(roleName) ?? []).sort();
    },

    async roleKeys(signIn, accountId, permissionSet) {
      const call: Call = {
        ...callFor(`gave no keys for ${permissionSet} in account ${accountId}`, target, signIn),
        role: { accountId, permissionSet },
      };
      const query = { account_id: accountId, role_name: permissionSet };
      const { accessToken } = signIn;
      const { body, aheadMs } = await ask({ path: '/federation/credentials', query, accessToken }).catch(
        (error: unknown) => {
          throw problemOf(error, call);
        },
      );
      return keysIn((body['roleCredentials'] ?? {}) as Body, call, aheadMs);
    },

    async logout(signIn) {
      const { accessToken } = signIn;
      await ask({ method: 'POST', path: '/logout', accessToken }).catch((error: unknown) => {
        // A session that the portal does not know any more is a session that has ended.
        if (readFailure(error, []).name === 'UnauthorizedException') return;
        throw problemOf(error, callFor('did not end the session', target, signIn));
      });
    },
  };
}

function keysIn(made: Body, call: Call, aheadMs: number | undefined): RoleKeys {
  const accessKeyId = text(made['accessKeyId']);
  const secretAccessKey = text(made['secretAccessKey']);
  const sessionToken = text(made['sessionToken']);
  if (!accessKeyId || !secretAccessKey || !sessionToken) throw incomplete('keys', call);
  const { expiration } = made;
  // This service counts milliseconds where the OIDC service counts seconds.
  if (typeof expiration !== 'number' || expiration === 0) throw incomplete('expiration', call);
  const expiresAt = new Date(expiration);
  const skew = endedAtOnce(expiresAt, aheadMs, Date.now());
  if (skew !== undefined) throw skew;
  return { accessKeyId, secretAccessKey, sessionToken, expiresAt };
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const callFor = (failed: string, target: ServiceTarget, signIn: SignIn): Call => ({
  service: 'portal.sso',
  failed,
  target,
  secrets: [signIn.accessToken],
});
