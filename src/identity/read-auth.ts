import type { AuthSection } from '../domain/auth.ts';
import { Problem } from '../domain/problem.ts';
import { entriesOf, type MapValue, textOf, type Value, valueAt } from '../domain/value.ts';
import { readIdentity } from './read-identity.ts';
import { readIntegration } from './read-integration.ts';
import { readProvider } from './read-provider.ts';

const keyrings = ['system', 'file', 'memory'] as const;

/**
 * The providers, identities and integrations of an `auth:` tree. A faulty entry carries its fault and breaks only what uses it.
 * Throws Problem `auth-config-invalid` for an unknown keyring type.
 */
export function readAuth(tree: MapValue, realm: string): AuthSection {
  return {
    realm,
    providers: readEntries(valueAt(tree, 'providers'), readProvider),
    identities: readEntries(valueAt(tree, 'identities'), readIdentity),
    integrations: readEntries(valueAt(tree, 'integrations'), readIntegration),
    keyring: readKeyring(valueAt(tree, 'keyring')),
  };
}

function readEntries<T>(
  map: Value | undefined,
  read: (name: string, entry: Value) => T,
): ReadonlyMap<string, T> {
  return new Map([...entriesOf(map)].map(([name, entry]) => [name.toLowerCase(), read(name, entry)]));
}

function readKeyring(entry: Value | undefined): AuthSection['keyring'] {
  const named = valueAt(entry, 'type');
  const type = textOf(named);
  const known = keyrings.find((name) => name === type);
  if (type !== undefined && known === undefined)
    throw new Problem({
      code: 'auth-config-invalid',
      message: `auth.keyring.type is "${type}".`,
      hint: `Use one of ${keyrings.join(', ')}.`,
      ...(named && { at: named.at }),
    });
  const passwordEnv = textOf(valueAt(entry, 'spec', 'password_env'));
  return { ...(known && { type: known }), ...(passwordEnv !== undefined && { passwordEnv }) };
}
