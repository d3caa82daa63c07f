import type { AuthSection } from '../domain/auth.ts';
import type { Chain, ChainStep } from '../domain/chain.ts';
import { isProblem, Problem } from '../domain/problem.ts';
import { listed } from '../domain/suggestion.ts';
import { alsoIn } from '../identity/reaching.ts';

/**
 * Does `work` with the keys of a chain. Where the portal refuses its permission set, the Problem also says which other
 * identities of the configuration are in that account: one of them may do. Throws what `work` throws.
 */
export async function tellingReach<T>(auth: AuthSection, chain: Chain, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const step = chain.steps.find(isPermissionSet);
    if (!isProblem(error) || error.code !== 'role-not-assigned' || step === undefined) throw error;
    const others = alsoIn(auth, step);
    const [first] = others;
    if (first === undefined) throw error;
    throw new Problem({
      code: error.code,
      message: `${error.message} Other identities in that account: ${listed(others, 6)}.`,
      hint: `Use one of those, such as --identity ${first}${orElse(error.hint)}`,
      exitCode: error.exitCode,
      cause: error,
    });
  }
}

const orElse = (hint: string | undefined): string =>
  hint === undefined ? '.' : `, or ${hint.charAt(0).toLowerCase()}${hint.slice(1)}`;

const isPermissionSet = (step: ChainStep): step is Extract<ChainStep, { kind: 'aws/permission-set' }> =>
  step.kind === 'aws/permission-set';
