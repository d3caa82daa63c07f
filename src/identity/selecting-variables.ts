import type { EnvironmentChange } from '../domain/environment-change.ts';

/**
 * Everything an AWS SDK or tool takes credentials, an account, a region or an endpoint from, and what other login
 * tools leave behind, so that prompts and tools would speak of a session that is not this one.
 */
const selecting: ReadonlySet<string> = new Set([
  // Keys (botocore, SDKs for JavaScript and Go; the two short names: SDKs for Java and Go of the first generation).
  ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN'],
  ...['AWS_ACCESS_KEY', 'AWS_SECRET_KEY', 'AWS_CREDENTIAL_FILE'],
  ...['AWS_CREDENTIAL_EXPIRATION', 'AWS_SESSION_EXPIRATION', 'AWS_MFA_SERIAL', 'AWS_VAULT'],
  // Files and profiles.
  ...['AWS_SHARED_CREDENTIALS_FILE', 'AWS_CONFIG_FILE', 'AWS_PROFILE', 'AWS_DEFAULT_PROFILE'],
  // Who hands out keys, and for which role.
  ...['AWS_ACCOUNT_ID', 'AWS_ROLE_ARN', 'AWS_ROLE_SESSION_NAME', 'AWS_WEB_IDENTITY_TOKEN_FILE'],
  ...['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'],
  ...['AWS_CONTAINER_AUTHORIZATION_TOKEN', 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'],
  ...['AWS_EC2_METADATA_SERVICE_ENDPOINT', 'AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE', 'AWS_METADATA_URL'],
  // Regions and endpoints; the last are older names of Terraform's.
  ...['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'],
  ...['AWS_S3_ENDPOINT', 'AWS_STS_ENDPOINT', 'AWS_IAM_ENDPOINT', 'AWS_DYNAMODB_ENDPOINT'],
]);
// Endpoints by service, what aws-sso leaves behind, and tokens that services such as Bedrock prefer to keys.
const families: readonly string[] = [
  ...['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_*', 'AWS_SSO_*', 'AWS_BEARER_TOKEN_*', 'TF_AWS_*_ENDPOINT'],
];
const selectingPattern = new RegExp(`^(${families.join('|').replaceAll('*', '.*')})$`);

/** The names of all of them; a `*` stands for anything. */
export const selectingNames: readonly string[] = [...selecting, ...families];

const selects = (name: string): boolean =>
  selecting.has(name) || (name.includes('AWS_') && selectingPattern.test(name));

/** Takes away whatever in an environment selects something. */
export function unsetSelecting(inherited: Readonly<Record<string, string | undefined>>): EnvironmentChange {
  return unset(Object.keys(inherited).filter(selects));
}

/**
 * A change for an environment that is not known, such as that of whoever reads a file later: everything that selects
 * something else is unset. What only a pattern names can be taken away where it is known alone.
 */
export function inAnyEnvironment(change: EnvironmentChange): EnvironmentChange {
  return { ...unset([...selecting]), ...change };
}

function unset(names: readonly string[]): EnvironmentChange {
  return Object.fromEntries(names.map((name) => [name, null]));
}
