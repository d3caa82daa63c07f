import { mapEntries } from './merge.ts';
import type { Value } from './value.ts';

/** What of an entry's `credentials` or of a provider opens something. */
const secrets = ['access_key_id', 'secret_access_key', 'session_token', 'password'];

/**
 * An `auth:` section as it may be printed: secrets of providers and of identities' `credentials` are `***`, as
 * elsewhere. Our own decision; Atmos prints them.
 */
export function maskedAuth(auth: Value): Value {
  return inside(auth, (value, key) => {
    if (key === 'providers') return inside(value, hidden);
    if (key !== 'identities') return value;
    return inside(value, (identity) =>
      inside(identity, (part, name) => (name === 'credentials' ? hidden(part) : part)),
    );
  });
}

const inside = (value: Value, change: (value: Value, key: string) => Value): Value =>
  value.type === 'map' ? mapEntries(value, change) : value;

const hidden = (entry: Value): Value =>
  inside(entry, (value, key) =>
    secrets.includes(key) ? { type: 'scalar', data: '***', at: value.at } : value,
  );
