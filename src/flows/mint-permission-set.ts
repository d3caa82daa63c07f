import { type Chain, type ChainStep, type SignInTarget, signInTargetOf } from '../domain/chain.ts';
import { Problem } from '../domain/problem.ts';
import type { SignIn } from '../domain/session.ts';
import type { Keyring, Portal, Ports } from '../ports.ts';
import { withSignIn } from './with-sign-in.ts';

type Needs = Pick<Ports, 'clock' | 'leases' | 'aws' | 'sharing'>;
type Step = ChainStep & { kind: 'aws/permission-set' };

/**
 * The keys of a permission set in an account, which is found by its name where the project has no id of it.
 * Throws Problem `login-required` (exit 2), `role-not-assigned`, `endpoint-unreachable`, `throttled`, `service-error`.
 */
export async function keysOfPermissionSet(ports: Needs, keyring: Keyring, chain: Chain, step: Step) {
  const target = signInTargetOf(chain) as SignInTarget;
  const portal = ports.aws.portal(target);
  return withSignIn(ports, keyring, target, async (signIn) => {
    const accountId = step.account.id ?? (await accountOfName(portal, signIn, step));
    return { keys: await portal.roleKeys(signIn, accountId, step.permissionSet), accountId };
  });
}

async function accountOfName(portal: Portal, signIn: SignIn, step: Step): Promise<string> {
  const accounts = await portal.accounts(signIn);
  const matches = accounts.filter(({ name }) => name === step.account.name);
  if (matches.length === 1) return (matches[0] as { id: string }).id;
  throw new Problem({
    code: 'role-not-assigned',
    message:
      matches.length === 0
        ? `The portal shows you no account named ${step.account.name}, which ${step.identity} needs.`
        : `The portal shows ${matches.length} accounts named ${step.account.name}.`,
    hint:
      matches.length === 0
        ? 'Ask for access to it, or correct principal.account.name.'
        : 'Say which one with principal.account.id.',
  });
}
