import { type IdentityChoice, pickIdentity } from '../identity/pick-identity.ts';
import type { Environment } from '../ports.ts';
import type { ProjectAuth } from './load-auth.ts';

/**
 * The choice of an identity for something that belongs to no stack: `flag` (the empty string for one without a value),
 * ATMOS_IDENTITY, then the default of the configuration. Throws what pickIdentity throws.
 */
export function pickAlone(
  { project, auth }: ProjectAuth,
  environment: Environment,
  flag: string | undefined,
): IdentityChoice {
  const named = environment.get('ATMOS_IDENTITY');
  return pickIdentity({
    auth,
    ...(flag !== undefined && { flag }),
    ...(named !== undefined && { environment: named }),
    defaults: project.identityDefaults,
  });
}
