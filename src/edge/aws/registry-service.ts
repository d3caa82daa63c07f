import { homeRegion, partitionOfRegion } from '../../domain/partition.ts';
import type { RoleKeys } from '../../domain/session.ts';
import type { RegistryPassword, RegistryService } from '../../ports.ts';
import type { AwsOptions } from './client-settings.ts';
import { type Call, incomplete, problemOf } from './problems.ts';
import { secretsOf } from './sdk-credentials.ts';
import { signedClient } from './signed-client.ts';
import type { ServiceTarget } from './target.ts';

/** Registries of container images at a target; each call is signed with the keys that it is given. */
export function registryService(target: ServiceTarget, options: AwsOptions): RegistryService {
  const callFor = (service: Call['service'], at: ServiceTarget, keys: RoleKeys): Call => ({
    service,
    failed: 'gave no password for the registry',
    target: at,
    secrets: secretsOf(keys),
    denied: 'Name another identity with --identity, or ask for the right to sign in to registries.',
  });

  return {
    async password(keys) {
      const sdk = await import('@aws-sdk/client-ecr');
      const call = callFor('api.ecr', target, keys);
      const { client } = signedClient(target, options, keys, (settings) => new sdk.ECRClient(settings));
      try {
        const { authorizationData } = await client.send(new sdk.GetAuthorizationTokenCommand({}));
        const [data] = authorizationData ?? [];
        const registry = data?.proxyEndpoint?.replace(/^https:\/\//, '');
        if (!registry) throw incomplete('address', call);
        return { ...passwordIn(data, call), registry };
      } catch (error) {
        throw problemOf(error, call);
      } finally {
        client.destroy();
      }
    },

    async publicPassword(keys) {
      const sdk = await import('@aws-sdk/client-ecr-public');
      const at = { ...target, region: homeRegion(partitionOfRegion(target.region)) };
      const call = callFor('api.ecr-public', at, keys);
      const { client } = signedClient(at, options, keys, (settings) => new sdk.ECRPUBLICClient(settings));
      try {
        const { authorizationData } = await client.send(new sdk.GetAuthorizationTokenCommand({}));
        return passwordIn(authorizationData, call);
      } catch (error) {
        throw problemOf(error, call);
      } finally {
        client.destroy();
      }
    },
  };
}

/** `user:password` in base64, and its end. */
function passwordIn(
  data:
    | { readonly authorizationToken?: string | undefined; readonly expiresAt?: Date | undefined }
    | undefined,
  call: Call,
): RegistryPassword {
  const text = Buffer.from(data?.authorizationToken ?? '', 'base64').toString();
  const mark = text.indexOf(':');
  if (mark < 1 || mark === text.length - 1) throw incomplete('password', call);
  if (data?.expiresAt === undefined) throw incomplete('expiration', call);
  return { username: text.slice(0, mark), password: text.slice(mark + 1), expiresAt: data.expiresAt };
}
