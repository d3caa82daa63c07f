import { createHash } from 'node:crypto';
import type { Keyring } from '../../ports.ts';
import { makeRuntimeFolder, type Places } from '../../store/paths.ts';
import { encryptedKeyring } from './encrypted-keyring.ts';
import type { Keychain } from './keychain.ts';
import { keychainMissing, keychainSource } from './keychain-source.ts';
import { memoryKeyring } from './memory-keyring.ts';
import { longEnough, type Passphrase, passphraseSource } from './passphrase-source.ts';
import { rememberedFault } from './remembered-fault.ts';
import { type KeySource, randomWrappingKey } from './wrapping-key.ts';

export interface KeyringWish {
  readonly type: 'system' | 'file' | 'memory' | undefined;
  readonly places: Places;
  readonly passphrase: Passphrase | undefined;
  readonly keychain: Keychain;
  /** What tells one session bus from another: an answer of the one says nothing about the other. */
  readonly bus: string;
  warn(text: string): void;
}

// The first question of a boot may wait this long, and no command after it.
const shortWait = 3_000;
const longWait = 20_000;

/**
 * The keyring that was asked for or, where none was, the system keychain when it answers in time and can store,
 * else encrypted files. Problem `keyring-unavailable` where the system keychain was asked for and is not there,
 * or a passphrase is too short.
 */
export function chooseKeyring(wish: KeyringWish): Keyring {
  const { type, places, passphrase, warn } = wish;
  if (type === 'memory') return memoryKeyring('auth.keyring.type is memory', warn);
  const runtime = makeRuntimeFolder(places);
  if (runtime === undefined)
    return memoryKeyring('this machine has no private folder in memory (XDG_RUNTIME_DIR or /dev/shm)', warn);

  const encrypted = (backend: 'system' | 'file', source: KeySource, why: string): Keyring =>
    encryptedKeyring({
      places,
      runtime,
      source,
      description: { backend, why, folder: places.sessions },
    });
  const named = (kind: string) => `${kind}.${shortHash(places.sessions)}`;

  const fault = type === 'file' ? undefined : faultOf(wish, runtime);
  if (type === 'system' && fault !== undefined) throw keychainMissing(fault);
  if (type !== 'file' && fault === undefined) {
    const source = keychainSource(wish.keychain, places.sessions, named('keychain'));
    return encrypted('system', source, 'the system keychain holds the key to them');
  }

  const because =
    type === 'file' ? 'auth.keyring.type is file' : `the system keychain cannot be used (${fault})`;
  if (passphrase === undefined)
    return encrypted(
      'file',
      { name: named('random'), find: async () => undefined, make: async () => randomWrappingKey() },
      `${because}; the key to them is in ${runtime} until this machine restarts`,
    );
  longEnough(passphrase);
  const source = passphraseSource(passphrase, places.sessions, named('passphrase'));
  return encrypted('file', source, `${because}; the passphrase in ${passphrase.from} opens them`);
}

function faultOf({ type, keychain, bus }: KeyringWish, runtime: string): string | undefined {
  const asked = type === 'system';
  return rememberedFault(runtime, shortHash(bus), asked, () => keychain.fault(asked ? longWait : shortWait));
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
