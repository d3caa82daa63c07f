/** The scope whose tokens live shortly and can be refreshed. */
export const accountAccess = 'sso:account:access';

const known = [accountAccess, 'sso-portal:*'];

/** The first scope that the Identity Center does not know, or that `allowed` (when it names any) lacks. */
export function foreignScope(scopes: readonly string[], allowed: readonly string[]): string | undefined {
  return scopes.find((scope) => !known.includes(scope) || (allowed.length > 0 && !allowed.includes(scope)));
}
