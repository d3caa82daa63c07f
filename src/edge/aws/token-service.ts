import type { RoleKeys } from '../../domain/session.ts';
import type { TokenService } from '../../ports.ts';
import { watched } from './answers.ts';
import { type AwsOptions, clientSettings, withoutVersionWarning } from './client-settings.ts';
import { endedAtOnce } from './clock-skew.ts';
import { type Call, incomplete, problemOf } from './problems.ts';
import { sdkCredentials, secretsOf } from './sdk-credentials.ts';
import type { ServiceTarget } from './target.ts';

/** The Security Token Service at a target; each call is signed with the keys that it is given. */
export function tokenService(target: ServiceTarget, options: AwsOptions): TokenService {
  const connect = async (keys: RoleKeys) => {
    const sdk = await import('@aws-sdk/client-sts');
    const made = withoutVersionWarning(
      () =>
        new sdk.STSClient({
          ...clientSettings(target, options),
          credentials: sdkCredentials(keys),
        }),
    );
    return { sdk, ...watched(made) };
  };

  return {
    async callerIdentity(keys) {
      const call = callFor('did not say who these keys belong to', target, keys);
      const { sdk, client } = await connect(keys);
      const answer = await client
        .send(new sdk.GetCallerIdentityCommand({}))
        .catch(failing(call))
        .finally(() => client.destroy());
      if (!answer.Account || !answer.Arn) throw incomplete('ARN', call);
      return { accountId: answer.Account, arn: answer.Arn };
    },

    async assumeRole(keys, { roleArn, sessionName, externalId, durationSeconds }) {
      const call = callFor(`did not let you assume ${roleArn}`, target, keys);
      const { sdk, client, answers } = await connect(keys);
      const answer = await client
        .send(
          new sdk.AssumeRoleCommand({
            RoleArn: roleArn,
            RoleSessionName: sessionName,
            ...(externalId === undefined ? {} : { ExternalId: externalId }),
            ...(durationSeconds === undefined ? {} : { DurationSeconds: durationSeconds }),
          }),
        )
        .catch(failing(call))
        .finally(() => client.destroy());
      const made = answer.Credentials;
      if (!made?.AccessKeyId || !made.SecretAccessKey || !made.SessionToken) throw incomplete('keys', call);
      if (made.Expiration === undefined) throw incomplete('expiration', call);
      if (!answer.AssumedRoleUser?.Arn) throw incomplete('ARN', call);
      const skew = endedAtOnce(made.Expiration, answers.aheadMs(), Date.now());
      if (skew !== undefined) throw skew;
      return {
        keys: {
          accessKeyId: made.AccessKeyId,
          secretAccessKey: made.SecretAccessKey,
          sessionToken: made.SessionToken,
          expiresAt: made.Expiration,
        },
        principalArn: answer.AssumedRoleUser.Arn,
      };
    },
  };
}

const callFor = (failed: string, target: ServiceTarget, keys: RoleKeys): Call => ({
  service: 'sts',
  failed,
  target,
  secrets: secretsOf(keys),
});

const failing = (call: Call) => (error: unknown) => {
  throw problemOf(error, call);
};
