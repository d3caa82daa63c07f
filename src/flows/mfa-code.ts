import type { ChainStep } from '../domain/chain.ts';
import { isProblem, Problem } from '../domain/problem.ts';
import type { Ports } from '../ports.ts';

type UserStep = ChainStep & { kind: 'aws/user' };

/**
 * Asks for the code of a user's MFA device and uses it. One that AWS refuses is asked for once more: typing mistakes
 * happen, and each code serves only once. Throws Problem `login-required` (exit 2) where nobody can be asked,
 * `interrupted`, and what `use` throws.
 */
export async function withMfaCode<T>(
  { terminal }: Pick<Ports, 'terminal'>,
  { mfaArn, identity }: UserStep,
  use: (code: string) => Promise<T>,
): Promise<T> {
  if (!terminal.interactive)
    throw new Problem({
      code: 'login-required',
      message: `${identity} needs a code of its MFA device (${mfaArn}), and nobody can be asked without a terminal.`,
      hint: `atmos-kit auth login --identity ${identity}`,
    });
  const ask = () => terminal.ask(`Code of ${mfaArn} for ${identity}:`, { check: sixDigits });
  try {
    return await use(await ask());
  } catch (error) {
    if (!isProblem(error) || error.code !== 'access-denied') throw error;
    terminal.say(error.message);
    return use(await ask());
  }
}

const sixDigits = (text: string): string | undefined =>
  /^\d{6}$/.test(text) ? undefined : 'A code has six digits.';
