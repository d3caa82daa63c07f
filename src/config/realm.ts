import { createHash } from 'node:crypto';
import { type Place, Problem } from '../domain/problem.ts';
import { type MapValue, valueAt } from '../domain/value.ts';
import type { Environment } from '../ports.ts';
import { textSetting } from './read-setting.ts';

/**
 * The namespace of a project's credentials: ATMOS_AUTH_REALM, else auth.realm, else sixteen hexadecimal digits of the
 * configuration folder's SHA-256, else `default`.
 * Throws Problem `auth-config-invalid` for a name that cannot be a folder's.
 */
export function readRealm(
  config: MapValue,
  environment: Environment,
  configFolder: string | undefined,
): string {
  const fromEnvironment = environment.get('ATMOS_AUTH_REALM') ?? '';
  if (fromEnvironment !== '') return checked(fromEnvironment, { file: 'ATMOS_AUTH_REALM' });
  const written = textSetting(config, 'auth', 'realm');
  if (written !== undefined) return checked(written, valueAt(config, 'auth', 'realm')?.at);
  if (configFolder === undefined) return 'default';
  return createHash('sha256').update(configFolder.toLowerCase()).digest('hex').slice(0, 16);
}

function checked(realm: string, at: Place | undefined): string {
  if (realm.length <= 64 && /^[a-z0-9]+([-_][a-z0-9]+)*$/.test(realm)) return realm;
  throw new Problem({
    code: 'auth-config-invalid',
    message: `"${realm}" cannot be a realm.`,
    hint: 'Use up to 64 lower-case letters and digits, with single hyphens or underscores between them.',
    ...(at && { at }),
  });
}
