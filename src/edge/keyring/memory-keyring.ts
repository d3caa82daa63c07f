import type { SessionLabel } from '../../domain/session.ts';
import type { Keyring } from '../../ports.ts';

/** Sessions in this process's memory only. Says so through `warn` when the first one is put there. */
export function memoryKeyring(why: string, warn: (text: string) => void): Keyring {
  let said = false;
  const sessions = new Map<string, { readonly label: SessionLabel; readonly secret: string }>();
  return {
    labels: () => [...sessions].map(([key, { label }]) => ({ key, label })),
    async get(key) {
      const found = sessions.get(key);
      return found === undefined ? undefined : JSON.parse(found.secret);
    },
    async put(key, label, secret) {
      if (!said) warn(`Sessions are kept in memory and end with this command: ${why}.`);
      said = true;
      // As text, so that callers get the same shape from every keyring: dates as ISO 8601, and a copy.
      sessions.set(key, { label, secret: JSON.stringify(secret) });
    },
    remove: async (key) => sessions.delete(key),
    describe: () => ({ backend: 'memory', why }),
  };
}
