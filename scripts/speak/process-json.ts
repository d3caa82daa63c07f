import type { RoleKeys } from '../../src/domain/session.ts';

/** The one JSON object of credential_process. Source of the shape: AWS's documentation of that setting. */
export function processJson(keys: RoleKeys, accountId: string | undefined): string {
  return `${JSON.stringify({
    Version: 1,
    AccessKeyId: keys.accessKeyId,
    SecretAccessKey: keys.secretAccessKey,
    SessionToken: keys.sessionToken,
    Expiration: keys.expiresAt.toISOString(),
    ...(accountId !== undefined && { AccountId: accountId }),
  })}\n`;
}
