import { Problem } from '../../domain/problem.ts';
import type { RoleKeys } from '../../domain/session.ts';
import type { ClusterService } from '../../ports.ts';
import type { AwsOptions } from './client-settings.ts';
import { clusterToken } from './cluster-token.ts';
import { type Call, problemOf } from './problems.ts';
import { secretsOf } from './sdk-credentials.ts';
import { signedClient } from './signed-client.ts';
import type { ServiceTarget } from './target.ts';

/** The Kubernetes clusters at a target; each call is signed with the keys that it is given. */
export function clusterService(target: ServiceTarget, options: AwsOptions): ClusterService {
  const connect = async (keys: RoleKeys) => {
    const sdk = await import('@aws-sdk/client-eks');
    const { client } = signedClient(target, options, keys, (settings) => new sdk.EKSClient(settings));
    return { sdk, client };
  };
  const callFor = (failed: string, keys: RoleKeys): Call => ({
    service: 'eks',
    failed,
    target,
    secrets: secretsOf(keys),
    denied: 'Name another identity with --identity, or ask for the right to describe clusters.',
  });

  return {
    token: (keys, name) => clusterToken(target, keys, name),

    async describe(keys, name) {
      const { sdk, client } = await connect(keys);
      try {
        const { cluster } = await client.send(new sdk.DescribeClusterCommand({ name }));
        const { arn, endpoint, certificateAuthority, status } = cluster ?? {};
        // While it is made it has no address yet.
        if (!arn || !endpoint || !certificateAuthority?.data)
          throw new Problem({
            code: 'cluster-not-found',
            message: `The cluster ${name} in ${target.region} is not ready: its status is ${status ?? 'unknown'}.`,
            hint: 'Try again when it is ACTIVE.',
          });
        return { arn, endpoint, certificateAuthority: certificateAuthority.data };
      } catch (error) {
        if (error instanceof sdk.ResourceNotFoundException) throw notFound(name, target.region);
        throw problemOf(error, callFor(`did not describe the cluster ${name}`, keys));
      } finally {
        client.destroy();
      }
    },

    async names(keys) {
      const { sdk, client } = await connect(keys);
      const names: string[] = [];
      try {
        for await (const page of sdk.paginateListClusters({ client }, {}))
          names.push(...(page.clusters ?? []));
        return names.sort();
      } catch (error) {
        throw problemOf(error, callFor('did not list the clusters', keys));
      } finally {
        client.destroy();
      }
    },
  };
}

function notFound(name: string, region: string): Problem {
  return new Problem({
    code: 'cluster-not-found',
    message: `There is no cluster ${name} in ${region}, in the account of this identity.`,
    hint: 'Check the name and --region, or name an identity of another account with --identity.',
  });
}
