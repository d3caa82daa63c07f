import type { Chain } from '../domain/chain.ts';
import { Problem } from '../domain/problem.ts';
import type { Keyring, Ports } from '../ports.ts';
import { type MintNeeds, mint } from './mint.ts';

/** Sub-commands that change what is out there, so that keys that end half-way do harm. */
const changing = ['apply', 'deploy', 'destroy'];

export const changesThings = ([word = '']: readonly string[]): boolean => changing.includes(word);

/**
 * Makes sure that a chain's keys last for `minimumMs`: they are made anew where they would not. Where even new ones end
 * earlier, the person decides. Throws Problem `credentials-unavailable` where nobody can be asked, or who is says no;
 * and what `mint` throws.
 */
export async function ensureLastingKeys(
  ports: MintNeeds & Pick<Ports, 'terminal'>,
  keyring: Keyring,
  chain: Chain,
  identity: string,
  minimumMs: number,
): Promise<void> {
  const { expiresAt } = await mint(ports, keyring, chain, minimumMs);
  const leftMs = expiresAt.getTime() - ports.clock.now().getTime();
  if (leftMs >= minimumMs) return;
  const short = `New keys of ${identity} last ${spoken(leftMs)} only; kit.min_ttl asks for ${spoken(minimumMs)}.`;
  if (ports.terminal.interactive && (await ports.terminal.confirm(`${short} Run all the same?`))) return;
  throw new Problem({
    code: 'credentials-unavailable',
    message: short,
    hint: 'Ask for longer sessions of this role, or set a shorter kit.min_ttl in atmos.yaml.',
  });
}

function spoken(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [number, unit] = seconds < 60 ? [seconds, 'second'] : [Math.floor(seconds / 60), 'minute'];
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}
