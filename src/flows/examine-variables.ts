import type { Finding } from '../domain/finding.ts';
import type { Ports } from '../ports.ts';
import type { Examined } from './examined.ts';

/** What selects credentials or an account for every AWS program of this shell, and not only for ours. */
const shadowing = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_ACCESS_KEY_ID',
  'AWS_ROLE_ARN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_CONFIG_FILE',
  'AWS_ENDPOINT_URL',
];

/**
 * Variables of this shell that decide something in silence. What we run is rid of AWS's (identity/child-environment.ts),
 * but what is run beside us is not; ATMOS_IDENTITY outranks the identity of every stack.
 */
export function examineVariables(
  { environment, clock }: Pick<Ports, 'environment' | 'clock'>,
  { auth }: Examined,
): readonly Finding[] {
  const findings: Finding[] = [];
  const identity = environment.get('ATMOS_IDENTITY');
  if (identity)
    findings.push({
      subject: 'ATMOS_IDENTITY',
      level: auth !== undefined && unknown(auth, identity) ? 'broken' : 'warning',
      text:
        auth !== undefined && unknown(auth, identity)
          ? `names ${identity}, which this project does not define`
          : `is ${identity}, and outranks the identity of every stack`,
      fix: 'unset ATMOS_IDENTITY',
    });
  const ended = stale(environment.get('AWS_CREDENTIAL_EXPIRATION'), clock.now());
  for (const name of shadowing) {
    if (!environment.get(name)) continue;
    const keys = name === 'AWS_ACCESS_KEY_ID';
    findings.push({
      subject: name,
      level: 'warning',
      text: keys
        ? `keys stand in the environment${ended ?? ''}; AWS programs outside of atmos-kit take them first`
        : 'is set; AWS programs outside of atmos-kit go by it, and those we start do not',
      fix: keys
        ? 'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION'
        : `unset ${name}`,
    });
  }
  return findings.length > 0
    ? findings
    : [{ subject: 'variables', level: 'ok', text: 'none decides in silence who you are' }];
}

function unknown(auth: NonNullable<Examined['auth']>, name: string): boolean {
  if (/^(false|off|no|0)$/i.test(name)) return false;
  const wanted = name.toLowerCase();
  return ![...auth.identities.values()].some(
    ({ id, alias }) => id === wanted || alias?.toLowerCase() === wanted,
  );
}

function stale(expiration: string | undefined, now: Date): string | undefined {
  const end = Date.parse(expiration ?? '');
  return end <= now.getTime() ? ', and have ended' : undefined;
}
