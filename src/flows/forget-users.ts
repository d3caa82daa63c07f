import type { AuthSection, Identity } from '../domain/auth.ts';
import type { Chain } from '../domain/chain.ts';
import { chainOf } from '../identity/chain.ts';
import { userKeysKey } from '../identity/session-key.ts';
import type { Keyring } from '../ports.ts';
import { removeUserKeys, usersOf } from './user-keys.ts';

/** An identity whose chain can be told, and that chain. */
interface Chained {
  readonly identity: Identity;
  readonly chain: Chain;
}

/** Users whose long-lived keys rest in the keyring; only the one that is named, where one is. */
export function usersWithKeys(keyring: Keyring, auth: AuthSection, only?: Identity): readonly Chained[] {
  const keys = new Set(keyring.labels().map(({ key }) => key));
  return chained(usersOf(auth), auth).filter(
    ({ identity, chain }) => (only === undefined || only === identity) && keys.has(userKeysKey(chain)),
  );
}

/** Removes long-lived keys of users, and the sessions made with them. */
export async function forgetUsers(keyring: Keyring, users: readonly Chained[]): Promise<void> {
  for (const { chain } of users) await removeUserKeys(keyring, chain);
}

function chained(identities: readonly Identity[], auth: AuthSection): readonly Chained[] {
  return identities.flatMap((identity) => {
    try {
      return [{ identity, chain: chainOf(auth, identity) }];
    } catch {
      // Nothing can rest here of a chain that cannot be told; `auth validate` says what is wrong with it.
      return [];
    }
  });
}
