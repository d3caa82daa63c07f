import type { RoleKeys } from './session.ts';

/** A state in a bucket, and whoever may read it. */
export interface StateObject {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  /** The origin of the service, where it is not AWS's own. */
  readonly endpointUrl?: string;
  /** The bucket stands in the path, and not in the host's name. */
  readonly pathStyle: boolean;
  /** Missing for whoever the environment says. */
  readonly keys?: RoleKeys;
}
