import type { SignInTarget } from '../domain/chain.ts';
import { isProblem, Problem } from '../domain/problem.ts';
import type { SignIn } from '../domain/session.ts';
import { signInKey } from '../identity/session-key.ts';
import type { Keyring, Ports } from '../ports.ts';
import { currentSignIn, renewSignIn, storedSignIn } from './current-sign-in.ts';

/**
 * Does `use` with the sign-in at hand, and once more with a renewed one where the portal no longer knows it.
 * Throws Problem `login-required` where nobody is signed in, `session-ended` where the sign-in is over (exit 2 both), and what `use` throws.
 */
export async function withSignIn<T>(
  ports: Pick<Ports, 'clock' | 'leases' | 'aws' | 'sharing'>,
  keyring: Keyring,
  target: SignInTarget,
  use: (signIn: SignIn) => Promise<T>,
): Promise<T> {
  const before = await storedSignIn(keyring, target);
  const signIn = await currentSignIn(ports, keyring, target);
  if (signIn === undefined) throw before === undefined ? loginRequired(target) : sessionEnded(target);
  try {
    return await use(signIn);
  } catch (error) {
    if (!isProblem(error) || error.code !== 'login-required') throw error;
    const renewed = await renewSignIn(ports, keyring, target, signIn);
    if (renewed !== undefined && renewed.accessToken !== signIn.accessToken) return use(renewed);
    await keyring.remove(signInKey(target));
    throw sessionEnded(target);
  }
}

function loginRequired({ provider, startUrl }: SignInTarget): Problem {
  return new Problem({
    code: 'login-required',
    message: `You are not signed in at ${provider} (${startUrl}).`,
    hint: `atmos-kit auth login --provider ${provider}`,
  });
}

/** There was a sign-in, and the portal neither takes nor renews it. */
function sessionEnded({ provider, startUrl }: SignInTarget): Problem {
  return new Problem({
    code: 'session-ended',
    message: `Your session at ${provider} (${startUrl}) has ended, and only a new sign-in begins another.`,
    hint: `atmos-kit auth login --provider ${provider}`,
  });
}
