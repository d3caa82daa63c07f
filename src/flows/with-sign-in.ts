import type { SignInTarget } from '../domain/chain.ts';
import { isProblem, Problem } from '../domain/problem.ts';
import type { SignIn } from '../domain/session.ts';
import { signInKey } from '../identity/session-key.ts';
import type { Keyring, Ports } from '../ports.ts';
import { currentSignIn, renewSignIn } from './current-sign-in.ts';

/**
 * Does `use` with the sign-in at hand, and once more with a renewed one where the portal no longer knows it.
 * Throws Problem `login-required` (exit 2) where nobody is signed in, and what `use` throws.
 */
export async function withSignIn<T>(
  ports: Pick<Ports, 'clock' | 'leases' | 'aws' | 'sharing'>,
  keyring: Keyring,
  target: SignInTarget,
  use: (signIn: SignIn) => Promise<T>,
): Promise<T> {
  const signIn = await currentSignIn(ports, keyring, target);
  if (signIn === undefined) throw loginRequired(target);
  try {
    return await use(signIn);
  } catch (error) {
    if (!isProblem(error) || error.code !== 'login-required') throw error;
    const renewed = await renewSignIn(ports, keyring, target, signIn);
    if (renewed !== undefined && renewed.accessToken !== signIn.accessToken) return use(renewed);
    await keyring.remove(signInKey(target));
    throw loginRequired(target);
  }
}

function loginRequired({ provider, startUrl }: SignInTarget): Problem {
  return new Problem({
    code: 'login-required',
    message: `You are not signed in at ${provider} (${startUrl}).`,
    hint: `atmos-kit auth login --provider ${provider}`,
  });
}
