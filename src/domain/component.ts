import type { Place } from './problem.ts';
import type { MapValue } from './value.ts';

/**
 * A Terraform component of a stack after imports, merge and inheritance. Its values may be worked out only when they
 * are looked at, and looking may throw Suspended or a Problem.
 */
export interface Component {
  readonly name: string;
  readonly stack: string;
  /** Manifest (path below stacks.base_path without extension) in which the stack stands. */
  readonly manifest: string;
  /** Where the component is defined. */
  readonly at: Place;
  readonly abstract: boolean;
  readonly enabled: boolean;
  readonly locked: boolean;
  /** Folder below components.terraform.base_path. */
  readonly folder: string;
  readonly vars: MapValue;
  readonly env: MapValue;
  readonly settings: MapValue;
  readonly metadata: MapValue;
  /** `dependencies:`; absent where no layer has it. */
  readonly dependencies?: MapValue;
  readonly providers: MapValue;
  /** `required_version` and `required_providers`; absent where no layer names them. */
  readonly requiredVersion?: string;
  readonly requiredProviders?: MapValue;
  readonly backendType?: string;
  /** The section of the final backend type only. */
  readonly backend: MapValue;
  /** Outputs that the stacks state themselves: `remote_state_backend` of the type `static`. */
  readonly staticOutputs?: MapValue | undefined;
  /** Every layer's `auth:` below atmos.yaml's, merged; places tell the layer. */
  readonly auth: MapValue;
  /**
   * Which layer each default marker came from, most specific first:
   * component, then base components, then the manifest itself, then what it imports.
   */
  readonly identityDefaults: readonly IdentityDefault[];
  /** The Terraform executable that the component or a layer names. */
  readonly command: string;
  readonly workspace: string;
  /** Names of the bases, nearest first. */
  readonly inheritance: readonly string[];
  /** Carried as data: what else a stack may say of a component. */
  readonly hooks?: MapValue;
  readonly generate?: MapValue;
  readonly source?: MapValue;
  readonly provision?: MapValue;
}

/** `auth.identities.<id>.default: true|false` of one layer. */
export interface IdentityDefault {
  readonly identity: string;
  readonly value: boolean;
  readonly layer: 'component' | 'stack' | 'import' | 'profile' | 'atmos.yaml';
  /** Which section of the file it stands in, where a file has several that differ in rank: `base vpc/defaults`. */
  readonly section?: string;
  readonly at: Place;
}
