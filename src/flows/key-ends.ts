import { join } from 'node:path';
import { accountIdOf, type Chain } from '../domain/chain.ts';
import { chainKey } from '../identity/session-key.ts';
import type { Keyring, Ports } from '../ports.ts';
import { freshUntil } from './fresh.ts';

/** The file in a folder of generated files that says when the keys end which these ask for. */
export const endsFileIn = (folder: string): string => join(folder, 'ends');

/**
 * Notes beside generated files when their keys are no longer fresh, when they end (both in seconds since 1970), and in which
 * account they are valid. Shells read it before a prompt and before a command. Nothing of it is secret.
 */
export function keepKeyEnds(
  { files, writer }: Pick<Ports, 'files' | 'writer'>,
  keyring: Keyring,
  chain: Chain,
  folder: string,
): void {
  const key = chainKey(chain);
  const label = keyring.labels().find((one) => one.key === key)?.label;
  if (label === undefined) return;
  const seconds = (date: number) => Math.floor(date / 1000);
  const account = label.accountId ?? accountIdOf(chain) ?? '';
  const text = `${seconds(freshUntil(label))}\t${seconds(Date.parse(label.expiresAt))}\t${account}\n`;
  const file = endsFileIn(folder);
  if (files.read(file) !== text) writer.write(file, text, 0o600);
}
