import { type RetryStrategy, retries } from './retries.ts';
import type { ServiceTarget } from './target.ts';

/** The longest first pause after a throttled or failed attempt, unless a test asks for less. */
export const longestFirstPauseMs = 250;

/** `backoffMs`: the longest first pause after a throttled or failed attempt. */
export interface AwsOptions {
  readonly backoffMs?: number;
}

/**
 * The settings of a client that is told everything: each setting that is left out the SDK looks up in AWS_*
 * variables and in ~/.aws/config, where somebody else's profile, region or endpoint may stand.
 */
export function clientSettings(target: ServiceTarget, options: AwsOptions = {}) {
  const origin = target.endpointUrl?.replace(/\/+$/, '');
  const retryStrategy: RetryStrategy = retries(options.backoffMs ?? longestFirstPauseMs);
  return {
    region: target.region,
    ...(origin === undefined ? {} : { endpoint: origin }),
    ignoreConfiguredEndpointUrls: true,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    authSchemePreference: [] as string[],
    disableClockSkewCorrection: false,
    userAgentAppId: async () => undefined,
    customUserAgent: 'atmos-kit',
    retryStrategy,
    maxAttempts: 8,
    requestHandler: { connectionTimeout: 5000, requestTimeout: 30_000, throwOnRequestTimeout: true },
  } as const;
}

/**
 * Makes a client without the SDK's NodeVersionSupportWarning, which each of our commands would print on Node 20.
 * The switch is a variable that the SDK reads while a client is made; no child ever sees it.
 */
export function withoutVersionWarning<T>(make: () => T): T {
  const name = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED';
  const before = process.env[name];
  process.env[name] = 'true';
  try {
    return make();
  } finally {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
}
