import { createRequire } from 'node:module';

/**
 * The system keychain. Every call runs in a child process of its own that is killed when it takes too long: a
 * locked keychain with a display waits for a person, blocks the thread meanwhile, and no timer could end that.
 */
export interface Keychain {
  /** Why nothing can be kept there (it stores, reads back and deletes a probe), or undefined where all is well. */
  fault(timeoutMs: number): string | undefined;
  /** The text kept for `account`, or undefined for none. Throws KeychainError. */
  read(account: string, timeoutMs: number): string | undefined;
  /** Throws KeychainError. */
  store(account: string, text: string, timeoutMs: number): void;
}

/** The keychain did not do what it was asked; the message says why, in the middle of a sentence. */
export class KeychainError extends Error {}

type Request =
  | { readonly verb: 'probe'; readonly account: string; readonly text: string }
  | { readonly verb: 'read'; readonly account: string }
  | { readonly verb: 'store'; readonly account: string; readonly text: string };

// Text of its own and not a module: it has to run from the sources and from the bundle alike. Without `store` the
// library falls back to the kernel's keyring, which forgets everything, and says nothing about it.
const program = `
const { readFileSync, writeSync } = require('node:fs');
const { verb, account, text } = JSON.parse(readFileSync(0, 'utf8'));
const answer = (data) => writeSync(1, JSON.stringify(data));
try {
  const { Entry } = require(process.argv[1]);
  const entry = new Entry('atmos-kit', account, { linux: { store: 'secret-service' } });
  if (verb !== 'read') entry.setPassword(text);
  const found = entry.getPassword();
  if (verb === 'probe') entry.deletePassword();
  answer(verb === 'read' ? { text: found ?? undefined } : { kept: found === text });
} catch (error) {
  answer({ fault: String(error && error.message || error).split('\\n')[0] });
}`;

/** The keychain of this machine, asked with `environment` (the session bus is found through it). */
export function systemKeychain(environment: Readonly<Record<string, string | undefined>>): Keychain {
  const ask = (request: Request, timeoutMs: number): Answer => {
    const library = libraryPath();
    if (library === undefined) throw new KeychainError('the library @napi-rs/keyring is not installed');
    const { spawnSync } = process.getBuiltinModule('node:child_process');
    const child = spawnSync(process.execPath, ['--input-type=commonjs', '-e', program, library], {
      input: JSON.stringify(request),
      // What starts Node in a special way (a debugger, a loader) is not meant for this child.
      env: { ...environment, NODE_OPTIONS: '' },
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    const timedOut = (child.error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT';
    if (timedOut)
      throw new KeychainError(`it gave no answer in ${timeoutMs / 1000} s; it may wait to be unlocked`);
    const answer = parseAnswer(child.stdout);
    if (answer.fault !== undefined) throw new KeychainError(answer.fault);
    return answer;
  };

  return {
    fault(timeoutMs) {
      try {
        const account = `probe-${process.pid}`;
        const { kept } = ask({ verb: 'probe', account, text: account }, timeoutMs);
        return kept === true ? undefined : 'it does not keep what is stored in it';
      } catch (error) {
        if (error instanceof KeychainError) return error.message;
        throw error;
      }
    },
    read: (account, timeoutMs) => ask({ verb: 'read', account }, timeoutMs).text,
    store(account, text, timeoutMs) {
      const { kept } = ask({ verb: 'store', account, text }, timeoutMs);
      if (kept !== true) throw new KeychainError('it does not keep what is stored in it');
    },
  };
}

interface Answer {
  readonly text?: string;
  readonly kept?: boolean;
  readonly fault?: string;
}

function parseAnswer(output: string | null): Answer {
  try {
    return JSON.parse(output ?? '') as Answer;
  } catch {
    return { fault: 'its helper process ended without an answer' };
  }
}

// An optional dependency: on a platform without a binary it is simply not there.
function libraryPath(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('@napi-rs/keyring');
  } catch {
    return undefined;
  }
}
