import type { LongLivedKeys, RoleKeys } from '../../domain/session.ts';

/** Keys as the SDK's clients take them: without an end, which would make a client look for new ones by itself. */
export function sdkCredentials(keys: RoleKeys | LongLivedKeys) {
  const { accessKeyId, secretAccessKey } = keys;
  return { accessKeyId, secretAccessKey, ...tokenOf(keys) };
}

/** What of keys must never be shown. */
export function secretsOf(keys: RoleKeys | LongLivedKeys): string[] {
  const { sessionToken } = tokenOf(keys);
  return [keys.secretAccessKey, ...(sessionToken === undefined ? [] : [sessionToken])];
}

function tokenOf(keys: RoleKeys | LongLivedKeys): { readonly sessionToken?: string } {
  return 'sessionToken' in keys && keys.sessionToken !== undefined ? { sessionToken: keys.sessionToken } : {};
}
