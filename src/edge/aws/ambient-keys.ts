import { Problem } from '../../domain/problem.ts';
import { noEnd, type RoleKeys } from '../../domain/session.ts';

/**
 * The keys that the AWS SDK's own provider chain finds for this process: variables, shared files with all that they can
 * say, web identity, containers, machines. Throws Problem `credentials-unavailable`.
 */
export async function ambientKeys(): Promise<RoleKeys> {
  const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
  try {
    const found = await fromNodeProviderChain()();
    return {
      accessKeyId: found.accessKeyId,
      secretAccessKey: found.secretAccessKey,
      ...(found.sessionToken !== undefined && { sessionToken: found.sessionToken }),
      expiresAt: found.expiration ?? noEnd,
    };
  } catch (cause) {
    const words = cause instanceof Error ? cause.message.split('\n')[0] : '';
    throw new Problem({
      code: 'credentials-unavailable',
      message: `No AWS keys are around: ${words?.replace(/[\x00-\x1f\x7f-\x9f]/g, ' ').slice(0, 300)}`,
      hint: 'Set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or choose another identity.',
      cause,
    });
  }
}
