import { dirname, join } from 'node:path';
import { belongsToProcess, type Chain } from '../domain/chain.ts';
import type { CredentialMode } from '../domain/credential-mode.ts';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import { ownEnvironment } from '../identity/child-environment.ts';
import { mockIdentity } from '../identity/mock-keys.ts';
import { chainKey } from '../identity/session-key.ts';
import type { Ports } from '../ports.ts';
import type { Observer } from './observe.ts';
import { keepAnswer } from './remember.ts';

/** How an identity was handed over outside of any stack: all that the door needs to do it again. Nothing secret. */
export interface HandOverAnswer {
  /** The key under which the chain's keys rest. */
  readonly key: string;
  /** `env` where the keys themselves are handed over: then the change lacks them. */
  readonly mode: Exclude<CredentialMode, 'file'>;
  /** For an environment in which nothing selects anybody. */
  readonly change: EnvironmentChange;
}

/** What was handed over to whom. */
export interface HandedOver {
  readonly chain: Chain;
  readonly identity: string;
  readonly mode: HandOverAnswer['mode'];
  readonly change: EnvironmentChange;
}

/**
 * Whether the door can hand over again what was handed over once: files that hold keys end with them, and what is around
 * may be something else the next time.
 */
export function isRepeatable(chain: Chain, mode: CredentialMode): mode is HandOverAnswer['mode'] {
  return mode !== 'file' && !belongsToProcess(chain) && mockIdentity(chain) === undefined;
}

/**
 * Keeps how an identity was handed over, with what else its question wants to know, for as long as everything that was
 * observed looks the same and the files that were handed over do. Says whether it did.
 */
export function rememberHandOver(
  ports: Pick<Ports, 'files' | 'writer' | 'clock' | 'here'>,
  question: string,
  observer: Observer,
  handed: HandedOver,
  rest: Readonly<Record<string, unknown>> = {},
): boolean {
  const { chain, identity, mode, change } = handed;
  const { AWS_CONFIG_FILE: configFile, AWS_SHARED_CREDENTIALS_FILE: credentialsFile } = change;
  const files = mode === 'process' && configFile && credentialsFile && { configFile, credentialsFile };
  if (files)
    for (const path of [...Object.values(files), join(dirname(files.configFile), 'chain.json')])
      observer.files.stat(path);
  const [NO_PROXY, no_proxy] = ['NO_PROXY', 'no_proxy'].map((name) => observer.environment.get(name));
  return keepAnswer(ports, question, observer, {
    key: chainKey(chain),
    mode,
    change: ownEnvironment(chain, identity, files ? { mode: 'process', ...files } : undefined, {
      NO_PROXY,
      no_proxy,
    }),
    ...rest,
  } satisfies HandOverAnswer);
}
