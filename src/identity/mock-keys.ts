import type { Chain } from '../domain/chain.ts';
import type { RoleKeys } from '../domain/session.ts';

/** Whose keys made-up keys claim to be. Source: what Atmos's mock/aws identity says of itself. */
export const mockPrincipal = { accountId: '123456789012', arn: 'arn:aws:iam::123456789012:user/mock-user' };

/** When made-up keys and sign-ins end. */
export const mockEnd = new Date('2099-12-31T23:59:59Z');

/** The name of the mock identity that a chain ends in; undefined for a chain that ends in real keys. */
export function mockIdentity(chain: Chain): string | undefined {
  const step = chain.steps.at(-1);
  return step?.kind === 'mock/aws' ? step.identity : undefined;
}

/** The keys of a mock identity: always the same, and none that AWS knows. Source: Atmos's mock/aws identity. */
export function mockKeys(identity: string): Required<RoleKeys> {
  return {
    accessKeyId: `MOCK_KEY_${identity}`,
    secretAccessKey: `MOCK_SECRET_${identity}`,
    sessionToken: `MOCK_TOKEN_${identity}`,
    expiresAt: mockEnd,
  };
}
