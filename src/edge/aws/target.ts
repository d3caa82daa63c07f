import { suffixOfRegion } from '../../domain/partition.ts';

/** Where a service is: at an origin of its own where there is one, else in its region. */
export interface ServiceTarget {
  readonly region: string;
  readonly endpointUrl?: string;
}

/** How a service is called in its address. */
export type ServiceName = 'oidc' | 'portal.sso' | 's3' | 'sts' | 'eks' | 'api.ecr' | 'api.ecr-public';

/** The origin of a service of this target without a slash at its end: the SDK would double it. */
export function originOf(target: ServiceTarget, service: ServiceName): string {
  if (target.endpointUrl !== undefined) return target.endpointUrl.replace(/\/+$/, '');
  return `https://${service}.${target.region}.${suffixOfRegion(target.region)}`;
}

/** True for an endpoint on this machine. */
export function isLoopback(target: ServiceTarget): boolean {
  if (target.endpointUrl === undefined || !URL.canParse(target.endpointUrl)) return false;
  return /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(new URL(target.endpointUrl).hostname);
}
