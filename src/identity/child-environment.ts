import { type Chain, endpointOf, passThrough } from '../domain/chain.ts';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import type { RoleKeys } from '../domain/session.ts';
import { awsProfileName } from './aws-config.ts';
import { unsetSelecting } from './selecting-variables.ts';

/** A child's AWS config file and credentials file: absolute paths. */
export interface AwsFiles {
  readonly configFile: string;
  readonly credentialsFile: string;
}

/** How a child gets its credentials: files that ask us for them, files that hold them, or the keys themselves. */
export type Handover =
  | (AwsFiles & { readonly mode: 'process' })
  | (AwsFiles & { readonly mode: 'file'; readonly keys: RoleKeys })
  | { readonly mode: 'env'; readonly keys: RoleKeys }
  /** A server of ours that is asked with the token in a file; the empty file stands in for a person's own. */
  | { readonly mode: 'serve'; readonly url: string; readonly tokenFile: string; readonly emptyFile: string }
  /** A mock identity: files that hold its made-up keys. */
  | (AwsFiles & { readonly mode: 'mock' });

/** Services that get an endpoint variable each: Go's credential chain reads none but its own service's. */
const services = ['SSO', 'SSO_OIDC', 'STS', 'S3', 'DYNAMODB', 'EKS', 'ECR', 'IAM'];

/**
 * The change that makes a child run as a chain's identity and as nothing else. `inherited` are the names of the
 * variables that the child would otherwise inherit; those that select something are unset.
 * Source of the list: AWS's documentation of its SDKs' settings, and our own decision where it is silent.
 */
export function childEnvironment(
  chain: Chain,
  identity: string,
  handover: Handover,
  inherited: Readonly<Record<string, string | undefined>>,
): EnvironmentChange {
  if (handover.mode === 'mock') return mockEnvironment(chain, identity, handover);
  return { ...unsetSelecting(inherited), ...ownEnvironment(chain, identity, handover, inherited) };
}

/**
 * The change that makes an environment in which nothing selects anybody that of a chain's identity. Without a hand-over it
 * lacks the keys; `keyVariables` are those.
 */
export function ownEnvironment(
  chain: Chain,
  identity: string,
  handover: Exclude<Handover, { mode: 'mock' }> | undefined,
  inherited: Readonly<Record<string, string | undefined>>,
): EnvironmentChange {
  const url = endpointOf(chain);
  const region = regionOf(chain, inherited);
  return {
    ...(handover && credentials(identity, handover)),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_SDK_LOAD_CONFIG: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...(handover?.mode === 'serve' && unproxied(handover.url, inherited)),
    ...(url !== undefined && endpoint(url, inherited)),
    ...ownVariables(chain),
  };
}

/**
 * The change for a child that finds its keys where they are: only what the identity itself says, a region and an
 * endpoint; nothing but its `env` where the environment is not even AWS's. Source: Atmos sets no credentials for
 * aws/ambient and nothing at all for ambient.
 */
export function ambientEnvironment(
  chain: Chain,
  inherited: Readonly<Record<string, string | undefined>>,
): EnvironmentChange {
  if (passThrough(chain)) return ownVariables(chain);
  const { region } = chain.steps.at(-1) ?? {};
  const url = endpointOf(chain);
  return {
    ...(region !== undefined && { AWS_REGION: region, AWS_DEFAULT_REGION: region }),
    ...(url !== undefined && endpoint(url, inherited)),
    ...ownVariables(chain),
  };
}

// Who takes keys from around takes the region from there as well, unless the configuration names one.
function regionOf(chain: Chain, inherited: Readonly<Record<string, string | undefined>>): string {
  const around = inherited['AWS_REGION'] || inherited['AWS_DEFAULT_REGION'];
  const named = chain.root.kind !== 'aws/ambient' || chain.steps.some(({ region }) => region !== undefined);
  return named || !around ? chain.region : around;
}

/** The identity's own `env` list. */
function ownVariables({ env }: Chain): EnvironmentChange {
  return Object.fromEntries(env.map(({ key, value }) => [key, value]));
}

// Nothing is unset and nothing else is named: who tests with a mock identity compares with what Atmos does.
function mockEnvironment(
  chain: Chain,
  identity: string,
  { configFile, credentialsFile }: Handover & { mode: 'mock' },
): EnvironmentChange {
  const name = identity.toLowerCase();
  return {
    AWS_CONFIG_FILE: configFile,
    AWS_SHARED_CREDENTIALS_FILE: credentialsFile,
    AWS_PROFILE: name,
    AWS_REGION: chain.region,
    AWS_DEFAULT_REGION: chain.region,
    AWS_SDK_LOAD_CONFIG: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
    ATMOS_IDENTITY: name,
    MOCK_IDENTITY: name,
    ...ownVariables(chain),
  };
}

function credentials(identity: string, handover: Exclude<Handover, { mode: 'mock' }>): EnvironmentChange {
  if (handover.mode === 'env') return keyVariables(handover.keys);
  if (handover.mode === 'serve')
    return {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: handover.url,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: handover.tokenFile,
      // SDKs ask it last: whatever stands in these files would outrank it.
      AWS_CONFIG_FILE: handover.emptyFile,
      AWS_SHARED_CREDENTIALS_FILE: handover.emptyFile,
    };
  return {
    AWS_CONFIG_FILE: handover.configFile,
    AWS_SHARED_CREDENTIALS_FILE: handover.credentialsFile,
    AWS_PROFILE: awsProfileName(identity),
    ...(handover.mode === 'file' && ending(handover.keys)),
  };
}

/** The keys themselves. */
export function keyVariables(keys: RoleKeys): EnvironmentChange {
  return {
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: keys.sessionToken ?? null,
    ...ending(keys),
  };
}

// Keys that do not renew themselves: prompts read from this variable how long they last.
function ending({ expiresAt }: RoleKeys): EnvironmentChange {
  return { AWS_CREDENTIAL_EXPIRATION: expiresAt.toISOString() };
}

function endpoint(url: string, inherited: Readonly<Record<string, string | undefined>>): EnvironmentChange {
  return {
    AWS_ENDPOINT_URL: url,
    ...Object.fromEntries(services.map((service) => [`AWS_ENDPOINT_URL_${service}`, url])),
    // SDKs refuse these beside an endpoint of one's own; without one they are a person's own choice.
    AWS_USE_FIPS_ENDPOINT: null,
    AWS_USE_DUALSTACK_ENDPOINT: null,
    ...unproxied(url, inherited),
  };
}

// botocore sends even loopback addresses through a proxy, and listens to the lower-case name first.
function unproxied(url: string, inherited: Readonly<Record<string, string | undefined>>): EnvironmentChange {
  const { hostname } = new URL(url);
  const { NO_PROXY = inherited['no_proxy'], no_proxy } = inherited;
  return {
    NO_PROXY: withHost(NO_PROXY, hostname),
    ...(no_proxy !== undefined && { no_proxy: withHost(no_proxy, hostname) }),
  };
}

function withHost(list: string | undefined, host: string): string {
  const hosts = (list ?? '').split(',').filter((entry) => entry !== '');
  return hosts.includes(host) ? hosts.join(',') : [...hosts, host].join(',');
}
