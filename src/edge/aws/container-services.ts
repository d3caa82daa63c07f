import type { ContainerServices } from '../../ports.ts';
import type { AwsOptions } from './client-settings.ts';
import { clusterService } from './cluster-service.ts';
import { registryService } from './registry-service.ts';

/** AWS's services for containers through the AWS SDK, whose clients load when they are first used. */
export function containerServices(options: AwsOptions = {}): ContainerServices {
  return {
    clusters: (target) => clusterService(target, options),
    registries: (target) => registryService(target, options),
  };
}
