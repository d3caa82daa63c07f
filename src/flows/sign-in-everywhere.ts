import type { Provider } from '../domain/auth.ts';
import type { SignInTarget } from '../domain/chain.ts';
import { isProblem, Problem } from '../domain/problem.ts';
import { signInTarget } from '../identity/chain-root.ts';
import type { Keyring } from '../ports.ts';
import { type SignInNeeds, type SignInOptions, type SignInOutcome, signIn } from './sign-in.ts';

/** What became of one provider: a sign-in, or the reason why there is none. */
export type ProviderOutcome =
  | { readonly provider: string; readonly target: SignInTarget; readonly done: SignInOutcome }
  | { readonly provider: string; readonly problem: Problem };

/**
 * Signs in at one provider after the other; `told` hears of each as it is over. One that fails keeps nobody from the
 * next. Throws Problem `interrupted` at once, and after the last one `login-failed` (with the exit code of the first
 * failure) where any has failed.
 */
export async function signInEverywhere(
  ports: SignInNeeds,
  keyring: Keyring,
  providers: readonly Provider[],
  options: SignInOptions,
  told: (outcome: ProviderOutcome) => void | Promise<void>,
): Promise<void> {
  const failed: { readonly provider: string; readonly problem: Problem }[] = [];
  for (const provider of providers) {
    try {
      const target = signInTarget(provider);
      await told({ provider: provider.name, target, done: await signIn(ports, keyring, target, options) });
    } catch (error) {
      if (!isProblem(error) || error.code === 'interrupted') throw error;
      failed.push({ provider: provider.name, problem: error });
      await told({ provider: provider.name, problem: error });
    }
  }
  const [first] = failed;
  if (first === undefined) return;
  throw new Problem({
    code: 'login-failed',
    message:
      `Signed in at ${providers.length - failed.length} of ${providers.length} providers, ` +
      `and not at ${failed.map(({ provider }) => provider).join(', ')}.`,
    hint: `atmos-kit auth login --provider ${first.provider}`,
    exitCode: first.problem.exitCode,
    cause: first.problem,
  });
}
