import type { AuthSection } from '../domain/auth.ts';
import type { ChainStep } from '../domain/chain.ts';

/**
 * The names of the other identities of a configuration that are in the account of a permission set, as they stand
 * there. An account is the same where its id or its name is.
 */
export function alsoIn(
  auth: AuthSection,
  { identity, account }: Extract<ChainStep, { kind: 'aws/permission-set' }>,
): readonly string[] {
  return [...auth.identities.values()]
    .filter(({ name, fault, principal }) => {
      if (name === identity || fault !== undefined) return false;
      const id = principal.accountId ?? principal.roleArn?.split(':')[4];
      return (
        (id !== undefined && id === account.id) ||
        (principal.accountName !== undefined && principal.accountName === account.name)
      );
    })
    .map(({ name }) => name);
}
