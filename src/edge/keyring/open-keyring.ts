import { readdirSync } from 'node:fs';
import { isProblem } from '../../domain/problem.ts';
import type { Keyring } from '../../ports.ts';
import type { Places } from '../../store/paths.ts';
import { listLabels, readSecret } from '../../store/session-file.ts';
import { chooseKeyring } from './choose-keyring.ts';
import { systemKeychain } from './keychain.ts';

export interface KeyringOptions {
  /** `auth.keyring.type`; undefined where nothing was configured. */
  readonly type: 'system' | 'file' | 'memory' | undefined;
  readonly places: Places;
  /** What `passwordEnv` held; unset and empty are the same. */
  readonly passphrase?: string | undefined;
  /** `auth.keyring.spec.password_env`. */
  readonly passwordEnv?: string | undefined;
  /** The variables that lead to the session bus; those of this process unless given. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Tells the person what they would not expect, such as sessions that end with this command. */
  warn(text: string): void;
}

/**
 * The keyring of this machine. Which backend it is gets decided when something first depends on it: reading what
 * is unlocked already asks no keychain and makes no folder. Problem `keyring-unavailable` from any method.
 */
export function openKeyring(options: KeyringOptions): Keyring {
  const { type, places, passwordEnv = 'ATMOS_KEYRING_PASSWORD', environment = process.env, warn } = options;
  const passphrase = options.passphrase ? { text: options.passphrase, from: passwordEnv } : undefined;
  const keychain = systemKeychain(environment);
  const bus = JSON.stringify(busVariables.map((name) => environment[name]));

  let chosen: Keyring | undefined;
  const choose = (): Keyring => {
    chosen ??= chooseKeyring({ type, places, passphrase, keychain, bus, warn });
    return chosen;
  };
  const decided = (): Keyring | undefined => (type === 'memory' ? choose() : chosen);
  // A restart takes the key away from sessions that are still good; these can bring it back.
  const mayUnlock = (key: string) => type === 'system' || passphrase !== undefined || isStored(places, key);

  return {
    labels() {
      const keyring = decided();
      return keyring === undefined ? listLabels(places) : keyring.labels();
    },
    async get(key) {
      const keyring = decided();
      if (keyring !== undefined) return keyring.get(key);
      const secret = readSecret(places, key);
      return secret === undefined && mayUnlock(key) ? choose().get(key) : secret;
    },
    async put(key, label, secret) {
      await choose().put(key, label, secret);
    },
    async remove(key) {
      const keyring = decided() ?? (isStored(places, key) ? choose() : undefined);
      return keyring === undefined ? false : keyring.remove(key);
    },
    describe() {
      try {
        return choose().describe();
      } catch (error) {
        if (isProblem(error) && error.code === 'keyring-unavailable')
          return { backend: type ?? 'file', why: error.message };
        throw error;
      }
    },
  };
}

const busVariables = ['DBUS_SESSION_BUS_ADDRESS', 'DISPLAY', 'WAYLAND_DISPLAY'];

function isStored(places: Places, key: string): boolean {
  try {
    return readdirSync(places.sessions).some((name) => name.startsWith(`${key}.`) && name.endsWith('.jwe'));
  } catch {
    return false;
  }
}
