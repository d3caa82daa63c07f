import type { Credentials, STSClient } from '@aws-sdk/client-sts';
import type { LongLivedKeys, RoleKeys } from '../../domain/session.ts';
import type { Proof, RoleRequest, TokenService } from '../../ports.ts';
import type { AwsOptions } from './client-settings.ts';
import { endedAtOnce } from './clock-skew.ts';
import { type Call, incomplete, problemOf } from './problems.ts';
import { secretsOf } from './sdk-credentials.ts';
import { signedClient } from './signed-client.ts';
import type { ServiceTarget } from './target.ts';

type Sdk = typeof import('@aws-sdk/client-sts');
type SomeKeys = RoleKeys | LongLivedKeys;

/** A call that proves who it is for has no signature; keys are given so that the SDK looks for none. */
const unsigned: LongLivedKeys = { accessKeyId: 'unsigned', secretAccessKey: 'unsigned' };

/** The Security Token Service at a target; each call is signed with the keys that it is given. */
export function tokenService(target: ServiceTarget, options: AwsOptions): TokenService {
  async function ask<T>(
    call: Call,
    keys: SomeKeys,
    send: (sdk: Sdk, client: STSClient) => Promise<T>,
  ): Promise<{ readonly answer: T; readonly aheadMs: number | undefined }> {
    const sdk = await import('@aws-sdk/client-sts');
    const { client, answers } = signedClient(
      target,
      options,
      keys,
      (settings) => new sdk.STSClient(settings),
    );
    try {
      return { answer: await send(sdk, client), aheadMs: answers.aheadMs() };
    } catch (error) {
      throw problemOf(error, call);
    } finally {
      client.destroy();
    }
  }
  const callFor = (failed: string, secrets: readonly string[], denied?: string): Call => ({
    service: 'sts',
    failed,
    target,
    secrets,
    ...(denied !== undefined && { denied }),
  });

  return {
    async callerIdentity(keys) {
      const call = callFor('did not say who these keys belong to', secretsOf(keys));
      const { answer } = await ask(call, keys, (sdk, client) =>
        client.send(new sdk.GetCallerIdentityCommand({})),
      );
      if (!answer.Account || !answer.Arn) throw incomplete('ARN', call);
      return { accountId: answer.Account, arn: answer.Arn };
    },

    async assumeRole(keys, request) {
      const call = callFor(`did not let you assume ${request.roleArn}`, secretsOf(keys));
      const { answer, aheadMs } = await ask(call, keys, (sdk, client) =>
        client.send(new sdk.AssumeRoleCommand(assumeRoleInput(request))),
      );
      return assumed(answer, call, aheadMs);
    },

    async assumeRoleWithProof(proof, { roleArn, sessionName, durationSeconds }) {
      const call = callFor(`did not let you assume ${roleArn}`, [secretOf(proof)], denied[proof.type]);
      const common = {
        RoleArn: roleArn,
        ...(durationSeconds !== undefined && { DurationSeconds: durationSeconds }),
      };
      const { answer, aheadMs } = await ask(call, unsigned, (sdk, client) =>
        proof.type === 'job-token'
          ? client.send(
              new sdk.AssumeRoleWithWebIdentityCommand({
                ...common,
                RoleSessionName: sessionName,
                WebIdentityToken: proof.token,
              }),
            )
          : client.send(
              new sdk.AssumeRoleWithSAMLCommand({
                ...common,
                PrincipalArn: proof.principalArn,
                SAMLAssertion: proof.assertion,
              }),
            ),
      );
      return assumed(answer, call, aheadMs);
    },

    async assumeRoot(keys, { accountId, taskPolicyArn, durationSeconds }) {
      const call = callFor(
        `did not let you be root in account ${accountId}`,
        secretsOf(keys),
        'Check that the identity may sts:AssumeRoot, and that root access is managed centrally in your organization.',
      );
      const { answer, aheadMs } = await ask(call, keys, (sdk, client) =>
        client.send(
          new sdk.AssumeRootCommand({
            TargetPrincipal: accountId,
            TaskPolicyArn: { arn: taskPolicyArn },
            ...(durationSeconds !== undefined && { DurationSeconds: durationSeconds }),
          }),
        ),
      );
      return keysIn(answer.Credentials, call, aheadMs);
    },

    async userSession(keys, { durationSeconds, mfaArn, mfaCode }) {
      const call = callFor(
        'gave no session for these keys of a user',
        [...secretsOf(keys), ...(mfaCode === undefined ? [] : [mfaCode])],
        mfaArn === undefined
          ? 'Check the keys and what the user may do.'
          : 'Check the code: each one serves once, and the clock of the device must be right.',
      );
      const { answer, aheadMs } = await ask(call, keys, (sdk, client) =>
        client.send(
          new sdk.GetSessionTokenCommand({
            DurationSeconds: durationSeconds,
            ...(mfaArn !== undefined &&
              mfaCode !== undefined && { SerialNumber: mfaArn, TokenCode: mfaCode }),
          }),
        ),
      );
      return keysIn(answer.Credentials, call, aheadMs);
    },
  };
}

const denied: Readonly<Record<Proof['type'], string>> = {
  'job-token':
    "Check the role's trust policy: it must name this repository and branch, and the provider's audience.",
  assertion: 'Check that the identity provider in IAM and the role trust this assertion.',
};

const secretOf = (proof: Proof): string => (proof.type === 'job-token' ? proof.token : proof.assertion);

function assumeRoleInput(request: RoleRequest) {
  const {
    roleArn,
    sessionName,
    externalId,
    durationSeconds,
    sessionTags,
    transitiveTagKeys,
    sourceIdentity,
  } = request;
  return {
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    ...(externalId !== undefined && { ExternalId: externalId }),
    ...(durationSeconds !== undefined && { DurationSeconds: durationSeconds }),
    ...(sessionTags !== undefined && {
      Tags: Object.entries(sessionTags).map(([Key, Value]) => ({ Key, Value })),
    }),
    ...(transitiveTagKeys !== undefined && { TransitiveTagKeys: [...transitiveTagKeys] }),
    ...(sourceIdentity !== undefined && { SourceIdentity: sourceIdentity }),
  };
}

function assumed(
  answer: {
    readonly Credentials?: Credentials | undefined;
    readonly AssumedRoleUser?: { readonly Arn: string | undefined } | undefined;
  },
  call: Call,
  aheadMs: number | undefined,
) {
  const keys = keysIn(answer.Credentials, call, aheadMs);
  if (!answer.AssumedRoleUser?.Arn) throw incomplete('ARN', call);
  return { keys, principalArn: answer.AssumedRoleUser.Arn };
}

function keysIn(made: Credentials | undefined, call: Call, aheadMs: number | undefined): RoleKeys {
  if (!made?.AccessKeyId || !made.SecretAccessKey || !made.SessionToken) throw incomplete('keys', call);
  if (made.Expiration === undefined) throw incomplete('expiration', call);
  const skew = endedAtOnce(made.Expiration, aheadMs, Date.now());
  if (skew !== undefined) throw skew;
  return {
    accessKeyId: made.AccessKeyId,
    secretAccessKey: made.SecretAccessKey,
    sessionToken: made.SessionToken,
    expiresAt: made.Expiration,
  };
}
