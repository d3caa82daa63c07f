import type { AuthSection, Identity } from '../domain/auth.ts';
import type { Chain } from '../domain/chain.ts';
import { Problem } from '../domain/problem.ts';
import { type LongLivedKeys, noEnd } from '../domain/session.ts';
import { chainOf } from '../identity/chain.ts';
import { rootKey, userKeysKey } from '../identity/session-key.ts';
import type { Keyring, Ports } from '../ports.ts';

/** All that is read from a pipe: `aws iam create-access-key` prints a few hundred bytes. */
const longestInput = 10_000;
/** AWS's long-lived keys begin so; ASIA would be those of a session. */
const keyIdShape = /^AKIA[A-Z0-9]{12,124}$/;

/** The identities whose long-lived keys may rest in the keyring. */
export function usersOf({ identities }: AuthSection): readonly Identity[] {
  return [...identities.values()].filter(({ kind }) => kind === 'aws/user');
}

/**
 * The chain of a user whose keys are to be stored. Throws the entry's fault, and Problem `usage` for an identity of
 * another kind, or one whose keys stand in the configuration: those would outrank stored ones.
 */
export function userChain(auth: AuthSection, identity: Identity): Chain {
  if (identity.kind !== 'aws/user')
    throw new Problem({
      code: 'usage',
      message: `${identity.name} is of kind ${identity.kind}, which has no keys of its own.`,
      hint:
        usersOf(auth).length === 0
          ? 'No identity here is of kind aws/user.'
          : `Those that have: ${names(auth)}.`,
      at: identity.at,
    });
  const chain = chainOf(auth, identity);
  if (identity.user?.keys === undefined) return chain;
  throw new Problem({
    code: 'usage',
    message: `The keys of ${identity.name} stand in the configuration, which outranks the keyring.`,
    hint: 'Remove access_key_id and secret_access_key from its credentials first.',
    at: identity.at,
  });
}

const names = (auth: AuthSection): string =>
  usersOf(auth)
    .map(({ name }) => name)
    .join(', ');

/**
 * Long-lived keys from a person, or from a pipe: two lines, or the JSON that `aws iam create-access-key` prints. They
 * are never taken from an argument: other processes could read those. Throws Problem `usage`, `interrupted`.
 */
export async function askForUserKeys(
  ports: Pick<Ports, 'terminal' | 'input'>,
  identity: string,
): Promise<LongLivedKeys> {
  if (!ports.terminal.interactive) return keysFrom(await ports.input.read(longestInput));
  const accessKeyId = await ports.terminal.ask(`Access key id of ${identity}:`, { check: wrongKeyId });
  const secretAccessKey = await ports.terminal.ask('Secret access key (not shown):', {
    secret: true,
    check: wrongSecret,
  });
  return { accessKeyId, secretAccessKey };
}

function keysFrom(text: string | undefined): LongLivedKeys {
  const [accessKeyId = '', secretAccessKey = ''] = fromJson(text) ?? (text ?? '').trim().split(/\s+/);
  const wrong = wrongKeyId(accessKeyId) ?? wrongSecret(secretAccessKey);
  if (wrong === undefined) return { accessKeyId, secretAccessKey };
  throw new Problem({
    code: 'usage',
    message: `Without a terminal the keys are read from stdin. ${wrong}`,
    hint: 'Pipe in two lines: the access key id and the secret access key.',
  });
}

function fromJson(text: string | undefined): readonly (string | undefined)[] | undefined {
  try {
    const parsed = JSON.parse(text ?? '') as Record<string, unknown>;
    const keys = (parsed['AccessKey'] ?? parsed) as Record<string, string>;
    return [keys['AccessKeyId'], keys['SecretAccessKey']];
  } catch {
    return undefined;
  }
}

function wrongKeyId(text: string): string | undefined {
  if (keyIdShape.test(text)) return undefined;
  return text.startsWith('ASIA')
    ? 'An access key id that begins with ASIA belongs to a session, not to a user.'
    : 'The access key id of a user looks like AKIA and sixteen capitals and digits.';
}

const wrongSecret = (text: string): string | undefined =>
  /^\S{16,}$/.test(text) ? undefined : 'A secret access key has forty characters and no blanks.';

/** Puts keys of a user to rest, and forgets the sessions that were made with others. Throws what the keyring throws. */
export async function storeUserKeys(
  ports: Pick<Ports, 'clock'>,
  keyring: Keyring,
  chain: Chain,
  keys: LongLivedKeys,
): Promise<void> {
  const name = chain.steps[0]?.identity ?? '';
  const label = {
    type: 'user-keys',
    name,
    expiresAt: noEnd.toISOString(),
    madeAt: ports.clock.now().toISOString(),
  } as const;
  await keyring.put(userKeysKey(chain), label, keys);
  await forgetSessions(keyring, chain);
}

/** Removes stored keys of a user and the sessions that came from them; false where there were none. */
export async function removeUserKeys(keyring: Keyring, chain: Chain): Promise<boolean> {
  const was = await keyring.remove(userKeysKey(chain));
  await forgetSessions(keyring, chain);
  return was;
}

async function forgetSessions(keyring: Keyring, chain: Chain): Promise<void> {
  const root = rootKey(chain.root);
  for (const { key, label } of keyring.labels()) if (label.signIn === root) await keyring.remove(key);
}
