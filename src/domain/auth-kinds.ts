/** Kinds of providers at which somebody can sign in. */
export const providerKinds = ['aws/iam-identity-center', 'aws/saml', 'github/oidc'] as const;

/** Kinds of identities that can be used. */
export const identityKinds = [
  'aws/permission-set',
  'aws/assume-role',
  'aws/assume-root',
  'aws/user',
  'aws/ambient',
  'ambient',
  'mock/aws',
] as const;

/** Whether a kind is what somebody asked for, who may have said its last part only. Cases do not count. */
export function isOfKind(kind: string, asked: string): boolean {
  const [one, other] = [kind.toLowerCase(), asked.toLowerCase()];
  return one === other || one.split('/').at(-1) === other;
}
