import type { SessionLabel } from '../domain/session.ts';
import type { Keyring } from '../ports.ts';

/** No session's key: those are hashes. */
const trialKey = '0'.repeat(64);

/**
 * Stores something and removes it again, so that a keyring that cannot store says so before a person signs in for
 * nothing. Throws what `put` throws: Problem `file-unwritable`, `keyring-unavailable`.
 */
export async function tryKeyring(keyring: Keyring, now: Date): Promise<void> {
  const time = now.toISOString();
  const label: SessionLabel = { type: 'sign-in', name: 'trial', expiresAt: time, madeAt: time };
  await keyring.put(trialKey, label, null);
  await keyring.remove(trialKey);
}
