import type { SSOClient } from '@aws-sdk/client-sso';
import type { SignIn } from '../../domain/session.ts';
import type { Portal } from '../../ports.ts';
import { type Answers, watched } from './answers.ts';
import { type AwsOptions, clientSettings, withoutVersionWarning } from './client-settings.ts';
import { endedAtOnce } from './clock-skew.ts';
import { type Call, incomplete, problemOf } from './problems.ts';
import type { ServiceTarget } from './target.ts';

/** The access portal at a target. */
export function portal(target: ServiceTarget, options: AwsOptions): Portal {
  let connected: { readonly client: SSOClient; readonly answers: Answers } | undefined;
  const connect = async () => {
    const sdk = await import('@aws-sdk/client-sso');
    connected ??= watched(withoutVersionWarning(() => new sdk.SSOClient(clientSettings(target, options))));
    return { sdk, ...connected };
  };

  return {
    async accounts(signIn) {
      const call = callFor('did not list the accounts', target, signIn);
      const { sdk, client } = await connect();
      const accounts: { id: string; name: string }[] = [];
      try {
        const pages = sdk.paginateListAccounts(
          { client, pageSize: 100 },
          { accessToken: signIn.accessToken },
        );
        for await (const page of pages)
          for (const { accountId, accountName } of page.accountList ?? [])
            if (accountId) accounts.push({ id: accountId, name: accountName || accountId });
      } catch (error) {
        throw problemOf(error, call);
      }
      return accounts.sort((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0));
    },

    async roles(signIn, accountId, abortSignal) {
      const call = callFor(`did not list the roles in account ${accountId}`, target, signIn);
      const { sdk, client } = await connect();
      const { accessToken } = signIn;
      const names: string[] = [];
      try {
        const asked = { accessToken, accountId };
        const pages = sdk.paginateListAccountRoles({ client, pageSize: 100 }, asked, { abortSignal });
        for await (const page of pages)
          for (const { roleName } of page.roleList ?? []) if (roleName) names.push(roleName);
      } catch (error) {
        // Forbidden, in AWS's words: nothing is assigned in this account (any more).
        if (error instanceof sdk.SSOServiceException && error.name === 'ForbiddenException') return [];
        abortSignal?.throwIfAborted();
        throw problemOf(error, call);
      }
      return names.sort();
    },

    async roleKeys(signIn, accountId, permissionSet) {
      const call: Call = {
        ...callFor(`gave no keys for ${permissionSet} in account ${accountId}`, target, signIn),
        role: { accountId, permissionSet },
      };
      const { sdk, client, answers } = await connect();
      const { accessToken } = signIn;
      const answer = await client
        .send(new sdk.GetRoleCredentialsCommand({ accessToken, accountId, roleName: permissionSet }))
        .catch((error: unknown) => {
          throw problemOf(error, call);
        });
      const keys = answer.roleCredentials;
      if (!keys?.accessKeyId || !keys.secretAccessKey || !keys.sessionToken) throw incomplete('keys', call);
      // This service counts milliseconds where the OIDC service counts seconds.
      if (!keys.expiration) throw incomplete('expiration', call);
      const expiresAt = new Date(keys.expiration);
      const skew = endedAtOnce(expiresAt, answers.aheadMs(), Date.now());
      if (skew !== undefined) throw skew;
      return {
        accessKeyId: keys.accessKeyId,
        secretAccessKey: keys.secretAccessKey,
        sessionToken: keys.sessionToken,
        expiresAt,
      };
    },

    async logout(signIn) {
      const { sdk, client } = await connect();
      try {
        await client.send(new sdk.LogoutCommand({ accessToken: signIn.accessToken }));
      } catch (error) {
        // A session that the portal does not know any more is a session that has ended.
        if (error instanceof sdk.UnauthorizedException) return;
        throw problemOf(error, callFor('did not end the session', target, signIn));
      }
    },
  };
}

const callFor = (failed: string, target: ServiceTarget, signIn: SignIn): Call => ({
  service: 'portal.sso',
  failed,
  target,
  secrets: [signIn.accessToken],
});
