import type { RoleKeys } from '../../domain/session.ts';

/** Keys as the SDK's clients take them: without an end, which would make a client look for new ones by itself. */
export function sdkCredentials({ accessKeyId, secretAccessKey, sessionToken }: RoleKeys) {
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}

/** What of keys must never be shown. */
export function secretsOf({ secretAccessKey, sessionToken }: RoleKeys): string[] {
  return [secretAccessKey, ...(sessionToken === undefined ? [] : [sessionToken])];
}
