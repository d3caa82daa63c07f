import { Problem } from '../../domain/problem.ts';
import { type Keychain, KeychainError } from './keychain.ts';
import { type KeySource, keyIn, randomWrappingKey, textOf } from './wrapping-key.ts';

// Long enough to type the keychain's password, should it ask. Reading and storing together must stay below the time
// after which a lease without a sign of life is dropped: nothing else happens in this process meanwhile.
const patience = 14_000;

/** Wrapping keys in the system keychain, one per folder of sessions. */
export function keychainSource(keychain: Keychain, sessions: string, name: string): KeySource {
  return {
    name,
    async find() {
      return keyIn(orProblem(() => keychain.read(sessions, patience)));
    },
    async make() {
      const key = randomWrappingKey();
      orProblem(() => keychain.store(sessions, textOf(key), patience));
      return key;
    },
  };
}

/** The Problem of a keychain that was asked for and is not there. */
export function keychainMissing(why: string, cause?: unknown): Problem {
  return new Problem({
    code: 'keyring-unavailable',
    message: `The system keychain cannot be used: ${why}.`,
    hint: 'Unlock or install a keychain (on Linux a Secret Service such as gnome-keyring), or set auth.keyring.type to file.',
    cause,
  });
}

function orProblem<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (error instanceof KeychainError) throw keychainMissing(error.message, error);
    throw error;
  }
}
