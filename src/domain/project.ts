import type { SharedWith } from './chain.ts';
import type { IdentityDefault } from './component.ts';
import type { CredentialMode } from './credential-mode.ts';
import type { Place, Problem } from './problem.ts';
import type { MapValue } from './value.ts';

/** An Atmos project: the merged configuration and where everything is. All paths are absolute. */
export interface Project {
  /** Folder of the atmos.yaml in use; undefined where none was found and defaults rule. */
  readonly configFolder?: string;
  readonly basePath: string;
  /** The base path that children are told, where it is another one: Atmos counts it from the working folder. */
  readonly toldBasePath?: string;
  /** The working folder, which some functions of manifests look in. */
  readonly cwd?: string;
  readonly profiles: readonly ProfileChoice[];
  /** The merged configuration, keys in lower case as Atmos stores them, each value with its place. */
  readonly config: MapValue;
  /**
   * The merged `auth:` as a tree; stacks merge theirs on top of it. An identity named again in a later file
   * has replaced the earlier entry where it has a `kind`, and has only marked it (`default`) where it has none.
   * Keys of providers and identities are as first written; compare them in lower case.
   */
  readonly auth: MapValue;
  /** Every default marker in configuration files, latest file first, so that a profile beats atmos.yaml. */
  readonly identityDefaults: readonly IdentityDefault[];
  /** Definitions of identities that a later file replaced whole. */
  readonly replacedIdentities?: readonly ReplacedIdentity[];
  /** The credential namespace: ATMOS_AUTH_REALM, auth.realm, else a hash of the config folder. */
  readonly realm: string;
  readonly stacks: StackSettings;
  readonly terraform: TerraformSettings;
  /** `env:` of atmos.yaml, in the case it was written. */
  readonly env: Readonly<Record<string, string>>;
  readonly kit: KitSettings;
  /** What is odd but stops nothing, such as an import of atmos.yaml that leads to no file. */
  readonly warnings?: readonly Problem[];
}

/** An identity that was defined twice: `at` is where the definition stands that no longer counts, `by` the one that does. */
export interface ReplacedIdentity {
  readonly name: string;
  readonly at: Place;
  readonly by: Place;
}

/** A chosen profile and where the choice came from. */
export interface ProfileChoice {
  readonly name: string;
  readonly folder: string;
  readonly from: 'flag' | 'ATMOS_PROFILE' | 'profiles.default';
}

export interface StackSettings {
  readonly basePath: string;
  readonly includedPaths: readonly string[];
  readonly excludedPaths: readonly string[];
  readonly namePattern?: string;
  readonly nameTemplate?: string;
  readonly listMerge: 'replace' | 'append' | 'merge';
  readonly templatesEnabled: boolean;
  readonly templates: TemplateSettings;
  readonly inheritMetadata: boolean;
}

/** `templates.settings`: the pass over the templates of a component. */
export interface TemplateSettings {
  /** Whether there are sprig's, and gomplate's, functions. */
  readonly sprig: boolean;
  readonly gomplate: boolean;
  /** How often the pass is made; at least once. */
  readonly evaluations: number;
  readonly delimiters: readonly [string, string];
  /** Variables that templates see beside those of the process. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether a missing key is `<no value>` while manifests are read. */
  readonly ignoreMissing: boolean;
}

export interface TerraformSettings {
  readonly basePath: string;
  readonly command: string;
  readonly autoGenerateBackendFile: boolean;
  readonly initRunReconfigure: boolean;
  readonly initPassVars: boolean;
  readonly applyAutoApprove: boolean;
  readonly deployRunInit: boolean;
  readonly planSkipPlanfile: boolean;
  readonly appendUserAgent?: string;
}

/** Our own settings, under `kit:`. */
export interface KitSettings {
  /** How a child gets its credentials. */
  readonly credentials: CredentialMode;
  /** Programs into whose files our sign-ins are put as well; none unless asked for. */
  readonly share: readonly SharedWith[];
  /** Whether the name `atmos` is ours in a shell. */
  readonly atmosFunction: AtmosFunction;
  readonly at?: Place;
}

/** `auto`: where PATH has no atmos. */
export type AtmosFunction = (typeof atmosFunctions)[number];

/** The first is the default. */
export const atmosFunctions = ['auto', 'always', 'never'] as const;
