import type { LongLivedKeys, RoleKeys } from '../../domain/session.ts';
import { watched } from './answers.ts';
import { type AwsOptions, clientSettings, withoutVersionWarning } from './client-settings.ts';
import { sdkCredentials } from './sdk-credentials.ts';
import type { ServiceTarget } from './target.ts';

/** What a client of the SDK is made with that signs with some keys. */
type SignedSettings = ReturnType<typeof clientSettings> & {
  readonly credentials: ReturnType<typeof sdkCredentials>;
};

/** A client of a service at a target that signs its calls with `keys`, and whose answers are watched. */
export function signedClient<C extends object>(
  target: ServiceTarget,
  options: AwsOptions,
  keys: RoleKeys | LongLivedKeys,
  make: (settings: SignedSettings) => C,
): ReturnType<typeof watched<C>> {
  const settings = { ...clientSettings(target, options), credentials: sdkCredentials(keys) };
  return watched(withoutVersionWarning(() => make(settings)));
}
